namespace FairGan.Export.Columns.Numeric;

/// <summary>Cuts a column's distinct values into bins. A bin is a run of indices into the distinct values.</summary>
internal static class BinCutter
{
    // A bin with more of the column's variance is cut. Every part keeps at least 5 rows, so that no symbol identifies one row.
    private const double MostVarianceInBin = 0.0005;
    private const int LeastRowsOfCut = 5;

    // Contiguous runs of distinct values that hold about the same number of rows each.
    public static IEnumerable<List<int>> Cut(List<int> rest, long[] counts, int bins)
    {
        double total = rest.Sum(i => counts[i]), seen = 0;
        int closed = 0;
        var bin = new List<int>();
        for (int k = 0; k < rest.Count; k++)
        {
            double after = seen + counts[rest[k]];
            double target = total * (closed + 1) / bins;
            // Close before this value where that comes nearer to the target than closing after it.
            if (bin.Count > 0 && after > target && after - target > target - seen && closed < bins - 1)
            {
                yield return bin;
                bin = [];
                closed++;
                target = total * (closed + 1) / bins;
            }

            bin.Add(rest[k]);
            seen = after;
            if (seen >= target && closed < bins - 1 && k < rest.Count - 1)
            {
                yield return bin;
                bin = [];
                closed++;
            }
        }

        if (bin.Count > 0)
        {
            yield return bin;
        }
    }

    // Inside a bin a number is sampled independently of the other columns, which would lose a long tail's correlations: bins that hold much
    // of the column's variance are cut where that leaves the least of it.
    public static void CutWide(List<List<int>> bins, double[] distinct, long[] counts, int most, int leastRows = LeastRowsOfCut)
    {
        double all = new Moments(Enumerable.Range(0, distinct.Length), distinct, counts).Squares;
        var squares = bins.ConvertAll(bin => new Moments(bin, distinct, counts).Squares);
        for (int cut = 0; cut < most; cut++)
        {
            int widest = -1, at = 0;
            for (int i = 0; i < bins.Count; i++)
            {
                if (squares[i] > MostVarianceInBin * all && (widest < 0 || squares[i] > squares[widest]) && CutOf(bins[i], distinct, counts, leastRows) is var best and > 0)
                {
                    (widest, at) = (i, best);
                }
            }

            if (widest < 0)
            {
                return;
            }

            var bin = bins[widest];
            bins[widest] = bin[..at];
            bins.Insert(widest + 1, bin[at..]);
            squares[widest] = new Moments(bins[widest], distinct, counts).Squares;
            squares.Insert(widest + 1, new Moments(bins[widest + 1], distinct, counts).Squares);
        }
    }

    // The part of a bin on the smaller side of a cut goes to the neighbour there, unless another cut lies between them: so there are hardly
    // more bins than before.
    public static void CutAt(List<List<int>> bins, double[] distinct, IReadOnlyList<double> ends)
    {
        foreach (double end in ends)
        {
            int at = bins.FindIndex(bin => distinct[bin[0]] <= end && distinct[bin[^1]] > end);
            if (at < 0)
            {
                continue;
            }

            var bin = bins[at];
            int first = bin.FindIndex(i => distinct[i] > end);
            bins[at] = bin[..first];
            bins.Insert(at + 1, bin[first..]);
            int smaller = first <= bin.Count / 2 ? at : at + 1, neighbour = smaller == at ? at - 1 : at + 2;
            if (neighbour >= 0 && neighbour < bins.Count
                && !ends.Any(other => distinct[bins[Math.Min(smaller, neighbour)][^1]] <= other && other < distinct[bins[Math.Max(smaller, neighbour)][0]]))
            {
                int left = Math.Min(smaller, neighbour);
                bins[left].AddRange(bins[left + 1]);
                bins.RemoveAt(left + 1);
            }
        }
    }

    // Where to cut a run of values in two, to minimise the sum of squares about their means; 0 where a part would have too few rows.
    private static int CutOf(List<int> bin, double[] distinct, long[] counts, int leastRows)
    {
        var all = new Moments(bin, distinct, counts);
        double sum = 0, greatest = 0;
        long rows = 0;
        int best = 0;
        for (int k = 1; k < bin.Count; k++)
        {
            rows += counts[bin[k - 1]];
            sum += counts[bin[k - 1]] * (distinct[bin[k - 1]] - all.Mean);
            if (rows < leastRows || all.Rows - rows < leastRows)
            {
                continue;
            }

            // The reduction in the sum of squares by the cut, from the means of the two parts.
            double between = (sum * sum / rows) + (sum * sum / (all.Rows - rows));
            if (between > greatest)
            {
                (greatest, best) = (between, k);
            }
        }

        return best;
    }

    // Each value's rows are spread over the half step to either side, so that rounding a sampled value restores its share.
    public static double[] Quantiles(List<int> bin, double[] distinct, long[] counts, double halfStep, int pieces)
    {
        double total = bin.Sum(i => counts[i]);
        var knots = new double[pieces + 1];
        int at = 0;
        double before = 0;
        for (int k = 0; k <= pieces; k++)
        {
            double target = total * k / pieces;
            while (at < bin.Count - 1 && before + counts[bin[at]] < target)
            {
                before += counts[bin[at++]];
            }

            double inside = Math.Clamp((target - before) / counts[bin[at]], 0, 1);
            knots[k] = distinct[bin[at]] + (halfStep * ((2 * inside) - 1));
        }

        return knots;
    }

    /// <summary>Rows of a run of values, their mean, and the sum of their squares about it.</summary>
    private readonly record struct Moments
    {
        public Moments(IEnumerable<int> bin, double[] distinct, long[] counts)
        {
            double squares = 0, mean = 0;
            long rows = 0;
            foreach (int i in bin)
            {
                rows += counts[i];
                double step = distinct[i] - mean;
                mean += step * counts[i] / rows;
                squares += counts[i] * step * (distinct[i] - mean);
            }

            (Rows, Mean, Squares) = (rows, mean, squares);
        }

        public long Rows { get; }

        public double Mean { get; }

        public double Squares { get; }
    }
}
