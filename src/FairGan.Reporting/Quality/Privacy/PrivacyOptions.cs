namespace FairGan.Reporting.Quality.Privacy;

/// <summary>How much work <see cref="PrivacyEvaluator"/> may do.</summary>
internal sealed record PrivacyOptions
{
    /// <summary>How many synthetic and how many held-out rows are measured, at least 1; sampled with the seed.</summary>
    public int SampledRows { get; init; } = 2_000;

    /// <summary>
    /// How many cells may be compared, at least 1. Above it, fewer rows are measured, and below 200 measured rows fewer
    /// training rows are searched; <see cref="PrivacyResult"/> says how many.
    /// </summary>
    public long MaximumComparisons { get; init; } = 20_000_000_000;

    /// <summary>The seed of the samples and of the halves.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many threads search; at least 1. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SampledRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumComparisons, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
    }
}
