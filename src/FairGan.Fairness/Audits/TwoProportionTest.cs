namespace FairGan.Fairness.Audits;

/// <summary>The two-sided z test for equality of two shares, with the pooled variance.</summary>
/// <param name="Z">(p₁ − p₂) ÷ √(p(1 − p)(1/n₁ + 1/n₂)); 0 where both shares are 0 or both are 1.</param>
/// <param name="PValue">The chance of a |Z| at least as large if the shares were alike, in [0, 1].</param>
internal sealed record TwoProportionTest(double Z, double PValue)
{
    /// <summary>Tests successes₁ ÷ n₁ against successes₂ ÷ n₂.</summary>
    /// <param name="successes">Successes in the first sample.</param>
    /// <param name="count">Rows of the first sample, above 0.</param>
    /// <param name="otherSuccesses">Successes in the second sample.</param>
    /// <param name="otherCount">Rows of the second sample, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is not above 0, or successes are not between 0 and the count.</exception>
    public static TwoProportionTest Of(long successes, long count, long otherSuccesses, long otherCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(otherCount);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfNegative(otherSuccesses);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(otherSuccesses, otherCount);
        double pooled = (double)(successes + otherSuccesses) / (count + otherCount);
        double variance = pooled * (1 - pooled) * ((1.0 / count) + (1.0 / otherCount));
        if (variance == 0)
        {
            return new TwoProportionTest(0, 1);
        }

        double z = (((double)successes / count) - ((double)otherSuccesses / otherCount)) / Math.Sqrt(variance);
        return new TwoProportionTest(z, ComplementaryError(Math.Abs(z) / Math.Sqrt(2)));
    }

    // erfc(x) for x ≥ 0: the power series of erf where it converges fast, its continued fraction, from the far end, beyond.
    private static double ComplementaryError(double x)
    {
        double gauss = Math.Exp(-x * x);
        if (x < 2)
        {
            double term = x;
            double sum = x;
            for (int n = 1; Math.Abs(term) > 1e-17 * sum; n++)
            {
                term *= 2 * x * x / ((2 * n) + 1);
                sum += term;
            }

            return 1 - (2 / Math.Sqrt(Math.PI) * gauss * sum);
        }

        double fraction = x;
        for (int n = 60; n >= 1; n--)
        {
            fraction = x + (n / 2.0 / fraction);
        }

        return gauss / (Math.Sqrt(Math.PI) * fraction);
    }
}
