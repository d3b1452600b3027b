namespace FairGan.Export.Sampling;

/// <summary>Selects which rows are generated: the seed, the first row, the strength of fairness and conditions on columns.</summary>
/// <example>
/// <code>
/// var options = new SamplingOptions
/// {
///     Seed = 7,
///     StartRow = 100_000,
///     Strength = 0.5,
///     Where = ColumnCondition.Parse("sex=Female,age=20..30"),
/// };
/// </code>
/// </example>
public sealed record SamplingOptions
{
    /// <summary>The seed; row i of a seed is the same row however the run is cut. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Number of the first row, 0 or more. Default 0.</summary>
    public long StartRow { get; init; }

    /// <summary>Strength of fairness, from 0 (the labels as they were) to 1 (the definition in full); null for what the generator was trained for.</summary>
    public double? Strength { get; init; }

    /// <summary>
    /// Conditions that all rows satisfy, one per column; rows come from the generator's conditional distribution, without retraining
    /// again. Default: none.
    /// </summary>
    public IReadOnlyList<ColumnCondition> Where { get; init; } = [];

    /// <summary>Shares of a column's values in the generated rows; null (the default) for those of the training rows.</summary>
    public ColumnBalance? Balance { get; init; }
}
