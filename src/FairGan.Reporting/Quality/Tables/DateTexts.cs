using FairGan.Export.Columns.Dates;
using FairGan.MLNet.Preparation.Recognition;

namespace FairGan.Reporting.Quality.Tables;

/// <summary>
/// Texts that are dates, as numbers of days since the year 1: two dates a minute apart are nearly the same, and as categories they would
/// have nothing in common.
/// </summary>
internal static class DateTexts
{
    // Ranges may end after the last representable date.
    private static readonly int s_lastDay = (DateTime.MaxValue - DateTime.MinValue).Days;

    /// <summary>How cells are numbers; null where they are no dates.</summary>
    /// <param name="name">The column's name, which may say that numbers are dates.</param>
    /// <param name="cells">The distinct cells, tidied, with the rows that have them; missing ones left out.</param>
    public static TextNumbers? Find(string name, IReadOnlyList<(string Cell, long Rows)> cells)
    {
        var (texts, read) = DateFormats.Find(name, cells);
        DateFormat[] formats = [.. texts.Select(DateFormat.Parse)];
        return formats.Length == 0 || read < TextNumbers.Most * cells.Sum(cell => cell.Rows) ? null : new TextNumbers(cell => Days(cell, formats), days => Text(days, formats[0]));
    }

    private static string Text(double days, DateFormat format) =>
        format.Write(DateTime.MinValue.AddMilliseconds(Math.Round(Math.Clamp(days, 0, s_lastDay) * TimeSpan.MillisecondsPerDay)));

    private static double Days(string cell, DateFormat[] formats)
    {
        foreach (DateFormat format in formats)
        {
            if (format.TryRead(cell, out DateTime time))
            {
                return (double)time.Ticks / TimeSpan.TicksPerDay;
            }
        }

        return double.NaN;
    }
}
