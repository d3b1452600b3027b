using System.Globalization;

namespace FairGan.Tables;

/// <summary>Finds out in which spelling the numbers of a column of texts are written.</summary>
internal static class NumberSpellings
{
    private const int MostPlainDigits = 15;

    // The plainest first: of two that read equally many cells, the first is taken.
    private static readonly NumberSpelling[] s_separators =
    [
        new(), new(GroupSeparator: ','), new(GroupSeparator: ' '), new(GroupSeparator: '\''),
        new(','), new(',', '.'), new(',', ' '),
    ];

    private static readonly string[] s_currencies = ["USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "INR", "BRL", "CNY"];

    /// <summary>The spelling that reads the most rows.</summary>
    /// <param name="cells">The distinct cells, tidied, and how many rows have each; missing ones left out.</param>
    /// <param name="culture">The culture that the numbers are written in; null to find out.</param>
    public static NumberSpelling Find(IReadOnlyList<(string Cell, long Rows)> cells, string? culture = null)
    {
        (string prefix, string suffix) = CommonAffixes(cells);
        NumberSpelling[] separators = culture is null ? s_separators : [Of(CultureInfo.GetCultureInfo(culture).NumberFormat)];
        return MostReading(Array.ConvertAll(separators, spelling => spelling with { Prefix = prefix, Suffix = suffix }), cells);
    }

    /// <summary>Currency signs and codes before or behind the digits of a cell, and a percent sign behind; anything else makes a text.</summary>
    /// <param name="cell">The cell, tidied.</param>
    public static (string Prefix, string Suffix) Affixes(string cell)
    {
        int first = cell.AsSpan().IndexOfAnyInRange('0', '9'), last = cell.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (first < 0 || (first == 0 && last == cell.Length - 1))
        {
            return ("", "");
        }

        string prefix = cell[..first].TrimEnd('-', '+', '.', ','), suffix = cell[(last + 1)..];
        return (IsAffix(prefix.Trim()) ? prefix : "", suffix.Trim() == "%" || IsAffix(suffix.Trim()) ? suffix : "");
    }

    // The most frequent currency or percent signs; none where all cells are bare.
    private static (string Prefix, string Suffix) CommonAffixes(IReadOnlyList<(string Cell, long Rows)> cells)
    {
        var rowsByAffixes = new Dictionary<(string, string), long>();
        foreach (var (cell, rows) in cells)
        {
            if (Affixes(cell) is var affixes && affixes is not ("", ""))
            {
                rowsByAffixes[affixes] = rowsByAffixes.GetValueOrDefault(affixes) + rows;
            }
        }

        return rowsByAffixes.Count == 0 ? ("", "") : rowsByAffixes.MaxBy(pair => pair.Value).Key;
    }

    private static NumberSpelling MostReading(NumberSpelling[] spellings, IReadOnlyList<(string Cell, long Rows)> cells)
    {
        if (cells.All(cell => Reads(spellings[0], cell.Cell)))
        {
            return spellings[0];
        }

        long[] rowsRead = Array.ConvertAll(spellings, spelling => cells.Sum(cell => Reads(spelling, cell.Cell) ? cell.Rows : 0));
        return spellings[Array.IndexOf(rowsRead, rowsRead.Max())];
    }

    // Plain digits are the same number in all spellings, and so are digits after a full stop where that separates decimals.
    private static bool Reads(NumberSpelling spelling, string cell) =>
        (IsPlain(cell, out bool hasDecimals) && (!hasDecimals || spelling.DecimalSeparator == '.')) || spelling.TryRead(cell, out _);

    private static bool IsPlain(ReadOnlySpan<char> cell, out bool hasDecimals)
    {
        ReadOnlySpan<char> digits = cell is ['-', ..] ? cell[1..] : cell;
        int point = digits.IndexOf('.');
        hasDecimals = point >= 0;
        return digits.Length > 0 && digits.Length - (hasDecimals ? 1 : 0) <= MostPlainDigits
            && !(hasDecimals ? digits[..point] : digits).ContainsAnyExceptInRange('0', '9')
            && (!hasDecimals || (point > 0 && point < digits.Length - 1 && !digits[(point + 1)..].ContainsAnyExceptInRange('0', '9')));
    }

    private static bool IsAffix(string text) =>
        s_currencies.Contains(text) || (text.Length == 1 && char.GetUnicodeCategory(text[0]) == UnicodeCategory.CurrencySymbol);

    private static NumberSpelling Of(NumberFormatInfo info) => new(
        info.NumberDecimalSeparator == "," ? ',' : '.',
        info.NumberGroupSeparator is [var group] ? char.IsWhiteSpace(group) ? ' ' : group : null);
}
