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

    /// <summary>Of the figures over all rows.</summary>
    public IReadOnlyList<IntervalRow> Overall => _tables[0];

    /// <summary>Of the figures of each group.</summary>
    public IReadOnlyList<IntervalRow> ByGroup => _tables[1];

    /// <summary>Of the smallest values over the groups.</summary>
    public IReadOnlyList<IntervalRow> GroupMin => _tables[2];

    /// <summary>Of the largest values over the groups.</summary>
    public IReadOnlyList<IntervalRow> GroupMax => _tables[3];

    /// <summary>Of the differences between groups.</summary>
    public IReadOnlyList<IntervalRow> DifferenceBetweenGroups => _tables[4];

    /// <summary>Of the differences to the overall figures.</summary>
    public IReadOnlyList<IntervalRow> DifferenceToOverall => _tables[5];

    /// <summary>Of the ratios between groups.</summary>
    public IReadOnlyList<IntervalRow> RatioBetweenGroups => _tables[6];

    /// <summary>Of the ratios to the overall figures.</summary>
    public IReadOnlyList<IntervalRow> RatioToOverall => _tables[7];

    internal IReadOnlyList<IReadOnlyList<IntervalRow>> Tables => _tables;
}
