using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FairGan.MLNet.Privacy;

/// <summary>
/// Exact random choices from the operating system's random numbers: whole numbers and events whose probabilities are rational numbers or
/// exponentials of such. There is no seed, and no floating-point number, whose rounding could reveal the data (Mironov 2012).
/// </summary>
internal sealed class SystemRandom
{
    private readonly byte[] _bytes = new byte[8192];
    private int _used = 8192;

    /// <summary>A whole number from 0 to below a bound, each with the same probability.</summary>
    /// <param name="bound">The bound, 1 or more.</param>
    public UInt128 Below(UInt128 bound)
    {
        int bits = (int)UInt128.Log2(bound) + 1;
        while (true)
        {
            UInt128 number = bits <= 64 ? Word() >> (64 - bits) : ((UInt128)(Word() >> (128 - bits)) << 64) | Word();
            if (number < bound)
            {
                return number;
            }
        }
    }

    /// <summary>True with the probability numerator / denominator.</summary>
    /// <param name="numerator">0 to the denominator.</param>
    /// <param name="denominator">1 or more.</param>
    public bool IsOneOf(UInt128 numerator, UInt128 denominator) => Below(denominator) < numerator;

    /// <summary>True with the probability exp(−numerator / denominator) (Canonne, Kamath and Steinke 2020, algorithm 1).</summary>
    /// <param name="numerator">0 or more.</param>
    /// <param name="denominator">1 or more; at most 2^120.</param>
    public bool IsExponential(UInt128 numerator, UInt128 denominator)
    {
        while (numerator > denominator)
        {
            if (!IsFraction(1, 1))
            {
                return false;
            }

            numerator -= denominator;
        }

        return IsFraction(numerator, denominator);
    }

    // For exponents of at most 1: the terms of the series alternate.
    private bool IsFraction(UInt128 numerator, UInt128 denominator)
    {
        uint terms = 1;
        while (IsOneOf(numerator, denominator * terms))
        {
            terms++;
        }

        return (terms & 1) == 1;
    }

    private ulong Word()
    {
        if (_used == _bytes.Length)
        {
            RandomNumberGenerator.Fill(_bytes);
            _used = 0;
        }

        ulong word = BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(_used));
        _bytes.AsSpan(_used, sizeof(ulong)).Clear();
        _used += sizeof(ulong);
        return word;
    }
}
