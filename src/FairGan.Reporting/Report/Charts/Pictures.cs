using System.Globalization;
using FairGan.Fairness.Metrics;
using FairGan.MLNet.Training;
using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Quality.Privacy;
using FairGan.Reporting.Quality.Utility;
using FairGan.Reporting.Report.Html;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using static FairGan.Reporting.Report.Sections.ReportFindings;

namespace FairGan.Reporting.Report.Charts;

/// <summary>The pictures of the report, for a page, a notebook or a document alike.</summary>
public static class Pictures
{
    private const int Width = 440;
    private const int MostGroups = 12;
    private const int MostNames = 20;
    private const int NumberedNames = 16;

    // Where a heat map is at its darkest: conventions of this report.
    private const double DarkestLoss = 0.2;

    /// <summary>The selection rate of every group with its interval, in the real and in the synthetic table.</summary>
    /// <param name="fairness">The rates; the 12 largest groups are shown.</param>
    /// <param name="unmoved">The rates of rows drawn at strength 0, to be shown between; <see langword="null"/> for none.</param>
    public static Picture SelectionRates(LabelFairness fairness, LabelFairness? unmoved = null)
    {
        ArgumentNullException.ThrowIfNull(fairness);
        LabelGroup[] groups = [.. fairness.Groups.Take(MostGroups)];
        Dictionary<string, LabelGroup> before = unmoved?.Groups.ToDictionary(group => Key(group.Values)) ?? [];
        List<Dots> series = [new("real", Chart.Real, MarkerType.Circle, [.. groups.Select(group => new Dot(group.RealSelectionRate, group.RealInterval))])];
        if (unmoved is not null)
        {
            series.Add(new("synthetic, strength 0", Chart.Plain, MarkerType.Triangle, [.. groups.Select(group =>
                before.GetValueOrDefault(Key(group.Values)) is { } found ? new Dot(found.SyntheticSelectionRate, found.SyntheticInterval) : Dot.None)]));
        }

        series.Add(new("synthetic", Chart.Synthetic, MarkerType.Square, [.. groups.Select(group => new Dot(group.SyntheticSelectionRate, group.SyntheticInterval))]));
        string columns = Chart.Label(fairness.Columns);
        return DotPicture(
            HtmlText.Of($"Selection rates by {Columns(fairness.Columns)}, with 95 % intervals{More(fairness.Groups.Count, MostGroups, "groups")}"),
            $"Share of favourable labels by {columns} with 95 percent intervals: largest difference {Number(fairness.Real.DemographicParityDifference)} in the real table, {Number(fairness.Synthetic.DemographicParityDifference)} in the synthetic one.",
            "Selection rate",
            [.. groups.Select(group => group.Values)],
            series);
    }

    /// <summary>One metric of a frame by group, with its interval where there is one.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="metric">The name of the metric; its values must lie in 0 to 1.</param>
    /// <param name="intervals">The intervals of the frame; <see langword="null"/> for none.</param>
    /// <exception cref="KeyNotFoundException">The frame has no such metric.</exception>
    public static Picture Metric(MetricFrame frame, string metric, MetricFrameIntervals? intervals = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        MetricRow[] rows = [.. frame.ByGroup.Take(MostGroups)];
        Dot[] dots = [.. rows.Select((row, index) => new Dot(
            row[metric], intervals?.ByGroup[index].Values[metric] is { } ends ? new RateInterval(ends.Lower, ends.Upper) : new RateInterval(double.NaN, double.NaN)))];
        string name = metric.Replace('_', ' ');
        return DotPicture(
            HtmlText.Of($"{name} by {Columns(frame.ByGroup.CellColumns)}{More(frame.ByGroup.Count, MostGroups, "groups")}"),
            $"{name} by {Chart.Label(frame.ByGroup.CellColumns)}: {string.Join(", ", rows.Zip(dots, (row, dot) => $"{Chart.Label(row.Cell)} {Number(dot.Value)}"))}.",
            name,
            [.. rows.Select(row => row.Cell)],
            [new(name, Chart.Real, MarkerType.Circle, dots)]);
    }

