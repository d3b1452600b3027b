using FairGan.Fairness.Counts;

namespace FairGan.Fairness.Metrics;

/// <summary>
/// Any set of metrics, split by group: overall, per group, the smallest and largest, and the differences and ratios between
/// groups or to the overall figure. The conventions are those of Fairlearn's class of the same name. Immutable and
/// thread-safe.
/// </summary>
/// <remarks>
/// With control columns, overall figures and aggregates have one row per control cell. Combinations of values that no row
/// has are listed with NaN (up to 10,000 combinations; beyond that they are left out) and never enter an aggregate.
/// </remarks>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView scored = TableReader.Load(mlContext, "decisions.csv");
/// var options = new MetricFrameOptions
/// {
///     LabelColumn = "approved",
///     PositiveValue = "yes",
///     PredictionColumn = "decision",
///     SensitiveColumns = ["sex"],
/// };
/// MetricFrame frame = MetricFrame.Create(scored, options);
/// double women = frame.ByGroup["selection_rate", "F"];
/// double gap = frame.Difference()["selection_rate"];
/// </code>
/// </example>
public sealed partial class MetricFrame
{
    private readonly FrameInput _input;
    private readonly FrameLayout _layout;
    private readonly FrameFigures _figures;
    private readonly GroupMetric[] _metrics;
    private readonly string[] _metricNames;
    private readonly MissingGroupPolicy _missing;

    internal MetricFrame(
        FrameInput input,
        IReadOnlyList<string> sensitiveColumns,
        IReadOnlyList<string> controlColumns,
        MissingGroupPolicy missing,
        IReadOnlyList<GroupMetric> metrics)
    {
        _input = input;
        _metrics = [.. metrics];
        _metricNames = [.. metrics.Select(metric => metric.Name)];
        if (_metricNames.Distinct(StringComparer.Ordinal).Count() < _metricNames.Length)
        {
            throw new ArgumentException($"Two metrics have the same name: {string.Join(", ", _metricNames)}.");
        }

        _missing = missing;
        SensitiveColumns = [.. sensitiveColumns];
        ControlColumns = [.. controlColumns];
        PositiveValue = input.PositiveValue;
        _layout = FrameLayout.Create(input, sensitiveColumns, controlColumns, missing);
        _figures = FrameFigures.Compute(_layout, _metrics, input.Leaves);
        Overall = ControlTable(_figures.Overall);
        ByGroup = Table([.. ControlColumns, .. SensitiveColumns], _layout.GroupCells, _figures.ByGroup);
        GroupMin = ControlTable(_figures.GroupMin());
        GroupMax = ControlTable(_figures.GroupMax());
        Groups = [.. _layout.GroupCells.Zip(
            FrameFigures.Sum(_layout.GroupOfLeaf, _layout.GroupCells.Length, input.Leaves),
            (cell, summary) => new GroupCell(cell, summary))];
        Total = input.Leaves.Aggregate(default(GroupSummary), (sum, leaf) => sum + leaf.Summary);
    }

    /// <summary>The names of the metrics, in the order of the request.</summary>
    public IReadOnlyList<string> Metrics => _metricNames;

    /// <summary>The sensitive columns.</summary>
    public IReadOnlyList<string> SensitiveColumns { get; }

    /// <summary>The control columns; empty where there are none.</summary>
    public IReadOnlyList<string> ControlColumns { get; }

    /// <summary>The label value that counted as positive, as text; empty for regression.</summary>
    public string PositiveValue { get; }

    /// <summary>The figures over all rows, per control cell.</summary>
    public MetricTable Overall { get; }

    /// <summary>The figures of each group.</summary>
    public MetricTable ByGroup { get; }

    /// <summary>The smallest value of each metric over the groups, per control cell.</summary>
    public MetricTable GroupMin { get; }

    /// <summary>The largest value of each metric over the groups, per control cell.</summary>
    public MetricTable GroupMax { get; }

