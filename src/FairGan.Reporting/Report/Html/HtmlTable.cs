using System.Text;

namespace FairGan.Reporting.Report.Html;

/// <summary>A table of the page: caption, one or two rows of column headings, and rows whose first cell is their heading.</summary>
internal sealed class HtmlTable(HtmlText caption)
{
    // A table of at most so many rows stays on one printed page.
    private const int LongestUnbroken = 8;

    private readonly List<(string? Group, string Name, bool IsText)> _columns = [];
    private readonly List<HtmlText[]> _rows = [];

    /// <summary>Adds a column of numbers, under a heading shared with its neighbours of the same group.</summary>
    public HtmlTable Column(string name, string? group = null)
    {
        _columns.Add((group, name, false));
        return this;
    }

    /// <summary>Adds a column of words.</summary>
    public HtmlTable TextColumn(string name)
    {
        _columns.Add((null, name, true));
        return this;
    }

    public void Row(params HtmlText[] cells) => _rows.Add(cells);

    /// <summary>Writes the table inside a region that scrolls by itself and takes the keyboard's focus.</summary>
    /// <param name="page">The destination.</param>
    /// <param name="number">Its number on the page; none where it stands alone or belongs to a chart.</param>
    /// <param name="name">What it is called where it has no number.</param>
    public void Write(StringBuilder page, int? number, string name = "Table")
    {
        (string label, string id, string title) = number is { } known
            ? ($"aria-labelledby=\"table-{known}\"", $" id=\"table-{known}\"", $"<span class=\"number\">Table {known}.</span> ")
            : ($"aria-label=\"{name}\"", "", "");
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\" role=\"region\" {label} tabindex=\"0\">\n<table{(_rows.Count <= LongestUnbroken ? " class=\"short\"" : "")}>\n");
        page.Append(CultureInfo.InvariantCulture, $"<caption{id}><span class=\"title\">{title}{caption}</span></caption>\n<thead>\n");
        WriteHeadings(page);
        page.Append("</thead>\n<tbody>\n");
        foreach (HtmlText[] row in _rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{row[0]}</th>");
            for (int cell = 1; cell < row.Length; cell++)
            {
                page.Append(CultureInfo.InvariantCulture, $"<td{(_columns[cell].IsText ? " class=\"words\"" : "")}>{row[cell]}</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody>\n</table>\n</div>\n");
    }

    private void WriteHeadings(StringBuilder page)
    {
        bool grouped = _columns.Any(column => column.Group is not null);
        StringBuilder second = new();
        page.Append("<tr>");
        for (int index = 0; index < _columns.Count; index++)
        {
            (string? group, string name, bool isText) = _columns[index];
            string kind = isText ? " class=\"words\"" : "";
            if (group is null)
            {
                page.Append(HtmlText.Of($"<th scope=\"col\"{new HtmlText(kind)}{new HtmlText(grouped ? " rowspan=\"2\"" : "")}>{name}</th>"));
                continue;
            }

            if (index == 0 || _columns[index - 1].Group != group)
            {
                string span = $" colspan=\"{_columns.Skip(index).TakeWhile(column => column.Group == group).Count()}\"";
                page.Append(HtmlText.Of($"<th scope=\"colgroup\"{new HtmlText(span)}>{group}</th>"));
            }

            second.Append(HtmlText.Of($"<th scope=\"col\">{name}</th>"));
        }

        page.Append("</tr>\n");
        if (grouped)
        {
            page.Append("<tr>").Append(second).Append("</tr>\n");
        }
    }
}
