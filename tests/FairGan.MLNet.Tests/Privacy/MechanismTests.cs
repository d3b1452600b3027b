using FairGan.MLNet.Privacy;

namespace FairGan.MLNet.Tests.Privacy;

/// <summary>The mechanisms against their exact distributions, and the accounting against published figures.</summary>
public sealed class MechanismTests
{
    // Random numbers come from the operating system: a right mechanism fails once in a million runs.
    private const double Deviations = 5;

    [Fact]
    public void Zero_concentrated_privacy_converts_as_published()
    {
        // Canonne, Kamath and Steinke 2020, and the check of their published code.
        Assert.Equal(0.6880, ZeroConcentrated.Epsilon(1.0 / 32, 1e-3), 4);
        Assert.Equal(0, ZeroConcentrated.Epsilon(0, 1e-6));
        Assert.All((double[])[0.01, 0.3, 1, 10, 1000], epsilon =>
        {
            double rho = ZeroConcentrated.Rho(epsilon, 1e-6);
            Assert.Equal(epsilon, ZeroConcentrated.Epsilon(rho, 1e-6), 1e-6 * epsilon);
            Assert.True(rho + (2 * Math.Sqrt(rho * Math.Log(1e6))) >= epsilon, "The conversion is no tighter than the simple bound.");
        });
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3.7)]
    [InlineData(20)]
    [InlineData(200)]
    public void Noise_has_the_discrete_Gaussian_distribution(double deviation)
    {
        const int Draws = 100_000;
        var noise = new DiscreteGaussian(deviation * deviation);
        var random = new SystemRandom();
        long[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => noise.Next(random))];

        // Cells as wide as a quarter of the deviation, and the tails.
        int width = Math.Max(1, (int)(deviation / 4)), cells = (int)Math.Ceiling(3 * deviation / width);
        int Cell(long x) => (int)Math.Clamp(Math.Round((double)x / width, MidpointRounding.AwayFromZero), -cells, cells) + cells;
        var expected = new double[(2 * cells) + 1];
        int most = (int)(40 * deviation) + 10;
        double total = 0;
        for (int x = -most; x <= most; x++)
        {
            double density = Math.Exp(-(double)x * x / (2 * noise.Variance));
            expected[Cell(x)] += density;
            total += density;
        }

        var counts = new double[expected.Length];
        foreach (long x in drawn)
        {
            counts[Cell(x)]++;
        }

        double square = counts.Zip(expected, (count, share) => share / total * Draws is var mean && mean > 0 ? (count - mean) * (count - mean) / mean : 0).Sum();
        double freedom = expected.Length - 1;
        Assert.True(square < freedom + (Deviations * 1.5 * Math.Sqrt(2 * freedom)) + 15, $"Chi-square {square} with {freedom} degrees of freedom.");
        Assert.InRange(drawn.Average(), -Deviations * deviation / Math.Sqrt(Draws), Deviations * deviation / Math.Sqrt(Draws));
    }

    [Fact]
    public void Choices_have_the_exponential_mechanisms_frequencies()
    {
        const int Draws = 60_000;
        long[] scores = [10, 12, 12, 3, -5];
        double epsilon = ExponentialMechanism.Epsilon(0.02);
        var random = new SystemRandom();
        int[] counts = new int[scores.Length];
        for (int i = 0; i < Draws; i++)
        {
            counts[ExponentialMechanism.Choose(scores, 2, epsilon, random)]++;
        }

        double[] weights = [.. scores.Select(score => Math.Exp(epsilon * score / 4))];
        Assert.All(weights.Zip(counts), pair =>
        {
            double share = pair.First / weights.Sum();
            Assert.InRange(pair.Second, (share * Draws) - (Deviations * Math.Sqrt(share * Draws)), (share * Draws) + (Deviations * Math.Sqrt(share * Draws)));
        });
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(0.5, true)]
    public void A_test_for_one_row_stays_below_the_claim_and_finds_noise_that_is_half_as_large(double factor, bool isFound)
    {
        // Worst case: one cell is empty without the person. The bound is that of 99.9 % confidence at the best of all thresholds.
        const int Runs = 200_000;
        const double Delta = 1e-5;
        double claimed = ZeroConcentrated.Epsilon(0.5, Delta);
        var noise = new DiscreteGaussian(factor * factor);
        var random = new SystemRandom();
        long[] without = [.. Enumerable.Range(0, Runs).Select(_ => noise.Next(random))], with = [.. Enumerable.Range(0, Runs).Select(_ => noise.Next(random) + 1)];
        double bound = Enumerable.Range(1, 8).Max(threshold =>
        {
            double least = Bound(with.Count(x => x >= threshold), -1), most = Bound(without.Count(x => x >= threshold), 1);
            return Math.Log(Math.Max(1e-9, least - Delta) / most);
        });
        Assert.Equal(isFound, bound > claimed);

        // Wilson's bound.
        static double Bound(double count, int side)
        {
            const double Z = 3.3;
            double share = count / Runs, spread = Z * Math.Sqrt((share * (1 - share) / Runs) + (Z * Z / (4.0 * Runs * Runs)));
            return (share + (Z * Z / (2 * Runs)) + (side * spread)) / (1 + (Z * Z / Runs));
        }
    }

    [Fact]
    public void A_budget_cannot_be_overspent()
    {
        var ledger = new PrivacyLedger(0.1);
        ledger.Charge(new PrivacyCharge("age", "discrete Gaussian", 0.06));
        Assert.Throws<InvalidOperationException>(() => ledger.Charge(new PrivacyCharge("sex", "discrete Gaussian", 0.06)));
        Assert.Equal(0.04, ledger.Left, 12);
        Assert.Single(ledger.Charges);
    }
}