    /// <summary>What models trained on each table decide, group by group: selection, true positive or false positive rate.</summary>
    /// <param name="real">The rates of the model trained on real rows.</param>
    /// <param name="synthetic">The rates of the model trained on synthetic rows, by the same groups.</param>
    /// <param name="name">What the rate is called.</param>
    /// <param name="rate">Takes the rate, 0 to 1.</param>
    public static Picture ModelRates(PartitionRates real, PartitionRates synthetic, string name, Func<GroupRates, double> rate)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(rate);
        GroupRates[] groups = [.. real.Groups.Take(MostGroups)];
        Dictionary<string, GroupRates> others = synthetic.Groups.ToDictionary(group => Key(group.Values));
        return DotPicture(
            HtmlText.Of($"{name} of the models by {Columns(real.Columns)}{More(real.Groups.Count, MostGroups, "groups")}"),
            $"{name} of a model trained on real and of one trained on synthetic rows, by {Chart.Label(real.Columns)}.",
            name,
            [.. groups.Select(group => group.Values)],
            [
                new("trained on real", Chart.Real, MarkerType.Circle, [.. groups.Select(group => new Dot(rate(group)))]),
                new("trained on synthetic", Chart.Synthetic, MarkerType.Square, [.. groups.Select(group => others.TryGetValue(Key(group.Values), out GroupRates? found) ? new Dot(rate(found)) : Dot.None)]),
            ]);
    }

    /// <summary>How one column is spread over its values in both tables: real filled, synthetic outlined.</summary>
    /// <param name="distribution">The bars.</param>
    public static Picture Distribution(ColumnDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        DistributionBin[] bins = [.. distribution.Bins];
        double highest = bins.SelectMany(bin => new[] { bin.RealShare, bin.SyntheticShare }).Where(share => !double.IsNaN(share)).DefaultIfEmpty(1).Max();
        Chart chart;
        if (distribution.IsRanges)
        {
            DistributionBin[] ranges = [.. bins.Where(bin => bin.Kind == "range")];
            chart = new Chart(Width, 220);
            chart.Shares(AxisPosition.Left, "", highest);
            LinearAxis axis = chart.Numbers(AxisPosition.Bottom, Chart.Label(distribution.Column), ranges[0].Lower, ranges[^1].Upper);
            axis.MajorGridlineStyle = LineStyle.None;
            axis.StringFormat = Math.Max(Math.Abs(ranges[0].Lower), Math.Abs(ranges[^1].Upper)) >= 1e7 ? "0.##e0" : null;
            if (ranges[0].Value is not null)
            {
                axis.LabelFormatter = Date;
            }

            foreach (DistributionBin bin in ranges)
            {
                chart.Bar(bin.Lower, 0, bin.Upper, Height(bin.RealShare), isReal: true);
            }

            foreach (DistributionBin bin in ranges)
            {
                chart.Bar(bin.Lower, 0, bin.Upper, Height(bin.SyntheticShare), isReal: false);
            }
        }
        else
        {
            chart = new Chart(Width, 80 + (20 * bins.Length));
            chart.Shares(AxisPosition.Bottom, "Share of the rows", highest);
            chart.Names(AxisPosition.Left, bins.Select(Name));
            for (int bin = 0; bin < bins.Length; bin++)
            {
                chart.Bar(0, bin - 0.32, Height(bins[bin].RealShare), bin + 0.32, isReal: true);
                chart.Bar(0, bin - 0.32, Height(bins[bin].SyntheticShare), bin + 0.32, isReal: false);
            }
        }

        chart.BarLegend();
        HtmlText group = distribution.Group.Count == 0 ? HtmlText.Empty : HtmlText.Of($" where {Columns(distribution.GroupColumns)} is {Group(distribution.Group)}");
        HtmlText caption = HtmlText.Of($"{HtmlText.Data(distribution.Column)}{group}");
        HtmlTable table = new HtmlTable(HtmlText.Of($"Shares of the rows by {HtmlText.Data(distribution.Column)}{group}")).TextColumn("Value").Column("Real").Column("Synthetic");
        foreach (DistributionBin bin in bins)
        {
            table.Row(Cell(bin), Percent(bin.RealShare), Percent(bin.SyntheticShare));
        }

        double apart = bins.Sum(bin => Math.Abs(bin.RealShare - bin.SyntheticShare)) / 2;
        string who = distribution.Group.Count == 0 ? "" : $" where {Chart.Label(distribution.GroupColumns)} is {Chart.Label(distribution.Group)}";
        return new Picture(caption, $"Distribution of {Chart.Label(distribution.Column)}{who}, real against synthetic: {Share(apart)} of the rows would have to move for the bars to agree.", chart, table) { IsForScreens = true };

        static double Height(double share) => double.IsNaN(share) ? 0 : share;
    }

    /// <summary>How well the relation of every pair of columns is kept: a heat map of the losses.</summary>
    /// <param name="fidelity">The pairs; with more than 20 columns, those with the worst pairs are shown.</param>
    public static Picture Trends(FidelityResult fidelity)
    {
        ArgumentNullException.ThrowIfNull(fidelity);
        string[] names = [.. fidelity.Columns.Select(column => column.Column)];
        Dictionary<(string, string), double> trends = Both(fidelity.Pairs, pair => pair.Trend);
        if (names.Length > MostNames)
        {
            Dictionary<string, double> worst = fidelity.Pairs.Where(pair => !double.IsNaN(pair.Trend))
                .SelectMany(pair => new[] { (Name: pair.First, pair.Trend), (Name: pair.Second, pair.Trend) })
                .GroupBy(pair => pair.Name).ToDictionary(group => group.Key, group => group.Min(pair => pair.Trend));
            HashSet<string> kept = [.. names.OrderBy(name => worst.GetValueOrDefault(name, 2)).Take(MostNames)];
            names = [.. names.Where(kept.Contains)];
        }

        return HeatMap(
            HtmlText.Of($"Trends of the pairs of columns: the darker, the worse; darkest at 0.8 and below{More(fidelity.Columns.Count, MostNames, "columns, those with the worst pairs")}"),
            $"Heat map of {fidelity.Pairs.Count} pair trends: mean {Number(fidelity.MeanTrend)}, worst {Number(fidelity.WorstPair?.Trend ?? double.NaN)}.",
            names,
            trends,
            trend => (Chart.CounterShade, (1 - trend) / DarkestLoss));
    }

    /// <summary>The correlations of the columns of numbers in one table: a heat map.</summary>
    /// <param name="fidelity">The pairs; the first 20 columns of numbers are shown.</param>
    /// <param name="synthetic">Whether of the synthetic rather than the real table.</param>
    public static Picture Correlations(FidelityResult fidelity, bool synthetic)
    {
        ArgumentNullException.ThrowIfNull(fidelity);
        string[] all = [.. fidelity.Pairs.Where(pair => pair.BothNumeric).SelectMany(pair => new[] { pair.First, pair.Second }).Distinct()];
        string table = synthetic ? "synthetic" : "real";
        return HeatMap(
            HtmlText.Of($"Correlations in the {table} table{More(all.Length, MostNames, "columns of numbers")}"),
            $"Heat map of the correlations of {all.Length} columns of numbers in the {table} table.",
            [.. all.Take(MostNames)],
            Both(fidelity.Pairs.Where(pair => pair.BothNumeric), pair => synthetic ? pair.SyntheticCorrelation : pair.RealCorrelation),
            correlation => (correlation < 0 ? Chart.CounterShade : Chart.Shade, Math.Abs(correlation)));
    }

    /// <summary>What the strength of fairness buys and costs: the usefulness of a model against how unevenly it selects.</summary>
    /// <param name="dial">The strengths, in order; those without a model are left out.</param>
    /// <param name="real">The model trained on real rows; <see langword="null"/> for none.</param>
    public static Picture Frontier(IReadOnlyList<DialPoint> dial, UtilityResult? real = null)
    {
        ArgumentNullException.ThrowIfNull(dial);
        (double Strength, double Gap, double Area)[] points = [.. dial.Where(point => point.Utility is { Partitions.Count: > 0 })
            .Select(point => (point.Strength, ParityOf(point.Utility!.Partitions[^1]), point.Utility.AreaUnderRocCurve))];
        List<(double X, double Y)> all = [.. points.Select(point => (point.Gap, point.Area))];
        if (real is { Partitions.Count: > 0 })
        {
            all.Add((ParityOf(real.Partitions[^1]), real.AreaUnderRocCurve));
        }

        (double low, double high) = Span(all.Select(point => point.Y));
        Chart chart = new(Width, 300);
        chart.Numbers(AxisPosition.Bottom, "Disparity of the model (demographic parity difference)", 0, Math.Max(0.02, all.Select(point => point.X).DefaultIfEmpty(1).Max() * 1.15));
        chart.Numbers(AxisPosition.Left, "Area under the ROC curve", low, high);
        chart.Line("trained on synthetic, by strength", Chart.Synthetic, points.Select(point => (point.Gap, point.Area)), MarkerType.Square);
        if (real is { Partitions.Count: > 0 })
        {
            chart.Line("trained on real", Chart.Real, [(ParityOf(real.Partitions[^1]), real.AreaUnderRocCurve)], MarkerType.Circle, LineStyle.None);
        }

        foreach ((double strength, double gap, double area) in points)
        {
            chart.Model.Annotations.Add(new TextAnnotation
            {
                Text = Strength(strength),
                TextPosition = new DataPoint(gap, area),
                Offset = new ScreenVector(5, -6),
                TextHorizontalAlignment = HorizontalAlignment.Left,
                TextVerticalAlignment = VerticalAlignment.Bottom,
                StrokeThickness = 0,
                Background = OxyColors.Undefined,
                TextColor = Chart.Ink,
                FontSize = 11,
            });
        }

        chart.Legend();
        HtmlTable table = new HtmlTable(new HtmlText("A model trained on rows drawn at each strength")).TextColumn("Strength").Column("Area under the ROC curve").Column("Disparity of the model");
        foreach ((double strength, double gap, double area) in points)
        {
            table.Row(HtmlText.Of($"{Strength(strength)}"), Score(area), Score(gap));
        }

        if (real is { Partitions.Count: > 0 })
        {
            table.Row(new HtmlText("real rows"), Score(real.AreaUnderRocCurve), Score(ParityOf(real.Partitions[^1])));
        }

        return new Picture(
            new HtmlText("Usefulness of a model against its disparity, for rows drawn at each strength of fairness"),
            $"Frontier of utility against disparity: {string.Join("; ", points.Select(point => $"strength {Strength(point.Strength)}: area {Number(point.Area)}, disparity {Number(point.Gap)}"))}.",
            chart,
            table);
    }

    /// <summary>How the disparities of labels and models follow the strength of fairness.</summary>
    /// <param name="dial">The strengths, in order.</param>
    public static Picture Dial(IReadOnlyList<DialPoint> dial)
    {
        ArgumentNullException.ThrowIfNull(dial);
        (string Name, OxyColor Colour, MarkerType Marker, LineStyle Style, Func<DialPoint, double> Value)[] lines =
        [
            ("parity of labels", Chart.Plain, MarkerType.Triangle, LineStyle.Dash, point => point.LabelFairness.Count == 0 ? double.NaN : DisparityOf(point.LabelFairness[^1]).Synthetic.DemographicParityDifference),
            ("parity of model", Chart.Synthetic, MarkerType.Square, LineStyle.Solid, point => point.Utility is { Partitions.Count: > 0 } model ? ParityOf(model.Partitions[^1]) : double.NaN),
            ("odds of model", Chart.Real, MarkerType.Circle, LineStyle.Dot, point => point.Utility is { Partitions.Count: > 0 } model ? OddsOf(model.Partitions[^1]) : double.NaN),
        ];
        double highest = dial.SelectMany(point => lines.Select(line => line.Value(point))).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        Chart chart = new(Width, 300);
        chart.Numbers(AxisPosition.Bottom, "Strength of fairness", 0, 1);
        chart.Numbers(AxisPosition.Left, "Difference between groups", 0, Math.Max(0.02, highest * 1.1));
        HtmlTable table = new HtmlTable(new HtmlText("Differences between groups at each strength")).TextColumn("Strength");
        foreach (var line in lines)
        {
            chart.Line(line.Name, line.Colour, dial.Select(point => (point.Strength, line.Value(point))), line.Marker, line.Style);
            table.Column(line.Name);
        }

        foreach (DialPoint point in dial)
        {
            table.Row([HtmlText.Of($"{Strength(point.Strength)}"), .. lines.Select(line => Score(line.Value(point)))]);
        }

        chart.Legend();
        return new Picture(
            new HtmlText("Demographic parity difference of labels and of a model, and equalized odds difference of that model, by strength"),
            $"Differences between groups by strength of fairness: {string.Join("; ", dial.Select(point => $"strength {Strength(point.Strength)}: labels {Number(lines[0].Value(point))}, model parity {Number(lines[1].Value(point))}, model odds {Number(lines[2].Value(point))}"))}.",
            chart,
            table);
    }

    /// <summary>How the likelihood of held-out rows rose during training.</summary>
    /// <param name="training">How the training went.</param>
    public static Picture TrainingCurve(TrainingSummary training)
    {
        ArgumentNullException.ThrowIfNull(training);
        (double low, double high) = Span(training.Curve.Select(point => point.ValidationLogLikelihood));
        Chart chart = new(Width, 260);
        chart.Numbers(AxisPosition.Bottom, "Training steps", 0, Math.Max(1, training.Steps));
        chart.Numbers(AxisPosition.Left, "Log-likelihood of a held-out row", low, high);
        chart.Line("held-out rows", Chart.Real, training.Curve.Select(point => ((double)point.Step, point.ValidationLogLikelihood)), MarkerType.Circle);
        chart.Line("weights kept", Chart.Synthetic, [(training.BestStep, training.ValidationLogLikelihood)], MarkerType.Square, LineStyle.None);
        chart.Legend();
        HtmlTable table = new HtmlTable(new HtmlText("Mean log-likelihood of a held-out row, in nats")).TextColumn("Step").Column("Log-likelihood");
        foreach (TrainingPoint point in training.Curve)
        {
            table.Row(HtmlText.Of($"{point.Step}"), Score(point.ValidationLogLikelihood));
        }

        return new Picture(
            new HtmlText("The training: mean log-likelihood of rows held out of it"),
            $"Training curve over {training.Steps} steps: the held-out log-likelihood was best at step {training.BestStep} with {Number(training.ValidationLogLikelihood)} nats.",
            chart,
            table)
        { IsForScreens = true };
    }

    /// <summary>The distances to the closest training row: synthetic rows against real rows that were not trained on.</summary>
    /// <param name="privacy">The distances.</param>
    public static Picture Distances(PrivacyResult privacy)
    {
        ArgumentNullException.ThrowIfNull(privacy);
        double farthest = privacy.Synthetic.Percentiles.Concat(privacy.HeldOut.Percentiles).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        Chart chart = new(Width, 260);
        chart.Numbers(AxisPosition.Bottom, "Distance to the closest training row", 0, farthest > 0 ? farthest * 1.02 : 1);
        chart.Numbers(AxisPosition.Left, "Share of rows at most so far", 0, 1.02, "0%");
        Add("real, not trained on", Chart.Real, LineStyle.Solid, privacy.HeldOut);
        Add("synthetic", Chart.Synthetic, LineStyle.Dash, privacy.Synthetic);
        chart.Legend();
        HtmlTable table = new HtmlTable(new HtmlText("Distance to the closest training row")).TextColumn("Percentile").Column("Synthetic rows").Column("Real rows not trained on");
        for (int step = 0; step < privacy.Synthetic.Percentiles.Count; step++)
        {
            table.Row(HtmlText.Of($"{5 * step}"), Distance(privacy.Synthetic.Percentiles[step]), Distance(privacy.HeldOut.Percentiles[step]));
        }

        return new Picture(
            new HtmlText("Distances to the closest training row: a synthetic line to the left of the real one is a sign of repeated rows"),
            $"Distribution of the distance to the closest training row: median {Distance(privacy.Synthetic.Median)} for synthetic rows, {Distance(privacy.HeldOut.Median)} for real rows that were not trained on.",
            chart,
            table)
        { IsForScreens = true };

        void Add(string name, OxyColor colour, LineStyle style, ClosestRecordDistances distances) =>
            chart.Line(name, colour, distances.Percentiles.Select((distance, step) => (distance, step / 20.0)), MarkerType.None, style);
    }

    private static Picture DotPicture(HtmlText caption, string description, string axis, IReadOnlyList<IReadOnlyList<string?>> groups, List<Dots> series)
    {
        Chart chart = new(Width, 90 + (groups.Count * (12 + (10 * series.Count))));
        double highest = series.SelectMany(one => one.Values).SelectMany(dot => new[] { dot.Value, dot.Interval.Upper }).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        chart.Shares(AxisPosition.Bottom, axis, highest);
        chart.Names(AxisPosition.Left, groups.Select(Chart.Label));
        HtmlTable table = new HtmlTable(caption).TextColumn("Group");
        for (int index = 0; index < series.Count; index++)
        {
            Dots one = series[index];
            double shift = 0.22 * (index - ((series.Count - 1) / 2.0));
            chart.Line(one.Name, one.Colour, one.Values.Select((dot, group) => (dot.Value, group + shift)), one.Marker, LineStyle.None);
            for (int group = 0; group < groups.Count; group++)
            {
                if (!double.IsNaN(one.Values[group].Interval.Lower))
                {
                    chart.Line(null, one.Colour, [(one.Values[group].Interval.Lower, group + shift), (one.Values[group].Interval.Upper, group + shift)]);
                }
            }

            table.Column(one.Name);
        }

        for (int group = 0; group < groups.Count; group++)
        {
            table.Row([Group(groups[group]), .. series.Select(one => WithInterval(one.Values[group].Value, one.Values[group].Interval))]);
        }

        chart.Legend();
        return new Picture(caption, description, chart, table) { IsForScreens = true };
    }

    private static Picture HeatMap(
        HtmlText caption, string description, string[] names, Dictionary<(string, string), double> values, Func<double, (OxyColor Fill, double Strength)> shade)
    {
        const int CellWidth = 30;
        Chart chart = new(190 + (CellWidth * names.Length), 130 + (24 * names.Length));
        chart.Names(AxisPosition.Left, names.Select(Chart.Label));
        chart.Names(AxisPosition.Bottom, names.Select(Chart.Label), angle: -60);
        HtmlTable table = new HtmlTable(caption).TextColumn("Column");
        foreach (string name in names)
        {
            table.Column(Chart.Label(name));
        }

        for (int row = 0; row < names.Length; row++)
        {
            List<HtmlText> cells = [HtmlText.Data(names[row])];
            for (int column = 0; column < names.Length; column++)
            {
                double value = values.GetValueOrDefault((names[row], names[column]), double.NaN);
                cells.Add(row == column ? new HtmlText("–") : Score(value));
                if (row != column)
                {
                    (OxyColor fill, double strength) = double.IsNaN(value) ? (Chart.Shade, 0) : shade(value);
                    chart.Cell(column, row, fill, strength, names.Length <= NumberedNames && !double.IsNaN(value) ? Short(value) : "");
                }
            }

            table.Row([.. cells]);
        }

        return new Picture(caption, description, chart, table) { IsForScreens = true };

        static string Short(double value) => value.ToString("0.00", CultureInfo.InvariantCulture).Replace("0.", ".", StringComparison.Ordinal).Replace('-', '\u2212');
    }

    private static Dictionary<(string, string), double> Both(IEnumerable<PairFidelity> pairs, Func<PairFidelity, double> value) =>
        pairs.SelectMany(pair => new[] { (Key: (pair.First, pair.Second), Value: value(pair)), (Key: (pair.Second, pair.First), Value: value(pair)) })
            .ToDictionary(pair => pair.Key, pair => pair.Value);

    // Room above and below, and never an axis of no length.
    private static (double Low, double High) Span(IEnumerable<double> values)
    {
        double[] defined = [.. values.Where(double.IsFinite)];
        if (defined.Length == 0)
        {
            return (0, 1);
        }

        double room = Math.Max(0.15 * (defined.Max() - defined.Min()), 0.005);
        return (defined.Min() - room, defined.Max() + (2 * room));
    }

    private static string Name(DistributionBin bin) => bin.Kind switch
    {
        "missing" => "(missing)",
        "rest" => "(other values)",
        _ => Chart.Label(bin.Value),
    };

    private static string Date(double days) => days < 0 || days > (DateTime.MaxValue - DateTime.MinValue).Days
        ? ""
        : DateTime.MinValue.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static HtmlText Cell(DistributionBin bin) => bin.Kind switch
    {
        "missing" => new HtmlText("<i>missing</i>"),
        "rest" => new HtmlText("<i>other values</i>"),
        "range" when bin.Value is null => HtmlText.Of($"{bin.Lower.ToString("G6", CultureInfo.InvariantCulture)} to {bin.Upper.ToString("G6", CultureInfo.InvariantCulture)}"),
        _ => HtmlText.Data(bin.Value),
    };

    private static string More(int count, int shown, string what) => count > shown ? string.Create(CultureInfo.InvariantCulture, $" ({shown} of {count:N0} {what})") : "";

    private static string Number(double value) => double.IsNaN(value) ? "undefined" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Share(double value) => double.IsNaN(value) ? "an unknown share" : value.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string Strength(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

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
