using System.Buffers.Binary;

namespace FairGan.Fuzz;

/// <summary>Parquet files: inspected and audited.</summary>
internal sealed class ParquetReader : Reader
{
    private const int Tail = 8;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds() => [SeedTables.Parquet(5), SeedTables.Parquet(60), SeedTables.Parquet(3000)];

    /// <inheritdoc/>
    public override byte[] Damage(byte[] file, Random random)
    {
        int length = file.Length < Tail + 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - Tail));
        int start = file.Length - Tail - length;
        if (length < 1 || start < 4)
        {
            return Fuzz.Damage.Bytes(file, random);
        }

        // Most damage is to the footer and to the headers of pages, where sizes stand.
        byte[] data = file[..start], footer = file[start..^Tail];
        switch (random.Next(8))
        {
            case <= 3:
                footer = Numbers(footer, random);
                break;
            case 4:
                footer = Fuzz.Damage.Bytes(footer, random);
                break;
            case 5:
                data = Numbers(data, random);
                break;
            case 6:
                data = Fuzz.Damage.Bytes(data, random);
                break;
            default:
                int from = random.Next(footer.Length), to = Math.Min(footer.Length, from + random.Next(1, 200));
                footer = [.. footer[..to], .. Enumerable.Repeat(footer[from..to], random.Next(1, 50)).SelectMany(part => part), .. footer[to..]];
                break;
        }

        byte[] tail = file[^Tail..];
        if (random.Next(20) > 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(tail, footer.Length);
        }

        return [.. data, .. footer, .. tail];
    }

    /// <inheritdoc/>
    public override string? Try(byte[] file, long input)
    {
        string path = Commands.Put("table.parquet", file);
        return input % 3 == 0
            ? CommandTrial.Run("audit", path, "--label", SeedTables.Label, "--positive", "yes", "--sensitive", SeedTables.Sensitive)
            : CommandTrial.Run("inspect", path);
    }

    // A number of variable length in place of a byte: a length, a count or a type.
    private static byte[] Numbers(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        int at = random.Next(bytes.Length);
        List<byte> number = [];
        ulong value = (ulong)Fuzz.Damage.Number(random);
        if (random.Next(3) == 0)
        {
            value = (ulong)random.Next(256);
        }

        for (; value > 127; value >>= 7)
        {
            number.Add((byte)(value | 128));
        }

        number.Add((byte)value);
        return [.. bytes[..at], .. number, .. bytes[(at + 1)..]];
    }
}
