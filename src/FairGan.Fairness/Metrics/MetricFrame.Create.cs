using FairGan.Fairness.Counts;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Fairness.Metrics;

/// <content>Making frames: from tables, counts and lists.</content>
public sealed partial class MetricFrame
{
    /// <summary>Audits a classifier (or, without a prediction column, the label) in one pass over a table.</summary>
    /// <param name="data">The table.</param>
    /// <param name="options">The roles of the columns.</param>
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
    /// <param name="options">Which columns are sensitive and control, and the positive value; the other columns were fixed when counting.</param>
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

    /// <summary>Audits columns in memory.</summary>
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
    /// <param name="options">The roles of the columns; the positive value is ignored.</param>
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
    /// <param name="options">The roles of the columns; label and prediction must be numbers, a prediction is needed, and the positive value is ignored.</param>
    /// <param name="metrics">The metrics; none means <see cref="GroupMetrics.Regression"/>.</param>
    /// <remarks>
    /// Bootstrap intervals redraw the rows of each group in up to 256 blocks and always keep group sizes: the sums of the
    /// blocks are all that is kept of the rows.
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

    /// <summary>Audits a regression from columns in memory.</summary>
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

    /// <summary>Counts the columns that the options name.</summary>
    internal static GroupCounts Count(IDataView data, MetricFrameOptions options) => GroupCountSources.Read(
        data,
        options.LabelColumn,
        [.. options.ControlColumns, .. options.SensitiveColumns],
        options.PredictionColumn,
        options.ScoreColumn,
        options.WeightColumn,
        options.MissingGroups,
        options.LeavesOutUnlabelled);

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
                text = CellFormat.Text(value);
                known.Add(value, text);
            }

            result[row] = text;
        }

        return result;
    }
}
