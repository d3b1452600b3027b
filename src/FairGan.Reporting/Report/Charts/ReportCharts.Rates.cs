// Charts of the report: rates by group.
using FairGan.Reporting.Quality.Utility;
using OxyPlot;
using OxyPlot.Axes;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Charts;

public static partial class ReportCharts
{
    /// <summary>The selection rate of every group with its interval, in the real and in the synthetic table.</summary>
    /// <param name="fairness">The rates; the 12 largest groups are shown.</param>
    /// <param name="unmoved">The rates of rows sampled at strength 0, to be shown between; <see langword="null"/> for none.</param>
    public static Chart SelectionRates(LabelFairness fairness, LabelFairness? unmoved = null)
    {
        ArgumentNullException.ThrowIfNull(fairness);
        LabelGroup[] groups = [.. fairness.Groups.Take(MostGroups)];
        Dictionary<string, LabelGroup> before = unmoved?.Groups.ToDictionary(group => GroupKey.Of(group.Values)) ?? [];
        List<Dots> series = [new("real", Plot.Real, MarkerType.Circle, [.. groups.Select(group => new Dot(group.RealSelectionRate, group.RealInterval))])];
        if (unmoved is not null)
        {
            series.Add(new("synthetic, strength 0", Plot.Plain, MarkerType.Triangle, [.. groups.Select(group =>
                before.GetValueOrDefault(GroupKey.Of(group.Values)) is { } found ? new Dot(found.SyntheticSelectionRate, found.SyntheticInterval) : Dot.None)]));
        }

        series.Add(new("synthetic", Plot.Synthetic, MarkerType.Square, [.. groups.Select(group => new Dot(group.SyntheticSelectionRate, group.SyntheticInterval))]));
        string columns = Plot.Label(fairness.Columns);
        return DotChart(
            HtmlText.Of($"Selection rates by {Columns(fairness.Columns)}, with 95 % intervals{More(fairness.Groups.Count, MostGroups, "groups")}"),
            $"Share of favourable labels by {columns} with 95 percent intervals: largest difference {Number(fairness.Real.DemographicParityDifference)} in the real table, {Number(fairness.Synthetic.DemographicParityDifference)} in the synthetic one.",
            "Selection rate",
            [.. groups.Select(group => group.Values)],
            series);
    }

    /// <summary>One metric of a frame by group, with its interval where there is one.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="metric">The name of the metric; its values must be between 0 and 1.</param>
    /// <param name="intervals">The intervals of the frame; <see langword="null"/> for none.</param>
    /// <exception cref="KeyNotFoundException">The frame has no such metric.</exception>
    public static Chart Metric(MetricFrame frame, string metric, MetricFrameIntervals? intervals = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        MetricRow[] rows = [.. frame.ByGroup.Take(MostGroups)];
        Dot[] dots = [.. rows.Select((row, index) => new Dot(
            row[metric], intervals?.ByGroup[index].Values[metric] is { } ends ? new RateInterval(ends.Lower, ends.Upper) : new RateInterval(double.NaN, double.NaN)))];
        string name = metric.Replace('_', ' ');
        return DotChart(
            HtmlText.Of($"{name} by {Columns(frame.ByGroup.CellColumns)}{More(frame.ByGroup.Count, MostGroups, "groups")}"),
            $"{name} by {Plot.Label(frame.ByGroup.CellColumns)}: {string.Join(", ", rows.Zip(dots, (row, dot) => $"{Plot.Label(row.Cell)} {Number(dot.Value)}"))}.",
            name,
            [.. rows.Select(row => row.Cell)],
            [new(name, Plot.Real, MarkerType.Circle, dots)]);
    }

    /// <summary>Chart of the rates of models trained on each table, by group: selection, true positive or false positive rate.</summary>
    /// <param name="real">The rates of the model trained on real rows.</param>
    /// <param name="synthetic">The rates of the model trained on synthetic rows, by the same groups.</param>
    /// <param name="name">What the rate is called.</param>
    /// <param name="rate">Takes the rate, 0 to 1.</param>
    public static Chart ModelRates(PartitionRates real, PartitionRates synthetic, string name, Func<GroupRates, double> rate)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(rate);
        GroupRates[] groups = [.. real.Groups.Take(MostGroups)];
        Dictionary<string, GroupRates> others = synthetic.Groups.ToDictionary(group => GroupKey.Of(group.Values));
        return DotChart(
            HtmlText.Of($"{name} of the models by {Columns(real.Columns)}{More(real.Groups.Count, MostGroups, "groups")}"),
            $"{name} of a model trained on real and of one trained on synthetic rows, by {Plot.Label(real.Columns)}.",
            name,
            [.. groups.Select(group => group.Values)],
            [
                new("trained on real", Plot.Real, MarkerType.Circle, [.. groups.Select(group => new Dot(rate(group)))]),
                new("trained on synthetic", Plot.Synthetic, MarkerType.Square, [.. groups.Select(group => others.TryGetValue(GroupKey.Of(group.Values), out GroupRates? found) ? new Dot(rate(found)) : Dot.None)]),
            ]);
    }

    private static Chart DotChart(HtmlText caption, string description, string axis, IReadOnlyList<IReadOnlyList<string?>> groups, List<Dots> series)
    {
        Plot plot = new(Width, 90 + (groups.Count * (12 + (10 * series.Count))));
        double highest = series.SelectMany(one => one.Values).SelectMany(dot => new[] { dot.Value, dot.Interval.Upper }).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        plot.Shares(AxisPosition.Bottom, axis, highest);
        plot.Names(AxisPosition.Left, groups.Select(Plot.Label));
        HtmlTable table = new HtmlTable(caption).TextColumn("Group");
        for (int index = 0; index < series.Count; index++)
        {
            Dots one = series[index];
            double shift = 0.22 * (index - ((series.Count - 1) / 2.0));
            plot.Line(one.Name, one.Colour, one.Values.Select((dot, group) => (dot.Value, group + shift)), one.Marker, LineStyle.None);
            for (int group = 0; group < groups.Count; group++)
            {
                if (!double.IsNaN(one.Values[group].Interval.Lower))
                {
                    plot.Line(null, one.Colour, [(one.Values[group].Interval.Lower, group + shift), (one.Values[group].Interval.Upper, group + shift)]);
                }
            }

            table.Column(one.Name);
        }

        for (int group = 0; group < groups.Count; group++)
        {
            table.Row([Group(groups[group]), .. series.Select(one => WithInterval(one.Values[group].Value, one.Values[group].Interval))]);
        }

        plot.Legend();
        return new Chart(caption, description, plot, table) { IsForScreens = true };
    }

    private sealed record Dots(string Name, OxyColor Colour, MarkerType Marker, Dot[] Values);

    private readonly record struct Dot(double Value, RateInterval Interval)
    {
        public static readonly Dot None = new(double.NaN);

        public Dot(double value)
            : this(value, new RateInterval(double.NaN, double.NaN))
        {
        }
    }
}
