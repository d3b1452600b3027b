using FairGan.Reporting.Report.Charts;

namespace FairGan.Reporting.Report.Sections;

/// <summary>A chart of every column, real against synthetic.</summary>
internal sealed class DistributionSection(ReportFigures report, PageWriter page) : ReportSection("distributions", "Distributions", report, page)
{
    private const int MostCharts = 40;

    protected override void WriteBody()
    {
        Write($"<p>Every column, real (filled) against synthetic (outlined). Numbers with more than 12 different values stand in ranges of equal width between the half percents at both ends; what lies beyond is in the first and last range. Of categories, the 12 most frequent real ones have a bar; a value that fewer rows hold than the report may name is among the other values.</p>\n");
        Dictionary<string, string> roles = Report.Columns.ToDictionary(column => column.Name, column => column.Role);
        Dictionary<string, double> shapes = Report.Fidelity.Columns.ToDictionary(column => column.Column, column => double.IsNaN(column.Shape) ? 2 : column.Shape);
        HashSet<string> shown = [.. Report.Distributions.OrderBy(one => RoleRank(roles[one.Column])).ThenBy(one => shapes[one.Column]).Take(MostCharts).Select(one => one.Column)];
        WriteCharts(Report.Distributions.Where(one => shown.Contains(one.Column) && one.Bins.Count > 0).Select(ReportCharts.Distribution));
        NoteCut(Report.Distributions.Count, MostCharts, "columns: the label, the sensitive columns and those with the worst shapes");
    }
}
