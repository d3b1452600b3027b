using FairGan.Reporting.Quality.Privacy.Targets;
using FairGan.Reporting.Quality.Tables;

namespace FairGan.Reporting.Quality.Privacy.Generators;

/// <summary>
/// How much the density of generated numbers jumps at a target's number: a generator that draws between knots taken from training rows
/// changes its density at training values, which a million rows show.
/// </summary>
internal static class DensityJumps
{
    private static readonly int[] s_neighbours = [100, 500];

    /// <summary>The scores of the targets: the surprise of the most surprising column.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="generated">Many generated rows.</param>
    /// <param name="reference">Reference rows.</param>
    public static double[] Scores(ColumnarTable targets, ColumnarTable generated, ColumnarTable reference)
    {
        double[] scores = new double[targets.RowCount];
        foreach (TableColumn column in targets.Columns.Where(column => column.IsNumeric))
        {
            double[] sorted = RankSpace.Sorted(generated[column.Name].Numbers);
            double[] ofTargets = Array.ConvertAll(column.Numbers, value => -Jump(sorted, value));
            double[] ofReference = Array.ConvertAll(reference[column.Name].Numbers, value => -Jump(sorted, value));
            ReferenceSurprise.Keep(scores, ReferenceSurprise.Of(ofTargets, ofReference));
        }

        return scores;
    }

    // The logarithm of the ratio of the densities above and below a number, each by the distance to the k-th generated number.
    private static double Jump(double[] sorted, double value)
    {
        if (double.IsNaN(value) || sorted.Length == 0)
        {
            return double.NaN;
        }

        int low = RankSpace.LowerBound(sorted, value), high = RankSpace.LowerBound(sorted, Math.BitIncrement(value));
        double jump = 0;
        foreach (int neighbours in s_neighbours)
        {
            int below = low - neighbours, above = high + neighbours - 1;
            if (below >= 0 && above < sorted.Length && value > sorted[below] && sorted[above] > value)
            {
                jump = Math.Max(jump, Math.Abs(Math.Log((value - sorted[below]) / (sorted[above] - value))) * Math.Sqrt(neighbours));
            }
            else
            {
                jump = Math.Max(jump, Math.Sqrt(neighbours));
            }
        }

        return jump;
    }
}
