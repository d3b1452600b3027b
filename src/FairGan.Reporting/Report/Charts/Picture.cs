using System.Text;
using FairGan.Reporting.Report.Html;

namespace FairGan.Reporting.Report.Charts;

/// <summary>A picture of figures, with the words for those who do not see it and the table behind it.</summary>
public sealed class Picture
{
    private readonly HtmlText caption;
    private readonly HtmlTable table;

    internal Picture(HtmlText caption, string description, Chart chart, HtmlTable table)
    {
        this.caption = caption;
        this.table = table;
        Description = description;
        Svg = chart.ToSvg(description);
    }

    /// <summary>What the picture shows, as text.</summary>
    public string Description { get; }

    /// <summary>The picture as an SVG element, for a page or a file of its own.</summary>
    public string Svg { get; }

    /// <summary>The picture, its caption and the table behind it, folded, as a fragment of a page. Nothing in it is fetched or run.</summary>
    /// <returns>The HTML text.</returns>
    public string ToHtml()
    {
        StringBuilder page = new();
        Write(page, null);
        return page.ToString();
    }

    /// <summary>Whether the table behind it is left out on paper, because it is long or stands elsewhere on the page as well.</summary>
    internal bool IsForScreens { get; init; }

    /// <summary>Writes the picture with the number it has on a page.</summary>
    internal void Write(StringBuilder page, int? number)
    {
        page.Append($"<figure class=\"picture-box\">\n{Svg}\n<figcaption>{(number is { } known ? $"<span class=\"number\">Picture {known}.</span> " : "")}{caption}</figcaption>\n");
        page.Append($"<details{(IsForScreens ? " class=\"long\"" : "")}><summary>The figures of this picture</summary>\n");
        table.Write(page, null, number is { } picture ? $"Figures of picture {picture}" : "Figures of the picture");
        page.Append("</details>\n</figure>\n");
    }
}
