using FairGan.MLNet.Training.Private;

namespace FairGan.MLNet.Tests.Privacy;

public sealed class NoiseShrinkageTests
{
    private const double Deviation = 45;

    // An amount that most lack: many at 0, a heap in the middle, a top code, and nothing else.
    [Fact]
    public void Noise_between_heaps_is_levelled_and_the_heaps_stay()
    {
        var random = new Random(1);
        double[] real = new double[200];
        (real[0], real[120], real[199]) = (35_000, 400, 250);
        long[] noisy = [.. real.Select(count => (long)Math.Round(count + (Deviation * Normal(random))))];

        double[] level = NoiseShrinkage.OfNeighbours(noisy, Deviation * Deviation);

        Assert.Equal(noisy.Sum(), level.Sum(), 1e-6);
        Assert.All((int[])[0, 120, 199], cell => Assert.Equal(real[cell], level[cell], 4 * Deviation));
        Assert.InRange(Error(level), 0, Error([.. noisy.Select(count => (double)count)]) / 3);

        double Error(double[] counts) => counts.Zip(real, (count, truth) => Math.Abs(count - truth)).Sum();
    }

    [Fact]
    public void Few_rows_of_many_categories_are_drawn_to_their_mean_as_far_as_noise_sets_them_apart()
    {
        var random = new Random(2);
        double[] real = [.. Enumerable.Range(0, 40).Select(i => 20.0 + (2 * i))];
        long[] noisy = [.. real.Select(count => (long)Math.Round(count + (Deviation * Normal(random))))];

        double[] drawn = NoiseShrinkage.OfAlike(noisy, Deviation * Deviation);

        Assert.Equal(noisy.Sum(), drawn.Sum(), 1e-6);
        Assert.InRange(Error(drawn), 0, Error([.. noisy.Select(count => (double)count)]) * 0.7);
        Assert.Equal(noisy.Select(count => (double)count), NoiseShrinkage.OfAlike(noisy, 0));

        double Error(double[] counts) => counts.Zip(real, (count, truth) => Math.Abs(count - truth)).Sum();
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
