namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>
/// Where a number has to be cut so that its symbols say what band of it another column names: an age group, a price above a limit. Between
/// two edges that chance has laid, rows of either band would share a symbol.
/// </summary>
internal static class Thresholds
{
    private const int MostBands = 9;

    // A band of fewer rows, or one that all but a few rows are in, may be chance.
    private const int LeastRowsInBand = 5;
    private const int LeastRowsElsewhere = 20;

    /// <summary>The last values of bands, ascending.</summary>
    /// <param name="values">For every row its number; NaN where missing.</param>
    /// <param name="columns">Other columns' symbols, each with that of a missing cell, -1 for none.</param>
    public static double[] Find(double[] values, IReadOnlyList<(ushort[] Codes, int Missing)> columns)
    {
        int[] rows = [.. Enumerable.Range(0, values.Length).Where(row => !double.IsNaN(values[row])).OrderBy(row => values[row])];
        return [.. columns.SelectMany(column => Bands(values, rows, column.Codes, column.Missing)).Distinct().Order()];
    }

    // Where the symbols are no bands, there is none.
    private static List<double> Bands(double[] values, int[] rows, ushort[] codes, int missing)
    {
        var ends = new List<double>();
        int last = -1, inBand = 0, all = 0, widest = 0;
        foreach (int row in rows)
        {
            if (codes[row] == missing)
            {
                continue;
            }

            if (last >= 0 && codes[row] != codes[last])
            {
                if (values[row] == values[last] || inBand < LeastRowsInBand || ends.Count == MostBands - 1)
                {
                    return [];
                }

                ends.Add(values[last]);
                inBand = 0;
            }

            last = row;
            all++;
            widest = Math.Max(widest, ++inBand);
        }

        return inBand < LeastRowsInBand || all - widest < LeastRowsElsewhere ? [] : ends;
    }
}
