using FairGan.Export.Columns;

namespace FairGan.Export.Sampling;

/// <summary>Which rows are drawn.</summary>
public sealed record SamplingOptions
{
    /// <summary>The seed; row i of a seed is the same row however the run is cut. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Number of the first row, 0 or more. Default 0.</summary>
    public long StartRow { get; init; }

    /// <summary>Strength of fairness, from 0 (the labels as they were) to 1 (the definition in full); null for what the generator was trained for.</summary>
    public double? Strength { get; init; }

    /// <summary>
    /// What all rows are to meet, one condition a column; they are drawn as the generator has them given the conditions, without training
    /// again. Default: none.
    /// </summary>
    public IReadOnlyList<ColumnCondition> Where { get; init; } = [];

    /// <summary>Shares that a column's values are to have, in place of those that were learned; null (the default) for those.</summary>
    public ColumnBalance? Balance { get; init; }
}