    /// <summary>The counts behind each group, in the order of <see cref="ByGroup"/>.</summary>
    internal IReadOnlyList<GroupCell> Groups { get; }

    /// <summary>The counts over all rows.</summary>
    internal GroupSummary Total { get; }

    internal FrameInput Input => _input;

    internal FrameLayout Layout => _layout;

    internal FrameFigures Figures => _figures;

    internal IReadOnlyList<GroupMetric> MetricFunctions => _metrics;

    /// <summary>The largest absolute difference of each metric, per control cell; at least 0.</summary>
    /// <param name="method">Between groups, or of a group to the overall figure.</param>
    public MetricTable Difference(DisparityMethod method = DisparityMethod.BetweenGroups) => ControlTable(_figures.Difference(method));

    /// <summary>
    /// The smallest ratio of each metric, per control cell: smallest ÷ largest group, or group ÷ overall turned so that it
    /// is at most 1. NaN for 0 ÷ 0.
    /// </summary>
    /// <param name="method">Between groups, or of a group to the overall figure.</param>
    public MetricTable Ratio(DisparityMethod method = DisparityMethod.BetweenGroups) => ControlTable(_figures.Ratio(method));

    /// <summary>The figures by group and the disparities as Markdown tables.</summary>
    public string ToMarkdown() => FrameDocument.Of(this).ToMarkdown();

    /// <summary>The figures by group and the disparities as an HTML fragment; every value from the data is escaped.</summary>
    public string ToHtml() => FrameDocument.Of(this).ToHtml();

    /// <summary>Percentile bootstrap intervals of every figure of the frame.</summary>
    /// <param name="options">Replicates, seed and so on; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The replicates or the confidence are out of range.</exception>
    public MetricFrameIntervals Bootstrap(BootstrapOptions? options = null) => Bootstrap(options ?? new BootstrapOptions(), null).Frame;

    /// <summary>Intervals of the frame's figures and of scalars that another frame over the same leaves gives, from the same resamples.</summary>
    internal (MetricFrameIntervals Frame, BootstrapInterval[] Scalars) Bootstrap(
        BootstrapOptions options,
        Func<FrameInput, Func<FrameLeaf[], FrameFigures, double[]>>? scalarsOf)
    {
        FrameInput input = CountBootstrap.Compressed(_input);
        FrameLayout layout = FrameLayout.Create(input, SensitiveColumns, ControlColumns, _missing);
        Func<FrameLeaf[], FrameFigures, double[]>? scalars = scalarsOf?.Invoke(input);
        BootstrapInterval[] intervals = CountBootstrap.Run(
            input,
            options.StratifyByGroup || input.MustStratify ? layout.GroupOfLeaf : null,
            options,
            leaves =>
            {
                FrameFigures figures = FrameFigures.Compute(layout, _metrics, leaves);
                return [.. figures.Tables().SelectMany(table => table), .. scalars?.Invoke(leaves, figures) ?? []];
            });
        int offset = 0;
        IReadOnlyList<IntervalRow>[] tables = [.. _figures.Tables().Select((_, table) => Rows(table == 1 ? layout.GroupCells : layout.ControlCells))];
        return (new MetricFrameIntervals(tables), intervals[offset..]);

        IReadOnlyList<IntervalRow> Rows(string[][] cells) =>
        [
            .. cells.Select(cell => new IntervalRow(
                cell,
                new OrderedDictionary<string, BootstrapInterval>(_metricNames.Select(name => KeyValuePair.Create(name, intervals[offset++]))))),
        ];
    }

    private MetricTable ControlTable(double[] values) => Table(ControlColumns, _layout.ControlCells, values);

    private MetricTable Table(IReadOnlyList<string> columns, string[][] cells, double[] values) => new(
        columns,
        [.. cells.Select((cell, row) => new MetricRow(
            cell,
            new OrderedDictionary<string, double>(_metricNames.Select((name, metric) =>
                KeyValuePair.Create(name, values[(row * _metricNames.Length) + metric])))))]);
}
