using FairGan.Export.Graph;
using FairGan.Export.Sampling;
using FairGan.MLNet.Preparation;

namespace FairGan.MLNet.Training.Labels;

/// <summary>
/// Fits the map that makes the label independent of the group: each group's scores move, along their quantiles, to the distribution of
/// all scores (quantile repair, Feldman et al. 2015; Jiang et al. 2020). The target is the overall distribution, so the overall rate
/// of the positive label stays.
/// </summary>
internal static class FairScoreMapFitter
{
    private const int Knots = 513;
    private const int RowsPerGroup = 4096;
    private const int MostRows = 1 << 19;

    /// <summary>Fits the map on generated rows, for it is on them that parity must hold.</summary>
    /// <param name="parts">The generator with its label head.</param>
    /// <param name="table">The real rows, which say what groups there are.</param>
    /// <param name="seed">Seed of the generated rows.</param>
    /// <param name="cancellation">Stops the fit.</param>
    public static FairScoreMap Fit(GeneratorParts parts, EncodedTable table, int seed, CancellationToken cancellation)
    {
        var groups = new GroupIndex(table, [.. Enumerable.Range(0, table.RowCount)]);
        var schema = parts.Schema;
        // A combination that no real row has may still be drawn: its rows share a group of their own.
        int others = groups.Count;
        int[] groupOf = Array.ConvertAll(groups.GroupOf, group => group < 0 ? others : group);
        // The fit's rows are others than those of the same seed's synthetic table.
        var scores = ScoreSampler.Draw(parts, ~(long)seed, symbols => groupOf[Combination(symbols)], others + 1, RowsPerGroup, MostRows, cancellation);
        float[] all = [.. scores.SelectMany(s => s)];
        Array.Sort(all);
        double[] probabilities = Array.ConvertAll(all, Sigmoid);
        float lowest = all[0], highest = Math.Max(all[^1], all[0] + 1e-3f);
        return new FairScoreMap(groups.Columns, groupOf, lowest, highest, [.. scores.Select(s => Map([.. s], probabilities, lowest, highest))]);

        int Combination(int[] symbols)
        {
            int combination = 0;
            for (int i = 0; i < symbols.Length; i++)
            {
                combination = (combination * schema.Columns[groups.Columns[i]].SymbolCount) + symbols[i];
            }

            return combination;
        }
    }

    // The fair probability at each knot: the mean of all probabilities over the ranks that the group's scores take there.
    private static float[] Map(float[] scores, double[] all, float lowest, float highest)
    {
        Array.Sort(scores);
        var cumulative = new double[all.Length + 1];
        for (int i = 0; i < all.Length; i++)
        {
            cumulative[i + 1] = cumulative[i] + all[i];
        }

        var map = new float[Knots];
        double step = (highest - lowest) / (Knots - 1.0);
        for (int k = 0; k < Knots; k++)
        {
            if (scores.Length == 0)
            {
                map[k] = (float)Sigmoid((float)(lowest + (k * step)));
                continue;
            }

            double from = Rank(lowest + ((k - 0.5) * step)), to = Rank(lowest + ((k + 0.5) * step));
            map[k] = (float)(to > from ? (Integral(to) - Integral(from)) / ((to - from) * all.Length) : Quantile(from));
        }

        return map;

        // Share of the group's scores below a value.
        double Rank(double value)
        {
            int low = 0, high = scores.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (scores[middle] < value)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return (double)low / scores.Length;
        }

        double Integral(double rank)
        {
            double position = rank * all.Length;
            int whole = Math.Min((int)position, all.Length - 1);
            return cumulative[whole] + (all[whole] * (position - whole));
        }

        double Quantile(double rank) => all[Math.Min((int)(rank * all.Length), all.Length - 1)];
    }

    private static double Sigmoid(float score) => 1 / (1 + Math.Exp(-score));
}
