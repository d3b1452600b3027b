using System.Numerics;

namespace FairGan.Fairness.Metrics;

/// <summary>
/// Random numbers of one bootstrap replicate. Each replicate has its own stream, a function of the seed and of the
/// replicate's number alone, so that results do not depend on how replicates are spread over threads.
/// </summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood 2014); binomials by inversion for small means and by Hörmann's transformed rejection (1993) otherwise.</remarks>
internal struct ReplicateRandom
{
    private const double InversionLimit = 10;

    private static readonly double[] s_smallLogFactorials = LogFactorials(32);

    private ulong _state;

    public ReplicateRandom(int seed, int replicate)
    {
        _state = ((ulong)(uint)seed << 32) | (uint)replicate;
        // One scrambled step, so that neighbouring replicates do not walk the same sequence one step apart.
        _state = Next() ^ BitOperations.RotateLeft(Next(), 17);
    }

    /// <summary>A number in (0, 1).</summary>
    public double NextUniform() => ((Next() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>A random number of the standard normal distribution (Box and Muller).</summary>
    public double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(NextUniform())) * Math.Cos(2 * Math.PI * NextUniform());

    /// <summary>How many of <paramref name="trials"/> independent trials succeed.</summary>
    public long NextBinomial(long trials, double probability)
    {
        if (trials == 0 || probability <= 0)
        {
            return 0;
        }

        if (probability >= 1)
        {
            return trials;
        }

        if (probability > 0.5)
        {
            return trials - NextBinomial(trials, 1 - probability);
        }

        return trials * probability < InversionLimit ? ByInversion(trials, probability) : ByRejection(trials, probability);
    }

    /// <summary>Spreads <paramref name="trials"/> over the cells in proportion to their weights.</summary>
    public void NextMultinomial(long trials, ReadOnlySpan<long> weights, Span<long> drawn)
    {
        long total = 0;
        foreach (long weight in weights)
        {
            total += weight;
        }

        for (int i = 0; i < weights.Length; i++)
        {
            drawn[i] = weights[i] >= total ? trials : NextBinomial(trials, (double)weights[i] / total);
            trials -= drawn[i];
            total -= weights[i];
        }
    }

    private ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    private long ByInversion(long trials, double probability)
    {
        double odds = probability / (1 - probability);
        double mass = Math.Exp(trials * Math.Log(1 - probability));
        double uniform = NextUniform();
        long successes = 0;
        while (uniform > mass && successes < trials)
        {
            uniform -= mass;
            successes++;
            mass *= odds * (trials - successes + 1) / successes;
        }

        return successes;
    }

    private long ByRejection(long trials, double probability)
    {
        double spread = Math.Sqrt(trials * probability * (1 - probability));
        double b = 1.15 + (2.53 * spread);
        double a = -0.0873 + (0.0248 * b) + (0.01 * probability);
        double centre = (trials * probability) + 0.5;
        double squeeze = 0.92 - (4.2 / b);
        double alpha = (2.83 + (5.1 / b)) * spread;
        double logOdds = Math.Log(probability / (1 - probability));
        long mode = (long)((trials + 1) * probability);
        double logModeMass = LogFactorial(mode) + LogFactorial(trials - mode);
        while (true)
        {
            double u = NextUniform() - 0.5;
            double v = NextUniform();
            double edge = 0.5 - Math.Abs(u);
            double candidate = Math.Floor((((2 * a / edge) + b) * u) + centre);
            if (candidate < 0 || candidate > trials)
            {
                continue;
            }

            long successes = (long)candidate;
            if (edge >= 0.07 && v <= squeeze)
            {
                return successes;
            }

            double logMass = logModeMass - LogFactorial(successes) - LogFactorial(trials - successes) + ((successes - mode) * logOdds);
            if (Math.Log(v * alpha / ((a / (edge * edge)) + b)) <= logMass)
            {
                return successes;
            }
        }
    }

    private static double LogFactorial(long number)
    {
        if (number < s_smallLogFactorials.Length)
        {
            return s_smallLogFactorials[number];
        }

        // Stirling's series; at 32 the first term left out is below 1e-14.
        double x = number;
        double inverse = 1 / x;
        double inverseSquare = inverse * inverse;
        return ((x + 0.5) * Math.Log(x)) - x + 0.9189385332046727
            + (inverse * ((1.0 / 12) - (inverseSquare * ((1.0 / 360) - (inverseSquare / 1260)))));
    }

    private static double[] LogFactorials(int count)
    {
        double[] values = new double[count];
        for (int i = 1; i < count; i++)
        {
            values[i] = values[i - 1] + Math.Log(i);
        }

        return values;
    }
}
