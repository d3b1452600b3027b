using FairGan.Tables;

namespace FairGan.Reporting.Quality.Tables;

/// <summary>How a column's texts are read and written as numbers, such as those of dates.</summary>
/// <param name="Read">The number of a tidied text; NaN where it is none.</param>
/// <param name="Write">A number as a text of this kind.</param>
internal sealed record TextNumbers(Func<string, double> Read, Func<double, string> Write)
{
    // A column of fewer is compared well as categories, and may be a label or a group.
    private const int LeastTexts = 20;

    /// <summary>The share of rows that must hold dates, or durations, for the column to be one of them.</summary>
    public const double Most = 0.99;

    /// <summary>How the texts of a column are numbers; null where they are categories.</summary>
    /// <param name="column">The column.</param>
    /// <param name="leastTexts">How many different texts there must be at least.</param>
    public static TextNumbers? Find(TableColumn column, int leastTexts = LeastTexts)
    {
        long[] rows = new long[column.Categories.Count + 1];
        foreach (int code in column.Codes)
        {
            rows[code]++;
        }

        (string Cell, long Rows)[] cells = [.. Enumerable.Range(1, column.Categories.Count)
            .Select(code => (Cell: TextCells.Tidy(column.Categories.NameOf(code)!), Rows: rows[code]))
            .Where(cell => cell.Rows > 0 && !MissingSpellings.AmongNumbers(cell.Cell))];
        return cells.Length < leastTexts ? null : DurationTexts.Find(cells) ?? DateTexts.Find(column.Name, cells);
    }

    /// <summary>A column of texts as numbers, NaN where a text is none.</summary>
    /// <param name="column">The column.</param>
    public TableColumn Of(TableColumn column)
    {
        double[] numbers = [double.NaN, .. Enumerable.Range(1, column.Categories.Count).Select(code => Read(TextCells.Tidy(column.Categories.NameOf(code)!)))];
        return new TableColumn(column.Name, Array.ConvertAll(column.Codes, code => numbers[code]), this);
    }
}
