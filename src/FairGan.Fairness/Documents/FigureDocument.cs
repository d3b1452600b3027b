using System.Globalization;
using System.Text;
using FairGan.Tables;

namespace FairGan.Fairness.Documents;

/// <summary>Headings, paragraphs and tables of figures, written as Markdown or as an HTML fragment.</summary>
internal sealed class FigureDocument
{
    private readonly List<Block> _blocks = [];

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (Block block in _blocks)
        {
            if (block.Rows.Count == 0)
            {
                text.Append(block.IsHeading ? "## " : "").Append(EscapeMarkdown(block.Text)).Append("\n\n");
                continue;
            }

            string[] header = block.Rows[0];
            AppendMarkdownRow(text, header);
            text.Append('|');
            for (int column = 0; column < header.Length; column++)
            {
                text.Append(column < block.TextColumns ? " --- |" : " ---: |");
            }

            text.Append('\n');
            foreach (string[] row in block.Rows.Skip(1))
            {
                AppendMarkdownRow(text, row);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    public string ToHtml()
    {
        var text = new StringBuilder("<section class=\"fairness-audit\">\n");
        foreach (Block block in _blocks)
        {
            if (block.Rows.Count == 0)
            {
                text.Append(block.IsHeading ? HtmlText.Of($"<h2>{block.Text}</h2>\n") : HtmlText.Of($"<p>{block.Text}</p>\n"));
                continue;
            }

            text.Append("<table>\n<thead>\n");
            AppendHtmlRow(text, block.Rows[0], "th", block.TextColumns);
            text.Append("</thead>\n<tbody>\n");
            foreach (string[] row in block.Rows.Skip(1))
            {
                AppendHtmlRow(text, row, "td", block.TextColumns);
            }

            text.Append("</tbody>\n</table>\n");
        }

        return text.Append("</section>\n").ToString();
    }

    private static void AppendMarkdownRow(StringBuilder text, string[] cells)
    {
        text.Append('|');
        foreach (string cell in cells)
        {
            text.Append(' ').Append(EscapeMarkdown(cell)).Append(" |");
        }

        text.Append('\n');
    }

    private static void AppendHtmlRow(StringBuilder text, string[] cells, string tag, int textColumns)
    {
        text.Append("<tr>");
        for (int column = 0; column < cells.Length; column++)
        {
            HtmlText name = new(tag), alignment = new(column < textColumns ? "" : " style=\"text-align:right\"");
            text.Append(HtmlText.Of($"<{name}{alignment}>{cells[column]}</{name}>"));
        }

        text.Append("</tr>\n");
    }

    /// <summary>Text from the data as Markdown shows it.</summary>
    /// <remarks>Markdown lets HTML through, so both kinds of markup are escaped.</remarks>
    public static string EscapeMarkdown(string value)
    {
        var text = new StringBuilder();
        foreach (char character in VisibleText.OfLines(value.ReplaceLineEndings("\n")))
        {
            text.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\n' => " ",
                '\\' or '|' or '*' or '_' or '`' or '[' or ']' or '#' or '~' or '$' => $"\\{character}",
                _ => character.ToString(),
            });
        }

        return text.ToString();
    }

    public static string Number(double value) =>
        double.IsNaN(value) ? "–" : value.ToString("0.####", CultureInfo.InvariantCulture);

    public static string Number(double? value) => Number(value ?? double.NaN);

    public static string Chance(double value) => value < 0.0001 ? "< 0.0001" : Number(value);

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(double value) => value.ToString("0.##%", CultureInfo.InvariantCulture);

    public void AddHeading(string text) => _blocks.Add(new Block(text, true, [], 0));

    public void AddText(string text) => _blocks.Add(new Block(text, false, [], 0));

    /// <summary>Adds a table whose first row is its header.</summary>
    /// <param name="rows">The header, then the rows.</param>
    /// <param name="textColumns">How many columns at the left hold text; the others are aligned to the right.</param>
    public void AddTable(IReadOnlyList<string[]> rows, int textColumns) => _blocks.Add(new Block("", false, rows, textColumns));

    /// <summary>A heading, a paragraph, or (where there are rows, the first being the header) a table.</summary>
    private sealed record Block(string Text, bool IsHeading, IReadOnlyList<string[]> Rows, int TextColumns);
}
