using System.Globalization;
using FairGan.Export.Columns.Numeric;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Finds how the numbers of a column of text are written.</summary>
internal static class NumberFormats
{
    // The plainest first: of two that read equally many cells, the first is taken.
    private static readonly NumberFormat[] s_separators =
    [
        new(), new() { GroupSeparator = ',' }, new() { GroupSeparator = ' ' }, new() { GroupSeparator = '\'' },
        new() { DecimalSeparator = ',' }, new() { DecimalSeparator = ',', GroupSeparator = '.' }, new() { DecimalSeparator = ',', GroupSeparator = ' ' },
    ];

    private static readonly string[] s_currencies = ["USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "INR", "BRL", "CNY"];

    /// <summary>The format that reads most cells.</summary>
    /// <param name="cells">The distinct cells, tidied, with the rows that have them; missing ones left out.</param>
    /// <param name="culture">The culture that they are written in; null to find out.</param>
    /// <returns>The format that the most rows are written in, and one that reads all ways of writing found; null where no cell is a number.</returns>
    public static (NumberFormat Written, NumberFormat Read)? Find(IReadOnlyList<(string Cell, long Rows)> cells, string? culture)
    {
        (string Prefix, string Suffix) affixes = CommonAffixes(cells);
        var separators = culture is null ? s_separators : [Of(CultureInfo.GetCultureInfo(culture).NumberFormat)];
        NumberFormat read = MostReading([.. separators.Select(format => format with { Prefix = affixes.Prefix, Suffix = affixes.Suffix })], cells);
        long grouped = 0, ungrouped = 0, affixed = 0, bare = 0, endsInZero = 0;
        var rowsByDecimals = new Dictionary<int, long>();
        foreach (var (cell, rows) in cells)
        {
            if (PlainNumber.TryRead(cell, out double plain, out int places) && (places == 0 || read.DecimalSeparator == '.'))
            {
                ungrouped += Math.Abs(plain) >= 1000 ? rows : 0;
                bare += rows;
                rowsByDecimals[places] = rowsByDecimals.GetValueOrDefault(places) + rows;
                endsInZero += places > 0 && cell[^1] == '0' ? rows : 0;
            }
            else if (read.TryParse(cell, out double value))
            {
                bool hasGroup = read.GroupSeparator is { } group && cell.Contains(group, StringComparison.Ordinal);
                grouped += hasGroup ? rows : 0;
                ungrouped += !hasGroup && Math.Abs(value) >= 1000 ? rows : 0;
                bool hasAffix = read.Prefix.Length + read.Suffix.Length > 0 && Affixes(cell) == affixes;
                affixed += hasAffix ? rows : 0;
                bare += hasAffix ? 0 : rows;
                string digits = cell[read.Prefix.Length..].TrimEnd([.. read.Suffix]);
                int decimals = digits.LastIndexOf(read.DecimalSeparator) is var at && at >= 0 && !digits.AsSpan().ContainsAny('e', 'E') ? digits.Length - at - 1 : 0;
                rowsByDecimals[decimals] = rowsByDecimals.GetValueOrDefault(decimals) + rows;
                endsInZero += decimals > 0 && digits.EndsWith('0') ? rows : 0;
            }
        }

        if (rowsByDecimals.Count == 0)
        {
            return null;
        }

        // Decimals that all cells have, even zeros, are part of the format.
        var (usual, usualRows) = rowsByDecimals.MaxBy(pair => pair.Value);
        bool isFixed = usual is > 0 and <= 9 && endsInZero > 0 && usualRows >= 0.99 * rowsByDecimals.Values.Sum();
        var written = read with { FixedDecimals = isFixed ? usual : null, GroupSeparator = grouped > ungrouped ? read.GroupSeparator : null };
        return (affixed >= bare ? written : written with { Prefix = "", Suffix = "" }, read);
    }

    /// <summary>Whether digits are rather names, such as postal codes: leading zeros where all have one length or all begin so.</summary>
    public static bool AreCodes(IReadOnlyList<(string Cell, long Rows)> cells) =>
        cells.All(cell => !cell.Cell.AsSpan().ContainsAnyExceptInRange('0', '9'))
        && cells.Any(cell => IsPadded(cell.Cell))
        && (cells.All(cell => IsPadded(cell.Cell)) || cells.All(cell => cell.Cell.Length == cells[0].Cell.Length));

    private static bool IsPadded(string cell) => cell.Length > 1 && cell[0] == '0';

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

    // The first of the formats that read the most rows. Plain digits are the same number in all of them.
    private static NumberFormat MostReading(NumberFormat[] formats, IReadOnlyList<(string Cell, long Rows)> cells)
    {
        var rowsRead = new long[formats.Length];
        foreach (var (cell, rows) in cells)
        {
            bool isPlain = PlainNumber.TryRead(cell, out _, out int places);
            for (int i = 0; i < formats.Length; i++)
            {
                rowsRead[i] += (isPlain && (places == 0 || formats[i].DecimalSeparator == '.')) || formats[i].TryParse(cell, out _) ? rows : 0;
            }
        }

        return formats[Array.IndexOf(rowsRead, rowsRead.Max())];
    }

    // Currency signs and codes before or behind the digits, and a percent sign behind; anything else makes a text.
    private static (string Prefix, string Suffix) Affixes(string cell)
    {
        int first = cell.AsSpan().IndexOfAnyInRange('0', '9'), last = cell.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (first < 0 || (first == 0 && last == cell.Length - 1))
        {
            return ("", "");
        }

        string prefix = cell[..first].TrimEnd('-', '+', '.', ','), suffix = cell[(last + 1)..];
        return (IsAffix(prefix.Trim()) ? prefix : "", suffix.Trim() == "%" || IsAffix(suffix.Trim()) ? suffix : "");
    }

    private static bool IsAffix(string text) =>
        s_currencies.Contains(text) || (text.Length == 1 && char.GetUnicodeCategory(text[0]) == UnicodeCategory.CurrencySymbol);

    private static NumberFormat Of(NumberFormatInfo info) => new()
    {
        DecimalSeparator = info.NumberDecimalSeparator == "," ? ',' : '.',
        GroupSeparator = info.NumberGroupSeparator is [var group] ? char.IsWhiteSpace(group) ? ' ' : group : null,
    };
}
