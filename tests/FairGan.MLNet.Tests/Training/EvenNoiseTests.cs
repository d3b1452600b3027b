using FairGan.MLNet.Torch;
using FairGan.MLNet.Training.Network;
using static TorchSharp.torch;

namespace FairGan.MLNet.Tests.Training;

public sealed class EvenNoiseTests
{
    public EvenNoiseTests() => TorchRuntime.EnsureStarted();

    // The mean of 1,024 independent numbers is off by 0.03, the correlation of two as well.
    [Theory]
    [InlineData(8)]
    [InlineData(20)]
    public void Vectors_are_normal_and_more_even_than_independent_ones(int width)
    {
        const int Count = 1024, Draws = 20;
        var random = new Random(1);
        using var order = new Generator(1, CPU);
        double means = 0, products = 0, beside = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            using var vectors = EvenNoise.Vectors(0, Count, Shift(random, width), order);
            float[] values = [.. vectors.data<float>()];
            double[] columns = [.. Enumerable.Range(0, width).Select(j => Enumerable.Range(0, Count).Average(i => (double)values[(i * width) + j]))];
            Assert.All(columns, mean => Assert.InRange(mean, -0.015, 0.015));
            Assert.InRange(values.Average(value => value * value), 0.97, 1.03);
            means += columns.Average(mean => mean * mean);
            products += Math.Pow(Correlation(values, 0, 3), 2);

            // Of vectors beside each other one says nothing of the next.
            beside += Math.Pow(Enumerable.Range(0, Count - 1).Average(i => (double)values[i * width] * values[((i + 1) * width) + 1]), 2);
        }

        Assert.InRange(Math.Sqrt(means / Draws), 0, 0.004);
        Assert.InRange(Math.Sqrt(products / Draws), 0, 0.02);
        Assert.InRange(Math.Sqrt(beside / Draws), 0, 0.06);

        double Correlation(float[] values, int a, int b) => Enumerable.Range(0, Count).Average(i => (double)values[(i * width) + a] * values[(i * width) + b]);
    }

    [Fact]
    public void Parts_of_a_sequence_make_the_whole()
    {
        double[] shift = [0.1, 0.7];
        using var order = new Generator(1, CPU);
        using var all = EvenNoise.Vectors(0, 64, shift, order);
        using var first = EvenNoise.Vectors(0, 32, shift, order);
        using var later = EvenNoise.Vectors(32, 32, shift, order);
        Assert.Equal(all.data<float>().Order(), first.data<float>().Concat(later.data<float>()).Order());
    }

    private static double[] Shift(Random random, int width) => [.. Enumerable.Range(0, width).Select(_ => random.NextDouble())];
}
