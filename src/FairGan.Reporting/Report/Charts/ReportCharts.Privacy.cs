// Charts of the report: distances to training rows.
using FairGan.Reporting.Quality.Privacy;
using OxyPlot;
using OxyPlot.Axes;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Charts;

public static partial class ReportCharts
{
    /// <summary>The distances to the closest training row: synthetic rows against real rows that were not trained on.</summary>
    /// <param name="privacy">The distances.</param>
    public static Chart Distances(PrivacyResult privacy)
    {
        ArgumentNullException.ThrowIfNull(privacy);
        double farthest = privacy.Synthetic.Percentiles.Concat(privacy.HeldOut.Percentiles).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        Plot plot = new(Width, 260);
        plot.Numbers(AxisPosition.Bottom, "Distance to the closest training row", 0, farthest > 0 ? farthest * 1.02 : 1);
        plot.Numbers(AxisPosition.Left, "Share of rows at most so far", 0, 1.02, "0%");
        Add("real, not trained on", Plot.Real, LineStyle.Solid, privacy.HeldOut);
        Add("synthetic", Plot.Synthetic, LineStyle.Dash, privacy.Synthetic);
        plot.Legend();
        HtmlTable table = new HtmlTable(new HtmlText("Distance to the closest training row")).TextColumn("Percentile").Column("Synthetic rows").Column("Real rows not trained on");
        for (int step = 0; step < privacy.Synthetic.Percentiles.Count; step++)
        {
            table.Row(HtmlText.Of($"{5 * step}"), Distance(privacy.Synthetic.Percentiles[step]), Distance(privacy.HeldOut.Percentiles[step]));
        }

        return new Chart(
            new HtmlText("Distances to the closest training row: a synthetic line to the left of the real one is a sign of repeated rows"),
            $"Distribution of the distance to the closest training row: median {Distance(privacy.Synthetic.Median)} for synthetic rows, {Distance(privacy.HeldOut.Median)} for real rows that were not trained on.",
            plot,
            table)
        { IsForScreens = true };

        void Add(string name, OxyColor colour, LineStyle style, ClosestRecordDistances distances) =>
            plot.Line(name, colour, distances.Percentiles.Select((distance, step) => (distance, step / 20.0)), MarkerType.None, style);
    }
}
