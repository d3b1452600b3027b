using FairGan.Export.Columns;
using FairGan.Export.Columns.Durations;
using FairGan.Export.Columns.Kinds;

namespace FairGan.Reporting.Quality.Tables;

/// <summary>Texts that are durations, as numbers of the unit that they are written in: 90 min and 91 min are nearly the same.</summary>
internal static class DurationTexts
{
    /// <summary>How cells are numbers; null where they are no durations.</summary>
    /// <param name="cells">The distinct cells, tidied, with the rows that have them; missing ones left out.</param>
    public static TextNumbers? Find(IReadOnlyList<(string Cell, long Rows)> cells)
    {
        var (formats, read) = DurationFormats.Find(cells);
        if (formats.Count == 0 || read < TextNumbers.Most * cells.Sum(cell => cell.Rows))
        {
            return null;
        }

        var quantity = Quantities.Of(ColumnKind.Duration, "", formats[0], [.. formats.Skip(1)])!;
        return new TextNumbers(cell => quantity.TryRead(cell, out double number) ? number : double.NaN, quantity.Write);
    }
}
