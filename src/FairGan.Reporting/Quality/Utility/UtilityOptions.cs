namespace FairGan.Reporting.Quality.Utility;

/// <summary>What <see cref="UtilityEvaluator"/> measures and how.</summary>
internal sealed record UtilityOptions
{
    /// <summary>The columns by whose groups the decisions are counted: each alone and, when there are several, their intersection.</summary>
    public IReadOnlyList<string> SensitiveColumns { get; init; } = [];

    /// <summary>Columns that the model may not use, in addition to the label. Sensitive columns are features unless they are named here.</summary>
    public IReadOnlyList<string> ExcludedFeatures { get; init; } = [];

    /// <summary>The settings of the model.</summary>
    public BoostedTreeOptions Trees { get; init; } = new();

    /// <summary>How many rows the model is trained on at most, at least 1; above it, a seeded sample of them.</summary>
    public int MaximumTrainingRows { get; init; } = 200_000;

    /// <summary>The seed of the sample of rows.</summary>
    public long Seed { get; init; } = 1;
}
