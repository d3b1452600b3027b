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
        (string Prefix, string Suffix) affixes = cells.GroupBy(cell => Affixes(cell.Cell)).Select(group => (group.Key, Rows: group.Sum(cell => cell.Rows)))
            .OrderByDescending(group => group.Rows).Select(group => group.Key).FirstOrDefault(affix => affix is not ("", ""), ("", ""));
        var separators = culture is null ? s_separators : [Of(CultureInfo.GetCultureInfo(culture).NumberFormat)];
        var read = separators.Select(format => format with { Prefix = affixes.Prefix, Suffix = affixes.Suffix })
            .MaxBy(format => cells.Sum(cell => format.TryParse(cell.Cell, out _) ? cell.Rows : 0))!;
        long grouped = 0, ungrouped = 0, affixed = 0, bare = 0, endsInZero = 0;
        var rowsByDecimals = new Dictionary<int, long>();
        foreach (var (cell, rows) in cells)
        {
            if (read.TryParse(cell, out double value))
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

        // Decimals that all cells have, even where they are zeros, are decimals to be kept.
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

    // Currency signs and codes before or behind the digits, and a percent sign behind; anything else makes a text.
    private static (string Prefix, string Suffix) Affixes(string cell)
    {
        int first = cell.AsSpan().IndexOfAnyInRange('0', '9'), last = cell.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (first < 0)
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
