using System.Text;
using FairGan.Reporting.Report.Charts;

namespace FairGan.Reporting.Report.Sections;

/// <summary>A page under construction, which numbers its tables and charts.</summary>
internal sealed class PageWriter
{
    private readonly StringBuilder _page = new();
    private int _tables;
    private int _charts;

    public void Write(HtmlText.Interpolation markup) => _page.Append(markup.ToString());

    public void WriteTable(HtmlTable table) => table.Write(_page, ++_tables);

    public void WriteChart(Chart chart) => chart.Write(_page, ++_charts);

    public void WriteCharts(IEnumerable<Chart> charts)
    {
        Write($"<div class=\"pictures\">\n");
        foreach (Chart chart in charts)
        {
            WriteChart(chart);
        }

        Write($"</div>\n");
    }

    public void WriteList(IEnumerable<HtmlText> items)
    {
        Write($"<ul>\n");
        foreach (HtmlText item in items)
        {
            Write($"<li>{item}</li>\n");
        }

        Write($"</ul>\n");
    }

    public override string ToString() => _page.ToString();
}
