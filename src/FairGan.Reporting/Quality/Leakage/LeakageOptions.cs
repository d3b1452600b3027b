namespace FairGan.Reporting.Quality.Leakage;

/// <summary>Options of <see cref="LeakageEvaluator"/>: model, folds, rows and seed.</summary>
public sealed record LeakageOptions
{
    /// <summary>Columns that the classifier may not use, in addition to the sensitive ones: for example the label, if only the features of a model matter.</summary>
    public IReadOnlyList<string> ExcludedFeatures { get; init; } = [];

    /// <summary>How many folds the rows are cut into; at least 2.</summary>
    public int Folds { get; init; } = 3;

    /// <summary>How many rows are used at most, at least the number of folds; above it, a seeded sample of them.</summary>
    public int MaximumRows { get; init; } = 50_000;

    /// <summary>Largest number of groups of a column, or of the intersection of several, that are predicted, the largest groups first; at least 1.</summary>
    public int MaximumGroups { get; init; } = 10;

    /// <summary>The settings of the classifier.</summary>
    internal BoostedTreeOptions Trees { get; init; } = new();

    /// <summary>The seed of the rows and the folds.</summary>
    public long Seed { get; init; } = 1;

    internal void Check()
    {
        Trees.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(Folds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRows, Folds);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumGroups, 1);
    }
}
