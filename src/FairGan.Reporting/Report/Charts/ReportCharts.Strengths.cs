// Charts of the report: results by strength of fairness.
using FairGan.Reporting.Quality.Utility;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using static FairGan.Reporting.Report.Figures.ShownDisparity;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Charts;

public static partial class ReportCharts
{
    /// <summary>Chart of the usefulness of models against their disparity, by strength of fairness.</summary>
    /// <param name="dial">The strengths, in order; those without a model are left out.</param>
    /// <param name="real">The model trained on real rows; <see langword="null"/> for none.</param>
    public static Chart Frontier(IReadOnlyList<DialPoint> dial, UtilityResult? real = null)
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
        Plot plot = new(Width, 300);
        plot.Numbers(AxisPosition.Bottom, "Disparity of the model (demographic parity difference)", 0, Math.Max(0.02, all.Select(point => point.X).DefaultIfEmpty(1).Max() * 1.15));
        plot.Numbers(AxisPosition.Left, "Area under the ROC curve", low, high);
        plot.Line("trained on synthetic, by strength", Plot.Synthetic, points.Select(point => (point.Gap, point.Area)), MarkerType.Square);
        if (real is { Partitions.Count: > 0 })
        {
            plot.Line("trained on real", Plot.Real, [(ParityOf(real.Partitions[^1]), real.AreaUnderRocCurve)], MarkerType.Circle, LineStyle.None);
        }

        foreach ((double strength, double gap, double area) in points)
        {
            plot.Model.Annotations.Add(new TextAnnotation
            {
                Text = Strength(strength),
                TextPosition = new DataPoint(gap, area),
                Offset = new ScreenVector(5, -6),
                TextHorizontalAlignment = HorizontalAlignment.Left,
                TextVerticalAlignment = VerticalAlignment.Bottom,
                StrokeThickness = 0,
                Background = OxyColors.Undefined,
                TextColor = Plot.Ink,
                FontSize = 11,
            });
        }

        plot.Legend();
        HtmlTable table = new HtmlTable(new HtmlText("A model trained on rows sampled at each strength")).TextColumn("Strength").Column("Area under the ROC curve").Column("Disparity of the model");
        foreach ((double strength, double gap, double area) in points)
        {
            table.Row(HtmlText.Of($"{Strength(strength)}"), Score(area), Score(gap));
        }

        if (real is { Partitions.Count: > 0 })
        {
            table.Row(new HtmlText("real rows"), Score(real.AreaUnderRocCurve), Score(ParityOf(real.Partitions[^1])));
        }

        return new Chart(
            new HtmlText("Usefulness of a model against its disparity, for rows sampled at each strength of fairness"),
            $"Frontier of utility against disparity: {string.Join("; ", points.Select(point => $"strength {Strength(point.Strength)}: area {Number(point.Area)}, disparity {Number(point.Gap)}"))}.",
            plot,
            table);
    }

    /// <summary>Chart of the disparities of labels and models by strength of fairness.</summary>
    /// <param name="dial">The strengths, in order.</param>
    public static Chart Dial(IReadOnlyList<DialPoint> dial)
    {
        ArgumentNullException.ThrowIfNull(dial);
        (string Name, OxyColor Colour, MarkerType Marker, LineStyle Style, Func<DialPoint, double> Value)[] lines =
        [
            ("parity of labels", Plot.Plain, MarkerType.Triangle, LineStyle.Dash, point => point.LabelFairness.Count == 0 ? double.NaN : DisparityOf(point.LabelFairness[^1]).Synthetic.DemographicParityDifference),
            ("parity of model", Plot.Synthetic, MarkerType.Square, LineStyle.Solid, point => point.Utility is { Partitions.Count: > 0 } model ? ParityOf(model.Partitions[^1]) : double.NaN),
            ("odds of model", Plot.Real, MarkerType.Circle, LineStyle.Dot, point => point.Utility is { Partitions.Count: > 0 } model ? OddsOf(model.Partitions[^1]) : double.NaN),
        ];
        double highest = dial.SelectMany(point => lines.Select(line => line.Value(point))).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        Plot plot = new(Width, 300);
        plot.Numbers(AxisPosition.Bottom, "Strength of fairness", 0, 1);
        plot.Numbers(AxisPosition.Left, "Difference between groups", 0, Math.Max(0.02, highest * 1.1));
        HtmlTable table = new HtmlTable(new HtmlText("Differences between groups at each strength")).TextColumn("Strength");
        foreach (var line in lines)
        {
            plot.Line(line.Name, line.Colour, dial.Select(point => (point.Strength, line.Value(point))), line.Marker, line.Style);
            table.Column(line.Name);
        }

        foreach (DialPoint point in dial)
        {
            table.Row([HtmlText.Of($"{Strength(point.Strength)}"), .. lines.Select(line => Score(line.Value(point)))]);
        }

        plot.Legend();
        return new Chart(
            new HtmlText("Demographic parity difference of labels and of a model, and equalized odds difference of that model, by strength"),
            $"Differences between groups by strength of fairness: {string.Join("; ", dial.Select(point => $"strength {Strength(point.Strength)}: labels {Number(lines[0].Value(point))}, model parity {Number(lines[1].Value(point))}, model odds {Number(lines[2].Value(point))}"))}.",
            plot,
            table);
    }
}
