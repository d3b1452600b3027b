// Charts of the report: distributions of columns.
using OxyPlot;
using OxyPlot.Axes;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Charts;

public static partial class ReportCharts
{
    /// <summary>Chart of the distribution of one column in both tables: real filled, synthetic outlined.</summary>
    /// <param name="distribution">The bars.</param>
    public static Chart Distribution(ColumnDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        DistributionBin[] bins = [.. distribution.Bins];
        double highest = bins.SelectMany(bin => new[] { bin.RealShare, bin.SyntheticShare }).Where(share => !double.IsNaN(share)).DefaultIfEmpty(1).Max();
        Plot plot;
        if (distribution.IsRanges)
        {
            DistributionBin[] ranges = [.. bins.Where(bin => bin.Kind == "range")];
            plot = new Plot(Width, 220);
            plot.Shares(AxisPosition.Left, "", highest);
            LinearAxis axis = plot.Numbers(AxisPosition.Bottom, Plot.Label(distribution.Column), ranges[0].Lower, ranges[^1].Upper);
            axis.MajorGridlineStyle = LineStyle.None;
            axis.StringFormat = Math.Max(Math.Abs(ranges[0].Lower), Math.Abs(ranges[^1].Upper)) >= 1e7 ? "0.##e0" : null;
            if (ranges[0].Value is not null)
            {
                axis.LabelFormatter = Date;
            }

            foreach (DistributionBin bin in ranges)
            {
                plot.Bar(bin.Lower, 0, bin.Upper, Height(bin.RealShare), isReal: true);
            }

            foreach (DistributionBin bin in ranges)
            {
                plot.Bar(bin.Lower, 0, bin.Upper, Height(bin.SyntheticShare), isReal: false);
            }
        }
        else
        {
            plot = new Plot(Width, 80 + (20 * bins.Length));
            plot.Shares(AxisPosition.Bottom, "Share of the rows", highest);
            plot.Names(AxisPosition.Left, bins.Select(Name));
            for (int bin = 0; bin < bins.Length; bin++)
            {
                plot.Bar(0, bin - 0.32, Height(bins[bin].RealShare), bin + 0.32, isReal: true);
                plot.Bar(0, bin - 0.32, Height(bins[bin].SyntheticShare), bin + 0.32, isReal: false);
            }
        }

        plot.BarLegend();
        HtmlText group = distribution.Group.Count == 0 ? HtmlText.Empty : HtmlText.Of($" where {Columns(distribution.GroupColumns)} is {Group(distribution.Group)}");
        HtmlText meaning = distribution.Description is { } description ? HtmlText.Of($" ({HtmlText.Data(description)})") : HtmlText.Empty;
        HtmlText caption = HtmlText.Of($"{HtmlText.Data(distribution.Column)}{meaning}{group}");
        HtmlTable table = new HtmlTable(HtmlText.Of($"Shares of the rows by {HtmlText.Data(distribution.Column)}{group}")).TextColumn("Value").Column("Real").Column("Synthetic");
        foreach (DistributionBin bin in bins)
        {
            table.Row(Cell(bin), Percent(bin.RealShare), Percent(bin.SyntheticShare));
        }

        double apart = bins.Sum(bin => Math.Abs(bin.RealShare - bin.SyntheticShare)) / 2;
        string who = distribution.Group.Count == 0 ? "" : $" where {Plot.Label(distribution.GroupColumns)} is {Plot.Label(distribution.Group)}";
        return new Chart(caption, $"Distribution of {Plot.Label(distribution.Column)}{who}, real against synthetic: {Share(apart)} of the rows would have to move for the bars to agree.", plot, table) { IsForScreens = true };

        static double Height(double share) => double.IsNaN(share) ? 0 : share;
    }

    private static string Name(DistributionBin bin) => bin.Kind switch
    {
        "missing" => "(missing)",
        "rest" => "(other values)",
        _ => Plot.Label(bin.Value),
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

    private static string Share(double value) => double.IsNaN(value) ? "an unknown share" : value.ToString("0.0%", CultureInfo.InvariantCulture);
}
