using System.Text;

namespace FairGan.Reporting.Report.Charts;

/// <summary>A chart with a text alternative and the table behind it.</summary>
public sealed class Chart
{
    private readonly HtmlText _caption;
    private readonly HtmlTable _table;

    internal Chart(HtmlText caption, string description, Plot plot, HtmlTable table)
    {
        _caption = caption;
        _table = table;
        Description = description;
        Svg = plot.ToSvg(description);
    }

    /// <summary>The chart as text.</summary>
    public string Description { get; }

    /// <summary>The chart as an SVG element, for a page or a file of its own.</summary>
    public string Svg { get; }

    /// <summary>The chart, its caption and the table behind it, folded, as a fragment of a page. Nothing in it is fetched or run.</summary>
    /// <returns>The HTML text.</returns>
    public string ToHtml()
    {
        StringBuilder page = new();
        Write(page, null);
        return page.ToString();
    }

    /// <summary>Whether the table behind it is left out on paper, because it is long or is elsewhere on the page as well.</summary>
    internal bool IsForScreens { get; init; }

    /// <summary>Writes the chart with the number it has on a page.</summary>
    internal void Write(StringBuilder page, int? number)
    {
        page.Append(CultureInfo.InvariantCulture, $"<figure class=\"picture-box\">\n{Svg}\n<figcaption>{(number is { } known ? $"<span class=\"number\">Figure {known}.</span> " : "")}{_caption}</figcaption>\n");
        page.Append(CultureInfo.InvariantCulture, $"<details{(IsForScreens ? " class=\"long\"" : "")}><summary>The values of this figure</summary>\n");
        _table.Write(page, null, number is { } figure ? $"Values of figure {figure}" : "Values of the figure");
        page.Append("</details>\n</figure>\n");
    }
}
