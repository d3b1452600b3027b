using FairGan.Reporting.Report.Charts;

namespace FairGan.Reporting.Report.Sections;

/// <summary>A numbered section of the page.</summary>
internal abstract class ReportSection(string id, string title, ReportFigures report, PageWriter page)
{
    /// <summary>The anchor that links lead to.</summary>
    public string Id => id;

    public string Title => title;

    protected ReportFigures Report => report;

    public void Write(int number)
    {
        Write($"<h2 id=\"{id}\">{number}. {title}</h2>\n");
        WriteBody();
    }

    protected abstract void WriteBody();

    protected void Write(HtmlText.Interpolation markup) => page.Write(markup);

    protected void WriteTable(HtmlTable table) => page.WriteTable(table);

    protected void WriteChart(Chart chart) => page.WriteChart(chart);

    protected void WriteCharts(IEnumerable<Chart> charts) => page.WriteCharts(charts);

    protected void WriteList(IEnumerable<HtmlText> items) => page.WriteList(items);

    protected MissingRoles Missing { get; } = MissingRoles.Of(report);

    /// <summary>Says why a section is left out.</summary>
    /// <returns>Whether there is a reason, and so nothing else to write.</returns>
    protected bool IsLeftOut(string? reason)
    {
        if (reason is not null)
        {
            Write($"<p>Left out: {reason}.</p>\n");
        }

        return reason is not null;
    }

    /// <summary>Says that a table or a list shows a part only.</summary>
    protected void NoteCut(int count, int shown, string what)
    {
        if (count > shown)
        {
            Write($"<p class=\"note\">{shown} of {count} {what}. The JSON report has the rest as far as it was measured.</p>\n");
        }
    }

    /// <summary>Says what a group flagged as small is.</summary>
    protected void NoteSmall(bool hasSmall, string where)
    {
        if (hasSmall)
        {
            Write($"<p class=\"note\">Small: fewer than {LabelFairness.SmallCellRows} rows in {where}.</p>\n");
        }
    }

    /// <summary>Label and sensitive columns come first, so that a cut table still shows them.</summary>
    protected static int RoleRank(string role) => role switch { "label" => 0, "sensitive" => 1, _ => 2 };
}
