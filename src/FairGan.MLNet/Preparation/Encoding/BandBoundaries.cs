namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>
/// Finds the numbers at which another column's symbol changes, such as the limits of age groups or price bands. A bin that ends there
/// contains rows of one band only.
/// </summary>
internal static class BandBoundaries
{
    private const int MostBands = 9;

    // A band with fewer rows may be chance, and so may one with all but a few.
    private const int LeastRowsInBand = 5;
    private const int LeastRowsElsewhere = 20;

    /// <summary>The last values of bands, ascending.</summary>
    /// <param name="numbers">The column of numbers.</param>
    /// <param name="columns">Other columns' symbols, each with the one of missing cells, -1 for none.</param>
    /// <param name="minRows">Minimum number of rows in a band.</param>
    public static double[] Find(PreparedColumn numbers, IReadOnlyList<(ushort[] Codes, int Missing)> columns, int minRows)
    {
        int[] rows = numbers.Distinct!.RowsAscending();
        return [.. columns.SelectMany(column => Ends(numbers.Values!, rows, column.Codes, column.Missing, Math.Max(minRows, LeastRowsInBand))).Distinct().Order()];
    }

    // Empty if the symbols do not form bands of the numbers.
    private static List<double> Ends(double[] values, int[] rows, ushort[] codes, int missing, int least)
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
                if (values[row] == values[last] || inBand < least || ends.Count == MostBands - 1)
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

        return inBand < least || all - widest < LeastRowsElsewhere ? [] : ends;
    }
}
