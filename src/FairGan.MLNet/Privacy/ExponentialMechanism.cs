namespace FairGan.MLNet.Privacy;

/// <summary>
/// Chooses one of several candidates with probabilities ∝ exp(ε · score / 2Δ) (McSherry and Talwar 2007), exactly, where one person changes every
/// score by at most Δ. It is ε²/8-zCDP (Cesar and Rogers 2021).
/// </summary>
internal static class ExponentialMechanism
{
    private const int Parts = 1 << 20;

    /// <summary>The ε of a choice that spends ρ of zero-concentrated differential privacy, rounded down.</summary>
    /// <param name="rho">ρ, above 0.</param>
    public static double Epsilon(double rho) => Math.Floor(Math.Sqrt(8 * rho) * Parts) / Parts;

    /// <summary>Chooses.</summary>
    /// <param name="scores">The scores, one or more.</param>
    /// <param name="sensitivity">Δ, 1 or more.</param>
    /// <param name="epsilon">ε, a multiple of 2^−20 as of <see cref="Epsilon"/>.</param>
    /// <param name="random">Source of the randomness.</param>
    /// <returns>The position of the chosen candidate.</returns>
    public static int Choose(IReadOnlyList<long> scores, int sensitivity, double epsilon, SystemRandom random)
    {
        // A candidate chosen evenly is accepted with probability exp(−ε · (best − score) / 2Δ); the best one always.
        var numerator = (UInt128)(epsilon * Parts);
        long best = scores.Max();
        while (true)
        {
            var candidate = (int)random.Below((UInt128)scores.Count);
            if (random.IsExponential((UInt128)(best - scores[candidate]) * numerator, 2 * (UInt128)sensitivity * Parts))
            {
                return candidate;
            }
        }
    }
}
