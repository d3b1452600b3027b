namespace FairGan.Export.Columns.Numeric;

/// <summary>
/// The inverse distribution of a bin from means alone: its rows, ascending, are cut into blocks of equal size; between two blocks it takes
/// the middle of their means.
/// </summary>
internal static class BlockMeans
{
    // Rows that sums of shares of rows may be off by.
    private const double Slack = 1e-9;

    /// <summary>The values at equal steps of probability.</summary>
    /// <param name="bin">Positions of the bin's values.</param>
    /// <param name="distinct">The column's distinct values.</param>
    /// <param name="counts">Rows of each.</param>
    /// <param name="halfStep">How far a value's rows are spread to either side, so that rounding gives back its share.</param>
    /// <param name="blocks">Blocks, of enough rows each.</param>
    /// <returns>One value more than there are blocks.</returns>
    public static double[] Knots(List<int> bin, double[] distinct, long[] counts, double halfStep, int blocks)
    {
        double rows = bin.Sum(i => counts[i]);
        var means = new double[blocks];
        double square = 0, before = 0;
        int at = 0;
        for (int block = 0; block < blocks; block++)
        {
            double start = rows * block / blocks, end = rows * (block + 1) / blocks, sum = 0;
            for (double from = start; from < end - Slack;)
            {
                double count = counts[bin[at]], to = Math.Min(end, before + count);
                double middle = distinct[bin[at]] + (halfStep * ((((from - before) + (to - before)) / count) - 1));
                sum += (to - from) * middle;
                square += (to - from) * middle * middle;
                if (to >= before + count - Slack && at < bin.Count - 1)
                {
                    before += count;
                    at++;
                }

                from = to;
            }

            means[block] = sum / (end - start);
        }

        if (blocks == 1)
        {
            // A uniform distribution of the same mean and variance.
            double half = Math.Sqrt(3 * Math.Max(0, (square / rows) - (means[0] * means[0])));
            return [means[0] - half, means[0] + half];
        }

        var knots = new double[blocks + 1];
        for (int k = 1; k < blocks; k++)
        {
            knots[k] = (means[k - 1] + means[k]) / 2;
        }

        knots[0] = (2 * means[0]) - knots[1];
        knots[^1] = (2 * means[^1]) - knots[^2];
        return knots;
    }

    /// <summary>The values whose rows are in each block.</summary>
    /// <param name="bin">Positions of the bin's values.</param>
    /// <param name="counts">Rows of each distinct value of the column.</param>
    /// <param name="blocks">How many blocks.</param>
    public static IEnumerable<List<int>> Values(List<int> bin, long[] counts, int blocks)
    {
        double rows = bin.Sum(i => counts[i]), before = 0;
        int at = 0;
        for (int block = 0; block < blocks; block++)
        {
            double end = rows * (block + 1) / blocks;
            var values = new List<int> { bin[at] };
            while (at < bin.Count - 1 && before + counts[bin[at]] < end - Slack)
            {
                before += counts[bin[at++]];
                values.Add(bin[at]);
            }

            yield return values;
        }
    }
}
