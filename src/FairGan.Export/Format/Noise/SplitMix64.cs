// Part of the file format: may not change within a version of it.
using System.Runtime.Intrinsics;

namespace FairGan.Export.Format.Noise;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014) as a function of a counter: the
/// twin of the noise nodes in the generator's graph.
/// </summary>
internal static class SplitMix64
{
    public const long Increment = unchecked((long)0x9E3779B97F4A7C15);
    public const long First = unchecked((long)0xBF58476D1CE4E5B9);
    public const long Second = unchecked((long)0x94D049BB133111EB);

    /// <summary>Fills the uniforms of consecutive rows.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="startRow">Number of the first row.</param>
    /// <param name="width">Uniforms of a row.</param>
    /// <param name="destination">Rows × <paramref name="width"/> numbers above 0 and below 1.</param>
    public static void Fill(long seed, long startRow, int width, Span<float> destination)
    {
        ulong state = unchecked(Mix((ulong)(seed + Increment)) + ((ulong)startRow * (ulong)width * (ulong)Increment));
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var low = Vector256.Create(state) + (Vector256.Create(1ul, 2, 3, 4) * unchecked((ulong)Increment));
            var four = Vector256.Create(unchecked(4 * (ulong)Increment));
            for (; i <= destination.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                var high = low + four;
                Uniforms(Vector256.Narrow(Mix(low) >>> 41, Mix(high) >>> 41)).CopyTo(destination[i..]);
                low = high + four;
            }

            state = unchecked(state + ((ulong)i * (ulong)Increment));
        }

        for (; i < destination.Length; i++)
        {
            state = unchecked(state + (ulong)Increment);
            destination[i] = ((Mix(state) >> 41) + 0.5f) * (1f / (1 << 23));
        }
    }

    // A whole number of 23 bits is the mantissa of a number from 2^23 on.
    private static Vector256<float> Uniforms(Vector256<uint> bits) =>
        ((bits | Vector256.Create(0x4B000000u)).AsSingle() - Vector256.Create((float)(1 << 23)) + Vector256.Create(0.5f)) * (1f / (1 << 23));

    private static Vector256<ulong> Mix(Vector256<ulong> value)
    {
        value = (value ^ (value >>> 30)) * unchecked((ulong)First);
        value = (value ^ (value >>> 27)) * unchecked((ulong)Second);
        return value ^ (value >>> 31);
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * (ulong)First;
            value = (value ^ (value >> 27)) * (ulong)Second;
            return value ^ (value >> 31);
        }
    }
}
