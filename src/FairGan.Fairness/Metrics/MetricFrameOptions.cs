using FairGan.Fairness.Counts;

namespace FairGan.Fairness.Metrics;

/// <summary>Which columns of a table a <see cref="MetricFrame"/> is made from.</summary>
public record MetricFrameOptions
{
    /// <summary>The label: text, boolean, key, integer or real (regression: a number).</summary>
    public required string LabelColumn { get; init; }

    /// <summary>The prediction of the label; null to audit the label itself (then the label is used as the prediction).</summary>
    public string? PredictionColumn { get; init; }

    /// <summary>The score, numbers; needed by <see cref="GroupMetrics.RocAuc"/> and <see cref="GroupMetrics.LogLoss"/> (there: a probability).</summary>
    public string? ScoreColumn { get; init; }

    /// <summary>The sensitive columns; groups are the combinations of their values. At least one.</summary>
    public required IReadOnlyList<string> SensitiveColumns { get; init; }

    /// <summary>The control columns: every figure is given within each combination of their values.</summary>
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

    /// <summary>Whether rows without a label are left out and counted; otherwise they are refused.</summary>
    internal virtual bool LeavesOutUnlabelled => false;
}
