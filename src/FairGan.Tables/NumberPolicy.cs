using System.Globalization;

namespace FairGan.Tables;

/// <summary>When a column of texts counts as one of numbers. Reading, training, audits and reports all ask here.</summary>
internal static class NumberPolicy
{
    /// <summary>The share of the cells that are not missing that must be numbers (or dates) for the column to be one of them.</summary>
    public const double Most = 0.9;

    /// <summary>The share of the cells that must be numbers, dates or spellings of a missing cell. Up to 1 % of mistakes count as missing; more are refused.</summary>
    public const double NearlyAll = 0.99;

    /// <summary>The first integer whose neighbour a double cannot tell from it. Whole numbers from here on are names.</summary>
    private const double FirstInexact = 1L << 53;

    /// <summary>Whether digits are rather names, such as postal codes: leading zeros where all cells have one length or all begin so.</summary>
    /// <param name="cells">The distinct cells, tidied, and how many rows have each; missing ones left out.</param>
    public static bool AreCodes(IReadOnlyList<(string Cell, long Rows)> cells) =>
        cells.All(cell => !cell.Cell.AsSpan().ContainsAnyExceptInRange('0', '9'))
        && cells.Any(cell => IsPadded(cell.Cell))
        && (cells.All(cell => IsPadded(cell.Cell)) || cells.All(cell => cell.Cell.Length == cells[0].Cell.Length));

    /// <summary>Whether a double holds a number as it is written, as far as whole numbers are concerned.</summary>
    /// <param name="value">The number.</param>
    public static bool IsExact(double value) => value != Math.Floor(value) || Math.Abs(value) < FirstInexact;

    /// <summary>Whether eight digits are a day of the last or this century, <c>20240131</c>. A column of such days alone is one of dates.</summary>
    /// <param name="cell">The cell, tidied.</param>
    public static bool IsDay(string cell) =>
        cell.Length == 8 && DateTime.TryParseExact(cell, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day) && day.Year is >= 1900 and < 2100;

    private static bool IsPadded(string cell) => cell.Length > 1 && cell[0] == '0';
}
