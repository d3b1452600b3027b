using FairGan.MLNet.Privacy;

namespace FairGan.MLNet.Training.Private;

/// <summary>Takes noise out of the counts of a single column's cells where it explains their differences: post-processing, which spends nothing.</summary>
internal static class NoiseShrinkage
{
    // A cell that stands out of its neighbours is a piece more at either end: of a hundred cells of noise alone, hardly any is worth that.
    private const double CostOfPiece = 6;

    /// <summary>The counts of a column: of a number, neighbours are levelled; of categories, the few are drawn together.</summary>
    /// <param name="domain">The column's public domain.</param>
    /// <param name="noisy">The noisy counts of its cells.</param>
    public static NoisyCounts Of(ColumnDomain domain, NoisyCounts noisy)
    {
        long[] counts = [.. noisy.Counts];
        bool Holds(int cell) => domain.Quantity is not null || counts[cell] <= PrivateCodec.Deviations * Math.Sqrt(noisy.Variance);
        int[] cells = [.. Enumerable.Range(0, domain.MissingCell).Where(Holds)];
        long[] some = [.. cells.Select(cell => counts[cell])];
        double[] level = domain.Quantity is not null ? OfNeighbours(some, noisy.Variance) : OfAlike(some, noisy.Variance);
        for (int i = 0; i < cells.Length; i++)
        {
            counts[cells[i]] = (long)Math.Round(level[i]);
        }

        return noisy with { Counts = counts };
    }

    /// <summary>
    /// Counts of neighbouring cells, level where only noise sets them apart: the pieces whose squared errors and number together cost least
    /// (Winkler and Liebscher 2002, by dynamic programming).
    /// </summary>
    /// <param name="counts">The noisy counts, in the cells' order.</param>
    /// <param name="variance">The noise's variance.</param>
    public static double[] OfNeighbours(ReadOnlySpan<long> counts, double variance)
    {
        int cells = counts.Length;
        double[] sums = new double[cells + 1], squares = new double[cells + 1], costs = new double[cells + 1];
        var starts = new int[cells + 1];
        for (int end = 1; end <= cells; end++)
        {
            double count = counts[end - 1];
            sums[end] = sums[end - 1] + count;
            squares[end] = squares[end - 1] + (count * count);
            costs[end] = double.PositiveInfinity;
            for (int start = 0; start < end; start++)
            {
                double sum = sums[end] - sums[start], error = squares[end] - squares[start] - (sum * sum / (end - start));
                double cost = costs[start] + (error / variance) + CostOfPiece;
                if (cost < costs[end])
                {
                    (costs[end], starts[end]) = (cost, start);
                }
            }
        }

        var level = new double[cells];
        for (int end = cells; end > 0; end = starts[end])
        {
            level.AsSpan(starts[end], end - starts[end]).Fill((sums[end] - sums[starts[end]]) / (end - starts[end]));
        }

        return level;
    }

    /// <summary>Counts of cells without an order, drawn to their mean by the share of noise in their variance (James and Stein 1961).</summary>
    /// <param name="counts">The noisy counts.</param>
    /// <param name="variance">The noise's variance.</param>
    public static double[] OfAlike(IReadOnlyList<long> counts, double variance)
    {
        if (counts.Count == 0)
        {
            return [];
        }

        double mean = counts.Average(), spread = counts.Sum(count => (count - mean) * (count - mean)) / Math.Max(1, counts.Count - 1);
        double signal = Math.Max(0, 1 - (variance / Math.Max(variance, spread)));
        return [.. counts.Select(count => mean + (signal * (count - mean)))];
    }
}
