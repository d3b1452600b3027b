namespace FairGan.Export.Sampling.Conditional;

/// <summary>Probabilities of a column's symbols: from logits, and to a symbol.</summary>
internal static class SymbolDistribution
{
    /// <summary>The symbol whose cumulative share first exceeds a uniform number.</summary>
    public static int Draw(ReadOnlySpan<double> shares, double uniform)
    {
        double sum = 0;
        foreach (double share in shares)
        {
            sum += share;
        }

        double target = uniform * sum;
        int last = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i] > 0)
            {
                last = i;
                target -= shares[i];
                if (target < 0)
                {
                    break;
                }
            }
        }

        return last;
    }

    /// <summary>Logits to probabilities.</summary>
    public static double[] Softmax(ReadOnlySpan<float> logits)
    {
        float most = logits[0];
        foreach (float logit in logits)
        {
            most = Math.Max(most, logit);
        }

        var probabilities = new double[logits.Length];
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i] = Math.Exp(logits[i] - most);
        }

        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] /= sum;
        }

        return probabilities;
    }
}
