namespace FairGan.Fairness.Metrics;

/// <summary>Bootstrap intervals of every figure of a <see cref="MetricFrame"/>; the rows are in the order of the frame's tables.</summary>
public sealed class MetricFrameIntervals
{
    private readonly IReadOnlyList<IReadOnlyList<IntervalRow>> _tables;

    internal MetricFrameIntervals(IReadOnlyList<IReadOnlyList<IntervalRow>> tables) => _tables = tables;

    /// <summary>The names of the tables in JSON, in the order of this class's properties.</summary>
    internal static string[] TableNames { get; } =
    [
        "overall", "by_group", "group_min", "group_max", "difference_between_groups", "difference_to_overall",
        "ratio_between_groups", "ratio_to_overall",
    ];

    /// <summary>Intervals of the figures over all rows.</summary>
    public IReadOnlyList<IntervalRow> Overall => _tables[0];

    /// <summary>Intervals of the figures of each group.</summary>
    public IReadOnlyList<IntervalRow> ByGroup => _tables[1];

    /// <summary>Intervals of the smallest values over the groups.</summary>
    public IReadOnlyList<IntervalRow> GroupMin => _tables[2];

    /// <summary>Intervals of the largest values over the groups.</summary>
    public IReadOnlyList<IntervalRow> GroupMax => _tables[3];

    /// <summary>Intervals of the differences between groups.</summary>
    public IReadOnlyList<IntervalRow> DifferenceBetweenGroups => _tables[4];

    /// <summary>Intervals of the differences to the overall figures.</summary>
    public IReadOnlyList<IntervalRow> DifferenceToOverall => _tables[5];

    /// <summary>Intervals of the ratios between groups.</summary>
    public IReadOnlyList<IntervalRow> RatioBetweenGroups => _tables[6];

    /// <summary>Intervals of the ratios to the overall figures.</summary>
    public IReadOnlyList<IntervalRow> RatioToOverall => _tables[7];

    internal IReadOnlyList<IReadOnlyList<IntervalRow>> Tables => _tables;
}
