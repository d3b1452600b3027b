
using FairGan.Export.Columns.Dates;
using FairGan.MLNet.Preparation.Recognition;

namespace FairGan.Reporting.Quality.Tables;

/// <summary>
/// Texts that are dates, as numbers of days: two dates a minute apart are nearly the same, and as categories they would have nothing in common.
/// </summary>
internal static class DateTexts
{
    // A column of fewer is compared well as categories, and may be a label or a group.
    private const int LeastTexts = 20;
    private const double Most = 0.99;

    /// <summary>The formats of a column of texts, the most frequent first; none where it holds no dates.</summary>
    /// <param name="column">The column.</param>
    public static IReadOnlyList<string> Formats(TableColumn column)
    {
        long[] rows = new long[column.Categories.Count + 1];
        foreach (int code in column.Codes)
        {
            rows[code]++;
        }

        (string Cell, long Rows)[] cells = [.. Enumerable.Range(1, column.Categories.Count)
            .Select(code => (Cell: TextCells.Tidy(column.Categories.NameOf(code)!), Rows: rows[code]))
            .Where(cell => cell.Rows > 0 && !MissingCells.AmongNumbers(cell.Cell))];
        if (cells.Length < LeastTexts || cells.All(cell => !cell.Cell.AsSpan().ContainsAnyExceptInRange('0', '9')))
        {
            return [];
        }

        var (formats, read) = DateFormats.Find(cells);
        return read >= Most * cells.Sum(cell => cell.Rows) ? formats : [];
    }

    /// <summary>The column in days since the year 1, NaN where no format reads a cell.</summary>
    /// <param name="column">The column of texts.</param>
    /// <param name="formats">How its dates are written.</param>
    public static TableColumn InDays(TableColumn column, IReadOnlyList<string> formats)
    {
        double[] days = [double.NaN, .. Enumerable.Range(1, column.Categories.Count).Select(code => Days(TextCells.Tidy(column.Categories.NameOf(code)!), formats))];
        return new TableColumn(column.Name, Array.ConvertAll(column.Codes, code => days[code]), formats);
    }

    private static double Days(string cell, IReadOnlyList<string> formats)
    {
        foreach (string format in formats)
        {
            if (DateCodec.TryParse(cell, format, out DateTime time))
            {
                return (double)time.Ticks / TimeSpan.TicksPerDay;
            }
        }

        return double.NaN;
    }
}
