using System.Buffers;
using System.Globalization;

namespace FairGan.Tables;

/// <summary>When a column of texts counts as one of numbers. Reading, training, audits and reports all ask here.</summary>
internal static class NumberPolicy
{
    /// <summary>The share of the cells that are not missing that must be numbers (or dates) for the column to be one of them. The others count as missing.</summary>
    public const double Most = 0.9;

    /// <summary>The share of such cells from which on the others are rather mistakes: below it the warning says what to do about them.</summary>
    public const double NearlyAll = 0.99;

    private const int TelephoneDigits = 7;
    private const int LeastMinors = 3;

    private static readonly SearchValues<char> s_plain = SearchValues.Create("0123456789.");

    /// <summary>The first integer that a double cannot distinguish from its neighbour. Whole numbers from here on are names, not quantities.</summary>
    private const double FirstInexact = 1L << 53;

    /// <summary>
    /// Whether numbers are rather names, because their digits would not come back: leading zeros (postal codes, <c>007.1</c> of ICD-9),
    /// letters between digits (<c>1E1</c>), a plus before telephone numbers, and versions (<c>1.9</c>, <c>1.10</c>).
    /// </summary>
    /// <param name="cells">The distinct cells, tidied, and how many rows have each; missing ones left out.</param>
    public static bool AreCodes(IReadOnlyList<(string Cell, long Rows)> cells)
    {
        long rows = cells.Sum(cell => cell.Rows);
        return cells.All(cell => !cell.Cell.AsSpan().ContainsAnyExceptInRange('0', '9')) && cells.Any(cell => IsPadded(cell.Cell)) && cells.All(cell => cell.Cell.Length == cells[0].Cell.Length)
            || Rows(IsPadded) > (1 - NearlyAll) * rows
            || (Rows(IsLettered) > (1 - NearlyAll) * rows && cells.Count(cell => IsLettered(cell.Cell)) > 1 && cells.All(cell => IsLettered(cell.Cell) || !cell.Cell.AsSpan().ContainsAnyExceptInRange('0', '9')))
            || Rows(IsTelephone) > Most * rows
            || AreVersions(cells);

        long Rows(Func<string, bool> isCode) => cells.Sum(cell => isCode(cell.Cell) ? cell.Rows : 0);
    }

    /// <summary>Whether a double represents a whole number exactly; true for numbers with a fraction.</summary>
    /// <param name="value">The number.</param>
    public static bool IsExact(double value) => value != Math.Floor(value) || Math.Abs(value) < FirstInexact;

    /// <summary>Whether eight digits are a day of the last or this century, <c>20240131</c>. A column of such days alone is one of dates.</summary>
    /// <param name="cell">The cell, tidied.</param>
    public static bool IsDay(string cell) =>
        cell.Length == 8 && DateTime.TryParseExact(cell, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day) && day.Year is >= 1900 and < 2100;

    // Digits that begin with a zero no number begins with; 0.5 does not, and 00:30 is none.
    private static bool IsPadded(string cell) => cell is ['0', >= '0' and <= '9', ..] && !cell.AsSpan().ContainsAnyExcept(s_plain) && cell.Count(c => c == '.') <= 1;

    // A number with an exponent but without decimals and sign, such as 12E5: a form used only for round numbers.
    private static bool IsLettered(string cell) =>
        cell.AsSpan().IndexOfAny('e', 'E') is > 0 and var at && at < cell.Length - 1 && char.IsAsciiDigit(cell[^1]) && !cell.AsSpan(0, at).ContainsAnyExceptInRange('0', '9') && !cell.AsSpan(at + 1).ContainsAnyExceptInRange('0', '9');

    private static bool IsTelephone(string cell) => cell.Length > TelephoneDigits && cell[0] == '+' && cell.Count(char.IsAsciiDigit) >= TelephoneDigits && !cell.AsSpan(1).ContainsAny('.', ',');

    // After 1.9 comes 1.10: no fraction of two digits begins with a zero, and those there are go on from 10.
    private static bool AreVersions(IReadOnlyList<(string Cell, long Rows)> cells)
    {
        HashSet<string> fractions = [.. cells.Where(cell => PlainPoint(cell.Cell) > 0).Select(cell => cell.Cell[(PlainPoint(cell.Cell) + 1)..])];
        string[] two = [.. fractions.Where(fraction => fraction.Length == 2).Order(StringComparer.Ordinal)];
        return two is ["10", ..] && fractions.Contains("9") && fractions.Count - two.Length >= LeastMinors && fractions.All(fraction => fraction.Length <= 2)
            && two.Zip(Enumerable.Range(10, two.Length)).All(pair => pair.First == pair.Second.ToString(CultureInfo.InvariantCulture));
    }

    private static int PlainPoint(string cell) => cell.AsSpan().ContainsAnyExcept(s_plain) || cell.Count(c => c == '.') != 1 ? -1 : cell.IndexOf('.', StringComparison.Ordinal);
}
