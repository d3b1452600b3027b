namespace FairGan.Export.Sampling.Conditional;

/// <summary>Selects items with probability proportional to their weights.</summary>
internal static class Resampling
{
    /// <summary>Kish's effective number of equally weighted items.</summary>
    public static double Effective(double[] weights)
    {
        double sum = 0, squares = 0;
        foreach (double weight in weights)
        {
            sum += weight;
            squares += weight * weight;
        }

        return squares > 0 ? sum * sum / squares : 0;
    }

    /// <summary>Systematic resampling: positions by their weights, each as often as its share of the draws, rounded up or down.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="draws">How many positions are taken.</param>
    /// <param name="offset">A uniform number that decides about the rounding.</param>
    public static int[] Systematic(double[] weights, int draws, double offset)
    {
        var drawn = new int[draws];
        double step = weights.Sum() / draws, sum = weights[0];
        for (int i = 0, at = 0; i < draws; i++)
        {
            while (sum <= (i + offset) * step && at < weights.Length - 1)
            {
                sum += weights[++at];
            }

            drawn[i] = at;
        }

        return drawn;
    }
}
