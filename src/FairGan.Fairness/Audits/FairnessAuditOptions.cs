using FairGan.Fairness.Counts;

namespace FairGan.Fairness.Audits;

/// <summary>Options of an audit: the columns, the positive value, and additional figures.</summary>
public sealed record FairnessAuditOptions
{
    /// <summary>The label: text, boolean, key, integer or real, with few distinct values.</summary>
    public required string LabelColumn { get; init; }

    /// <summary>The prediction of the label; null to audit the label itself.</summary>
    public string? PredictionColumn { get; init; }

    /// <summary>The score, numbers; adds ROC AUC, log loss (if all scores are in [0, 1]) and New York's scoring rate. Null for none.</summary>
    public string? ScoreColumn { get; init; }

    /// <summary>The sensitive columns; groups are the combinations of their values. At least one.</summary>
    public required IReadOnlyList<string> SensitiveColumns { get; init; }

    /// <summary>
    /// The control columns: the metric frame is given within each combination of their values. The scalars and the legal
    /// figures leave them aside.
    /// </summary>
    public IReadOnlyList<string> ControlColumns { get; init; } = [];

    /// <summary>The row weights, numbers of at least 0; null for 1 each.</summary>
    public string? WeightColumn { get; init; }

    /// <summary>
    /// The label value that counts as positive; numbers are compared by value, so "1" is 1.0. Null is allowed where the
    /// values are 0 and 1, −1 and 1, or false and true. All other values are negative (one against the rest).
    /// </summary>
    public string? PositiveValue { get; init; }

    /// <summary>Treatment of rows without a group value.</summary>
    public MissingGroupPolicy MissingGroups { get; init; } = MissingGroupPolicy.OwnGroup;

    /// <summary>The number of bootstrap replicates; 0 for no intervals.</summary>
    public int BootstrapReplicates { get; init; }

    /// <summary>The confidence of the intervals, in (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Whether group sizes are fixed in every replicate.</summary>
    public bool StratifyByGroup { get; init; }

    /// <summary>The seed of the bootstrap.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The most threads to use; −1 for all.</summary>
    public int Threads { get; init; } = -1;

    /// <summary>Groups with fewer rows than this are flagged as small: their figures are mostly chance.</summary>
    public int SmallCellLimit { get; init; } = 30;
}
