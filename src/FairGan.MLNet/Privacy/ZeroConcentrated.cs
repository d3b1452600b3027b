namespace FairGan.MLNet.Privacy;

/// <summary>Conversion between ρ of zero-concentrated differential privacy (Bun and Steinke 2016) and (ε, δ) of approximate differential privacy.</summary>
internal static class ZeroConcentrated
{
    private const int Halvings = 200;

    /// <summary>The smallest ε, rounded up, for which ρ-zCDP implies (ε, δ)-differential privacy (Canonne, Kamath and Steinke 2020, corollary 13).</summary>
    /// <param name="rho">ρ, 0 or more.</param>
    /// <param name="delta">δ, above 0 and below 1.</param>
    public static double Epsilon(double rho, double delta) =>
        rho == 0 ? 0 : Bisect(0, rho + (2 * Math.Sqrt(rho * Math.Log(1 / delta))), epsilon => Delta(rho, epsilon) <= delta).High;

    /// <summary>The largest ρ, rounded down, that implies (ε, δ)-differential privacy.</summary>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="delta">δ, above 0 and below 1.</param>
    public static double Rho(double epsilon, double delta) => Bisect(0, epsilon + 1, rho => Delta(rho, epsilon) > delta).Low;

    // The least over α > 1 of exp((α − 1)(αρ − ε)) / (α − 1) · (1 − 1/α)^α; its logarithm has one minimum.
    private static double Delta(double rho, double epsilon)
    {
        if (rho == 0)
        {
            return 0;
        }

        var (low, _) = Bisect(1.01, Math.Max(2, ((epsilon + 1) / (2 * rho)) + 2), alpha => ((2 * alpha) - 1) * rho - epsilon + Math.Log(1 - (1 / alpha)) >= 0);
        return Math.Exp(((low - 1) * ((low * rho) - epsilon)) - Math.Log(low - 1) + (low * Math.Log(1 - (1 / low))));
    }

    // The interval around the point from where on a condition holds.
    private static (double Low, double High) Bisect(double low, double high, Func<double, bool> holds)
    {
        for (int i = 0; i < Halvings; i++)
        {
            double middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (low, middle) : (middle, high);
        }

        return (low, high);
    }
}
