namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>What <see cref="FidelityEvaluator"/> measures and how much work it may do.</summary>
internal sealed record FidelityOptions
{
    /// <summary>
    /// The columns whose groups are measured one by one: each column alone and, when there are several, their
    /// intersection. Empty: no group is measured.
    /// </summary>
    public IReadOnlyList<string> SensitiveColumns { get; init; } = [];

    /// <summary>Into how many bins of equal width the range of a numeric column is cut where it is paired with a categorical one; at least 1.</summary>
    public int Bins { get; init; } = 10;

    /// <summary>How many groups of each partition are measured, the largest of the real table first; at least 1.</summary>
    public int MaximumGroups { get; init; } = 200;

    /// <summary>
    /// How many cells may be visited for all pairs together (pairs × rows of both tables). Above it, pairs are measured
    /// on a seeded sample of the rows; <see cref="FidelityResult.PairRowsReal"/> says how many.
    /// </summary>
    public long MaximumPairVisits { get; init; } = 1_000_000_000;

    /// <summary>The seed of the sample of rows.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many threads measure pairs; at least 1. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
