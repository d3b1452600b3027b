namespace FairGan.Reporting.Quality.Detection;

/// <summary>How <see cref="DetectionEvaluator"/> tries to separate real rows from synthetic ones.</summary>
internal sealed record DetectionOptions
{
    /// <summary>How many folds the rows are cut into; at least 2.</summary>
    public int Folds { get; init; } = 3;

    /// <summary>Largest number of rows of each table, at least the number of folds. The same number of rows is sampled from both tables, by the seed.</summary>
    public int MaximumRowsPerTable { get; init; } = 50_000;

    /// <summary>The settings of the classifier.</summary>
    public BoostedTreeOptions Trees { get; init; } = new();

    /// <summary>The seed of the rows and the folds.</summary>
    public long Seed { get; init; } = 1;
}
