namespace FairGan.MLNet.Privacy;

/// <summary>
/// The discrete Gaussian distribution on the whole numbers, P(x) ∝ exp(−x² / 2σ²), sampled exactly (Canonne, Kamath and Steinke 2020, algorithm
/// 3). Added to counts that one person changes by at most 1 in Euclidean norm, it is 1 / 2σ²-zCDP.
/// </summary>
internal sealed class DiscreteGaussian
{
    private const int Parts = 64;
    private const double MostVariance = 1e15;

    private readonly UInt128 _numerator;
    private readonly UInt128 _scale;

    /// <param name="variance">σ², above 0 and at most 10^15; it is rounded up to a multiple of 1/64.</param>
    public DiscreteGaussian(double variance)
    {
        if (!(variance > 0 && variance <= MostVariance))
        {
            throw new ArgumentOutOfRangeException(nameof(variance), variance, "The variance must be above 0 and at most 10^15.");
        }

        _numerator = (UInt128)Math.Ceiling(variance * Parts);
        _scale = (UInt128)Math.Floor(Math.Sqrt(variance)) + 1;
    }

    /// <summary>σ² as it is used.</summary>
    public double Variance => (double)_numerator / Parts;

    /// <summary>A number that samples exceed with a given probability at most: the tail is below that of the continuous distribution from one less on (proposition 25).</summary>
    /// <param name="probability">The probability, above 0 and at most 1/2.</param>
    public long Exceeded(double probability) => (long)Math.Ceiling(Math.Sqrt(2 * Variance * Math.Log(1 / (2 * probability))));

    /// <summary>One number.</summary>
    /// <param name="random">Source of the randomness.</param>
    public long Next(SystemRandom random)
    {
        // A discrete Laplace number y of scale t is accepted with probability exp(−(|y| − σ²/t)² / 2σ²).
        UInt128 denominator = 2 * _numerator * Parts * _scale * _scale;
        while (true)
        {
            Int128 laplace = Laplace(random);
            Int128 distance = (Int128.Abs(laplace) * (Int128)(Parts * _scale)) - (Int128)_numerator;
            if (random.IsExponential((UInt128)(distance * distance), denominator))
            {
                return (long)laplace;
            }
        }
    }

    private Int128 Laplace(SystemRandom random)
    {
        while (true)
        {
            UInt128 rest = random.Below(_scale);
            if (!random.IsExponential(rest, _scale))
            {
                continue;
            }

            UInt128 whole = 0;
            while (random.IsExponential(1, 1))
            {
                whole++;
            }

            var size = (Int128)(rest + (_scale * whole));
            bool isNegative = random.Below(2) == 0;
            if (!isNegative || size != 0)
            {
                return isNegative ? -size : size;
            }
        }
    }
}
