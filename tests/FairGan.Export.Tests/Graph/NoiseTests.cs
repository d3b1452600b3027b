
using FairGan.Export.Format.Noise;

namespace FairGan.Export.Tests.Graph;

public class NoiseTests
{
    [Fact]
    public void Uniforms_are_evenly_spread_and_uncorrelated()
    {
        const int Width = 50, Rows = 20_000;
        var noise = new float[Width * Rows];
        SplitMix64.Fill(7, 0, Width, noise);
        Assert.All(noise, u => Assert.True(u is > 0 and < 1));
        var cells = new int[100];
        foreach (float u in noise)
        {
            cells[(int)(u * 100)]++;
        }

        double expected = noise.Length / 100.0;
        Assert.InRange(cells.Sum(n => (n - expected) * (n - expected) / expected), 50, 160); // chi-square of 99 degrees
        Assert.InRange(Correlation(1), -0.005, 0.005);
        Assert.InRange(Correlation(Width), -0.005, 0.005);

        double Correlation(int lag) => 12 * Enumerable.Range(0, noise.Length - lag).Average(i => (noise[i] - 0.5) * (noise[i + lag] - 0.5));
    }

    [Fact]
    public void Noise_of_a_row_does_not_depend_on_where_the_run_starts()
    {
        var whole = new float[13 * 100];
        var part = new float[13 * 20];
        SplitMix64.Fill(-3, 1_000_000_000_000, 13, whole);
        SplitMix64.Fill(-3, 1_000_000_000_040, 13, part);
        Assert.Equal(whole.AsSpan(13 * 40, part.Length).ToArray(), part);
    }

    [Fact]
    public void Neighbouring_seeds_have_unrelated_noise()
    {
        var a = new float[50_000];
        var b = new float[50_000];
        SplitMix64.Fill(1, 0, 10, a);
        SplitMix64.Fill(2, 0, 10, b);
        Assert.InRange(12 * a.Zip(b).Average(p => (p.First - 0.5) * (p.Second - 0.5)), -0.02, 0.02);
    }
}
