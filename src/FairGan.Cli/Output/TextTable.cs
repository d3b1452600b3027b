using System.Text;

namespace FairGan.Cli.Output;

/// <summary>A table of texts in aligned columns.</summary>
/// <param name="leftColumns">How many columns, from the first, are aligned to the left; the others are to the right.</param>
internal sealed class TextTable(int leftColumns = 1)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; all rows have as many cells.</summary>
    public void Add(params string[] cells) => _rows.Add(Array.ConvertAll(cells, VisibleText.Of));

    /// <summary>The table, a line for every row.</summary>
    public override string ToString()
    {
        if (_rows.Count == 0)
        {
            return "";
        }

        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in _rows)
        {
            string line = string.Join("  ", row.Select((cell, column) => column < leftColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
