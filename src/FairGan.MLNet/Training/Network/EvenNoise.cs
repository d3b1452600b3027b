using FairGan.Export.Format.Noise;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Network;

/// <summary>
/// Normal noise vectors that are spread more evenly than independent ones, so that fewer of them represent the whole distribution:
/// Korobov's lattice as a sequence whose first 2^k points are the lattice of so many (Hickernell, Hong, L'Ecuyer and Lemieux 2000), moved by
/// a random vector (Cranley and Patterson 1976), through the normal distribution's quantiles.
/// </summary>
internal static class EvenNoise
{
    private const double Edge = 1e-9;

    /// <summary>Noise vectors; each by itself is exactly normal where the shift is uniform.</summary>
    /// <param name="first">Number of the first vector of the sequence.</param>
    /// <param name="count">Number of vectors.</param>
    /// <param name="shift">What the sequence is moved by, of the width of the noise, from 0 to 1.</param>
    /// <param name="generator">Shuffles the vectors, so that adjacent ones are practically independent.</param>
    /// <returns>[count, width].</returns>
    public static Tensor Vectors(int first, int count, ReadOnlySpan<double> shift, Generator generator)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (int from = 0; from < shift.Length; from += LatticeNodes.MostDimensions)
        {
            var part = shift[from..Math.Min(from + LatticeNodes.MostDimensions, shift.Length)];
            parts.Add(tensor(Points(first, count, part), count, part.Length).index_select(0, randperm(count, generator: generator)));
        }

        return cat(parts, 1).Times(2).Minus(1).erfinv().Times(Math.Sqrt(2)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private static double[] Points(int first, int count, ReadOnlySpan<double> shift)
    {
        var points = new double[count * shift.Length];
        for (int i = 0, at = 0; i < count; i++)
        {
            uint point = Reversed((uint)(first + i));
            for (int j = 0; j < shift.Length; j++, point *= LatticeNodes.Multiplier)
            {
                double moved = shift[j] + (point / 4294967296.0);
                points[at++] = Math.Clamp(moved - Math.Floor(moved), Edge, 1 - Edge);
            }
        }

        return points;
    }

    // The bits the other way round: of 2^k numbers each is in another 2^k-th part.
    private static uint Reversed(uint number)
    {
        uint reversed = 0;
        for (int bit = 0; bit < 32; bit++, number >>= 1)
        {
            reversed = (reversed << 1) | (number & 1);
        }

        return reversed;
    }
}
