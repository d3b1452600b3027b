using System.Security.Cryptography;

namespace FairGan.MLNet.Options;

/// <summary>Seeds that nobody can guess.</summary>
internal static class RandomSeed
{
    // Every JSON reader represents integers of this many bits exactly.
    private const int Bits = 53;

    /// <summary>A seed from the operating system's random numbers, at least 0. Tests put a fixed one here, so that they train the same in every run.</summary>
    public static Func<long> Next { get; set; } = FromSystem;

    /// <summary>A seed from the operating system's random numbers, at least 0.</summary>
    public static long FromSystem()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToInt64(bytes) & ((1L << Bits) - 1);
    }
}
