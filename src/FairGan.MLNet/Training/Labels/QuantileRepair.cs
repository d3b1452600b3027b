namespace FairGan.MLNet.Training.Labels;

/// <summary>Moves a group's scores, along their quantiles, to the distribution of all scores of a pool of rows.</summary>
/// <param name="all">The probabilities of all rows of the pool, ascending.</param>
/// <param name="lowest">The score of the map's first knot.</param>
/// <param name="highest">The score of its last knot.</param>
internal sealed class QuantileRepair(double[] all, float lowest, float highest)
{
    private const int Knots = 513;

    private readonly double[] _cumulative = Cumulative(all);

    /// <summary>The probability of a score, which is its log-odds.</summary>
    public static double Sigmoid(float score) => 1 / (1 + Math.Exp(-score));

    /// <summary>The fair probability at each knot: the mean of all probabilities over the ranks that the group's scores take there.</summary>
    /// <param name="scores">The group's scores, which are sorted; none for a group that keeps its own probabilities.</param>
    public float[] Map(float[] scores)
    {
        Array.Sort(scores);
        var map = new float[Knots];
        double step = (highest - lowest) / (Knots - 1.0);
        for (int k = 0; k < Knots; k++)
        {
            if (scores.Length == 0)
            {
                map[k] = (float)Sigmoid((float)(lowest + (k * step)));
                continue;
            }

            double from = Rank(scores, lowest + ((k - 0.5) * step)), to = Rank(scores, lowest + ((k + 0.5) * step));
            map[k] = (float)(to > from ? (Integral(to) - Integral(from)) / ((to - from) * all.Length) : Quantile(from));
        }

        return map;
    }

    private static double[] Cumulative(double[] all)
    {
        var cumulative = new double[all.Length + 1];
        for (int i = 0; i < all.Length; i++)
        {
            cumulative[i + 1] = cumulative[i] + all[i];
        }

        return cumulative;
    }

    // Share of ascending scores below a value.
    private static double Rank(float[] scores, double value)
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

    private double Integral(double rank)
    {
        double position = rank * all.Length;
        int whole = Math.Min((int)position, all.Length - 1);
        return _cumulative[whole] + (all[whole] * (position - whole));
    }

    private double Quantile(double rank) => all[Math.Min((int)(rank * all.Length), all.Length - 1)];
}
