using FairGan.Export.Columns.Numeric;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Finds how the numbers of a column of text are written.</summary>
internal static class NumberFormats
{
    /// <summary>The format that reads most cells.</summary>
    /// <param name="cells">The distinct cells, tidied, with the rows that have them; missing ones left out.</param>
    /// <param name="culture">The culture that they are written in; null to find out.</param>
    /// <returns>The format that the most rows are written in, and one that reads all ways of writing found; null where no cell is a number.</returns>
    public static (NumberFormat Written, NumberFormat Read)? Find(IReadOnlyList<(string Cell, long Rows)> cells, string? culture)
    {
        NumberSpelling spelling = NumberSpellings.Find(cells, culture);
        NumberFormat read = new()
        {
            DecimalSeparator = spelling.DecimalSeparator,
            GroupSeparator = spelling.GroupSeparator,
            Prefix = spelling.Prefix,
            Suffix = spelling.Suffix,
        };
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
                bool hasAffix = read.Prefix.Length + read.Suffix.Length > 0 && NumberSpellings.Affixes(cell) == (read.Prefix, read.Suffix);
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
}
