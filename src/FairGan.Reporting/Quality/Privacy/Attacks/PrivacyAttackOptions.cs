namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>What <see cref="PrivacyAttacks"/> tries, and how hard.</summary>
public sealed record PrivacyAttackOptions
{
    /// <summary>The sensitive columns: every attack is judged for each of their groups, too.</summary>
    public IReadOnlyList<string> SensitiveColumns { get; init; } = [];

    /// <summary>How many times as many generated rows as training rows the attacker holds, each at least 1; default 1, 10 and 50.</summary>
    public IReadOnlyList<int> Multiples { get; init; } = [1, 10, 50];

    /// <summary>
    /// K: a value that fewer training rows hold must not be found; at least 2. Null for what the file records of its protection, or 10
    /// where it records nothing or none.
    /// </summary>
    public int? LeastRows { get; init; }

    /// <summary>Training rows attacked at most, and as many held-out rows; at least 50. Default 2,000.</summary>
    public int MaximumTargets { get; init; } = 2_000;

    /// <summary>Generated rows that an attack uses at most, at least 1,000. Default 1,000,000.</summary>
    public int MaximumGeneratedRows { get; init; } = 1_000_000;

    /// <summary>Generated rows whose density is searched for jumps, at least 1,000. Default 1,000,000.</summary>
    public int DensityRows { get; init; } = 1_000_000;

    /// <summary>Cells that a search for nearest rows compares at most; above it, fewer generated rows are searched. Default 20 billion.</summary>
    public long MaximumComparisons { get; init; } = 20_000_000_000;

    /// <summary>Subsets of columns whose counts are compared, at least 1. Default 300.</summary>
    public int Subsets { get; init; } = 300;

    /// <summary>Columns whose values are inferred at most, the sensitive ones first. Default 8.</summary>
    public int MaximumInferredColumns { get; init; } = 8;

    /// <summary>
    /// The training rows as they are written, before cells were cleaned and columns left out: their rare texts are scanned for as well. Null
    /// where the training rows are that already.
    /// </summary>
    public IDataView? Written { get; init; }

    /// <summary>Documents that are published with the file and scanned for rare values.</summary>
    internal IReadOnlyList<ScannedDocument> Documents { get; init; } = [];

    /// <summary>The seed of all samples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many threads work; at least 1. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumTargets, 50);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumGeneratedRows, 1_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(DensityRows, 1_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumComparisons, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Subsets, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumInferredColumns, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        if (Multiples.Count == 0 || Multiples.Any(multiple => multiple < 1))
        {
            throw new ArgumentException("Multiples must be whole numbers from 1 up, such as 1, 10, 50.", nameof(Multiples));
        }

        if (LeastRows is < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(LeastRows), LeastRows, "A value is rare below at least 2 rows.");
        }
    }
}
