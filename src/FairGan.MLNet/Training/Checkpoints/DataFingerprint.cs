using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace FairGan.MLNet.Training.Checkpoints;

/// <summary>A hash of all that training takes from a prepared table: equal tables give equal generators.</summary>
internal static class DataFingerprint
{
    /// <summary>The hash of a table.</summary>
    public static string Of(EncodedTable table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(table.Schema, FileJson.Table));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(table.Derivations, FileJson.Default.IReadOnlyListDerivation));
        foreach (ushort[] codes in table.Codes)
        {
            hash.AppendData(MemoryMarshal.AsBytes<ushort>(codes));
        }

        foreach (float[] numbers in table.Numbers.OfType<float[]>())
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(numbers));
        }

        foreach (bool[] altered in table.Altered.OfType<bool[]>())
        {
            hash.AppendData(MemoryMarshal.AsBytes<bool>(altered));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The hash of vectors.</summary>
    public static string Of(VectorTable table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(table.Schema, FileJson.Default.VectorSchema));
        hash.AppendData(MemoryMarshal.AsBytes<float>(table.Values));
        hash.AppendData(MemoryMarshal.AsBytes<int>(table.Groups));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
