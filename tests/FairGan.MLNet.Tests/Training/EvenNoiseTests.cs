using FairGan.MLNet.Torch;
using FairGan.MLNet.Training;

namespace FairGan.MLNet.Tests.Training;

public sealed class EvenNoiseTests
{
    public EvenNoiseTests() => TorchRuntime.EnsureStarted();

    // The mean of 1,024 independent numbers is off by 0.03, the correlation of two as well.
    [Fact]
    public void Vectors_are_normal_and_more_even_than_independent_ones()
    {
        const int Count = 1024, Width = 8;
        var random = new Random(1);
        double means = 0, products = 0;
        for (int draw = 0; draw < 20; draw++)
        {
            using var vectors = EvenNoise.Vectors(0, Count, Enumerable.Range(0, Width).Select(_ => random.NextDouble()).ToArray());
            float[] values = [.. vectors.data<float>()];
            double[] columns = [.. Enumerable.Range(0, Width).Select(j => Enumerable.Range(0, Count).Average(i => (double)values[(i * Width) + j]))];
            Assert.All(columns, mean => Assert.InRange(mean, -0.015, 0.015));
            Assert.InRange(values.Average(value => value * value), 0.97, 1.03);
            means += columns.Average(mean => mean * mean);
            products += Math.Pow(Enumerable.Range(0, Count).Average(i => (double)values[i * Width] * values[(i * Width) + 3]), 2);
        }

        Assert.InRange(Math.Sqrt(means / 20), 0, 0.004);
        Assert.InRange(Math.Sqrt(products / 20), 0, 0.015);
    }

    [Fact]
    public void Another_shift_gives_other_vectors_and_a_later_part_goes_on()
    {
        using var all = EvenNoise.Vectors(0, 8, [0.1, 0.7]);
        using var later = EvenNoise.Vectors(4, 4, [0.1, 0.7]);
        using var other = EvenNoise.Vectors(0, 8, [0.2, 0.7]);
        Assert.Equal(all.data<float>().Skip(8), later.data<float>());
        Assert.NotEqual(all.data<float>(), other.data<float>());
    }
}
