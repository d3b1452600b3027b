namespace FairGan.Reporting.Quality.Privacy;

/// <summary>A 128-bit number per row, equal for rows that agree in every cell.</summary>
internal static class RowFingerprints
{
    /// <summary>The fingerprint of every row. Tables must share their categories and the order of their columns.</summary>
    public static UInt128[] Of(ColumnarTable table)
    {
        ulong[] low = new ulong[table.RowCount];
        ulong[] high = new ulong[table.RowCount];
        foreach (TableColumn column in table.Columns)
        {
            for (int row = 0; row < low.Length; row++)
            {
                // -0.0 equals 0.0, and every missing number is the same NaN once it was read.
                ulong cell = column.IsNumeric ? BitConverter.DoubleToUInt64Bits(column.Numbers[row] + 0.0) : (ulong)column.Codes[row];
                low[row] = Mix(low[row] ^ cell);
                high[row] = Mix((high[row] + cell) ^ 0x9E3779B97F4A7C15);
            }
        }

        return [.. low.Zip(high, (first, second) => new UInt128(second, first))];
    }

    /// <summary>The share of rows whose fingerprint is among the others, 0 to 1.</summary>
    public static double ShareFound(IReadOnlyCollection<UInt128> rows, IReadOnlySet<UInt128> among) =>
        (double)rows.Count(among.Contains) / rows.Count;

    // The finalizer of SplitMix64: a bijection that spreads every bit.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
