using System.Globalization;
using FairGan.Fairness.Counts;
using Microsoft.ML;

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
public sealed class MetricFrame
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
    public IReadOnlyList<GroupCell> Groups { get; }

    /// <summary>The counts over all rows.</summary>
    public GroupSummary Total { get; }

    internal FrameInput Input => _input;

    internal FrameLayout Layout => _layout;

    internal FrameFigures Figures => _figures;

    internal IReadOnlyList<GroupMetric> MetricFunctions => _metrics;

    /// <summary>Audits a classifier (or, without a prediction column, the label) in one pass over a table.</summary>
    /// <param name="data">The table.</param>
    /// <param name="options">The columns and their roles.</param>
    /// <param name="metrics">The metrics; none means <see cref="GroupMetrics.Classification"/>, or <see cref="GroupMetrics.LabelOnly"/> without a prediction.</param>
    /// <exception cref="ArgumentException">A column does not exist or is unfit, or no positive value is known.</exception>
    /// <exception cref="InvalidDataException">A value cannot be used; the message names column and row.</exception>
    public static MetricFrame Create(IDataView data, MetricFrameOptions options, params IReadOnlyList<GroupMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Create(Count(data, options), options, metrics);
    }

    /// <summary>Audits from counts that were made before.</summary>
    /// <param name="counts">The counts; must hold the columns that the options name as sensitive and control.</param>
    /// <param name="options">Which columns are sensitive and control, and the positive value; the other columns were settled when counting.</param>
    /// <param name="metrics">The metrics; none means <see cref="GroupMetrics.Classification"/>, or <see cref="GroupMetrics.LabelOnly"/> without a prediction.</param>
    /// <exception cref="ArgumentException">A column is not among the counts, or no positive value is known.</exception>
    public static MetricFrame Create(GroupCounts counts, MetricFrameOptions options, params IReadOnlyList<GroupMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(options);
        GroupCounts.CheckNames([.. options.ControlColumns, .. options.SensitiveColumns]);
        if (options.SensitiveColumns.Count == 0)
        {
            throw new ArgumentException("At least one sensitive column must be named.");
        }

        foreach (string column in options.ControlColumns.Concat(options.SensitiveColumns))
        {
            if (!counts.GroupColumns.Contains(column))
            {
                throw new ArgumentException(
                    $"There is no group column '{column}' in the counts. The columns are {string.Join(", ", counts.GroupColumns)}.");
            }
        }

        IReadOnlyList<GroupMetric> wanted = metrics.Count > 0 ? metrics
            : counts.HasPrediction ? GroupMetrics.Classification
            : GroupMetrics.LabelOnly;
        FrameInput input = counts.ToInput(options.PositiveValue, wanted.Any(metric => metric.NeedsRows));
        return new MetricFrame(input, options.SensitiveColumns, options.ControlColumns, options.MissingGroups, wanted);
    }

    /// <summary>Audits columns held in memory.</summary>
    /// <typeparam name="T">The type of the labels: text, a number, a boolean or an enumeration.</typeparam>
    /// <param name="labels">The labels, one per row.</param>
    /// <param name="predictions">The predictions, one per label; null to audit the labels.</param>
    /// <param name="sensitive">The sensitive columns; at least one.</param>
    /// <param name="control">The control columns.</param>
    /// <param name="weights">The row weights, at least 0; null for 1 each.</param>
    /// <param name="scores">The scores, for metrics over rows.</param>
    /// <param name="positiveValue">The positive label, as in <see cref="MetricFrameOptions.PositiveValue"/>.</param>
    /// <param name="missing">What becomes of rows without a group value.</param>
    /// <param name="metrics">The metrics; null as in the other overloads.</param>
    /// <exception cref="ArgumentException">The lengths differ, or no positive value is known.</exception>
    /// <exception cref="InvalidDataException">A value cannot be used; the message names column and row.</exception>
    public static MetricFrame Create<T>(
        IReadOnlyList<T> labels,
        IReadOnlyList<T>? predictions,
        IReadOnlyList<GroupColumn> sensitive,
        IReadOnlyList<GroupColumn>? control = null,
        IReadOnlyList<double>? weights = null,
        IReadOnlyList<double>? scores = null,
        string? positiveValue = null,
        MissingGroupPolicy missing = MissingGroupPolicy.OwnGroup,
        IReadOnlyList<GroupMetric>? metrics = null)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(sensitive);
        IReadOnlyList<GroupColumn> controls = control ?? [];
        GroupCounts counts = GroupCountSources.FromLists(
            "labels", Texts(labels), predictions is null ? null : Texts(predictions), [.. controls, .. sensitive], scores, weights, missing);
        MetricFrameOptions options = new()
        {
            LabelColumn = "labels",
            SensitiveColumns = [.. sensitive.Select(column => column.Name)],
            ControlColumns = [.. controls.Select(column => column.Name)],
            PositiveValue = positiveValue,
            MissingGroups = missing,
        };
        return Create(counts, options, metrics ?? []);
    }

    /// <summary>Audits a classifier of several classes: each label value in turn against all others, in one pass over the table.</summary>
    /// <param name="data">The table.</param>
    /// <param name="options">Which columns hold what; the positive value is left aside.</param>
    /// <param name="metrics">The metrics; none means as in the other overloads.</param>
    /// <returns>One frame per label value, in the natural order of the values.</returns>
    /// <exception cref="ArgumentException">A column does not exist or is unfit.</exception>
    /// <exception cref="InvalidDataException">A value cannot be used; the message names column and row.</exception>
    public static IReadOnlyDictionary<string, MetricFrame> CreateOneAgainstRest(
        IDataView data,
        MetricFrameOptions options,
        params IReadOnlyList<GroupMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(options);
        GroupCounts counts = Count(data, options);
        return new OrderedDictionary<string, MetricFrame>(counts.LabelValues.Select(value =>
            KeyValuePair.Create(value, Create(counts, options with { PositiveValue = value }, metrics))));
    }

    /// <summary>Audits a regression in one pass over a table.</summary>
    /// <param name="data">The table.</param>
    /// <param name="options">Which columns hold what; label and prediction must be numbers, a prediction is needed, and the positive value is left aside.</param>
    /// <param name="metrics">The metrics; none means <see cref="GroupMetrics.Regression"/>.</param>
    /// <remarks>
    /// Bootstrap intervals resample the rows of each group in up to 256 blocks and always keep group sizes fixed: only the sums of
    /// the blocks are stored.
    /// </remarks>
    /// <exception cref="ArgumentException">A column does not exist or is unfit, or there is no prediction column.</exception>
    /// <exception cref="InvalidDataException">A value cannot be used; the message names column and row.</exception>
    public static MetricFrame CreateRegression(IDataView data, MetricFrameOptions options, params IReadOnlyList<GroupMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<GroupMetric> wanted = metrics.Count > 0 ? metrics : GroupMetrics.Regression;
        FrameInput input = RegressionReader.Read(data, options, wanted.Any(metric => metric.NeedsRows));
        return new MetricFrame(input, options.SensitiveColumns, options.ControlColumns, options.MissingGroups, wanted);
    }

    /// <summary>Audits a regression held in memory.</summary>
    /// <param name="labels">The true values, one per row.</param>
    /// <param name="predictions">The predicted values, one per label.</param>
    /// <param name="sensitive">The sensitive columns; at least one.</param>
    /// <param name="control">The control columns.</param>
    /// <param name="weights">The row weights, at least 0; null for 1 each.</param>
    /// <param name="missing">What becomes of rows without a group value.</param>
    /// <param name="metrics">The metrics; null means <see cref="GroupMetrics.Regression"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="InvalidDataException">A value cannot be used; the message names column and row.</exception>
    public static MetricFrame CreateRegression(
        IReadOnlyList<double> labels,
        IReadOnlyList<double> predictions,
        IReadOnlyList<GroupColumn> sensitive,
        IReadOnlyList<GroupColumn>? control = null,
        IReadOnlyList<double>? weights = null,
        MissingGroupPolicy missing = MissingGroupPolicy.OwnGroup,
        IReadOnlyList<GroupMetric>? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(sensitive);
        IReadOnlyList<GroupColumn> controls = control ?? [];
        IReadOnlyList<GroupMetric> wanted = metrics ?? GroupMetrics.Regression;
        FrameInput input = RegressionReader.Read(
            labels, predictions, [.. controls, .. sensitive], weights, missing, wanted.Any(metric => metric.NeedsRows));
        return new MetricFrame(
            input, [.. sensitive.Select(column => column.Name)], [.. controls.Select(column => column.Name)], missing, wanted);
    }

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

    private static GroupCounts Count(IDataView data, MetricFrameOptions options) => GroupCounts.Read(
        data,
        options.LabelColumn,
        [.. options.ControlColumns, .. options.SensitiveColumns],
        options.PredictionColumn,
        options.ScoreColumn,
        options.WeightColumn,
        options.MissingGroups);

    private static string[] Texts<T>(IReadOnlyList<T> values)
        where T : notnull
    {
        if (values is string[] texts)
        {
            return texts;
        }

        var known = new Dictionary<T, string>();
        string[] result = new string[values.Count];
        for (int row = 0; row < result.Length; row++)
        {
            T value = values[row];
            if (!known.TryGetValue(value, out string? text))
            {
                text = value switch
                {
                    bool truth => truth ? "true" : "false",
                    double.NaN or float.NaN => "",
                    IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
                    _ => value.ToString() ?? "",
                };
                known.Add(value, text);
            }

            result[row] = text;
        }

        return result;
    }

    private MetricTable ControlTable(double[] values) => Table(ControlColumns, _layout.ControlCells, values);

    private MetricTable Table(IReadOnlyList<string> columns, string[][] cells, double[] values) => new(
        columns,
        [.. cells.Select((cell, row) => new MetricRow(
            cell,
            new OrderedDictionary<string, double>(_metricNames.Select((name, metric) =>
                KeyValuePair.Create(name, values[(row * _metricNames.Length) + metric])))))]);
}
