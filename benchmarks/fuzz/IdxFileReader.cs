using System.Buffers.Binary;
using System.IO.Compression;

namespace FairGan.Fuzz;

/// <summary>IDX files of small images: a generator is trained on them for one step.</summary>
internal sealed class IdxFileReader : Reader
{
    private const int Images = 40, Side = 6;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds() => [.. new byte[] { 0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E }.Select(File), Zipped(File(0x08))];

    /// <inheritdoc/>
    public override byte[] Damage(byte[] file, Random random)
    {
        byte[] changed = (byte[])file.Clone();
        if (file.Length < 16)
        {
            return Fuzz.Damage.Bytes(file, random);
        }

        switch (random.Next(4))
        {
            case 0:
                changed[2] = (byte)random.Next(16);
                return changed;
            case 1:
                changed[3] = (byte)random.Next(256);
                return changed;
            case 2:
                BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(4 * (1 + random.Next(3))), (int)Fuzz.Damage.Number(random));
                return changed;
            default:
                return random.Next(2) == 0 ? Zipped(file) : Fuzz.Damage.Bytes(file, random);
        }
    }

    /// <inheritdoc/>
    public override string? Try(byte[] file, long input)
    {
        bool isZipped = file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        string path = Commands.Put(isZipped ? "images.idx.gz" : "images.idx", file);
        return CommandTrial.Run("train", path, "--steps", "1", "--out", Commands.Folder);
    }

    private static byte[] File(byte type)
    {
        int width = type switch { 0x08 or 0x09 => 1, 0x0B => 2, 0x0C or 0x0D => 4, _ => 8 };
        byte[] file = new byte[16 + (Images * Side * Side * width)];
        new Random(type).NextBytes(file.AsSpan(16));
        (file[2], file[3]) = (type, 3);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), Images);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), Side);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12), Side);
        if (type > 0x0C)
        {
            for (int at = 16; at < file.Length; at += width)
            {
                double value = file[at] / 255.0;
                if (width == 4)
                {
                    BinaryPrimitives.WriteSingleBigEndian(file.AsSpan(at), (float)value);
                }
                else
                {
                    BinaryPrimitives.WriteDoubleBigEndian(file.AsSpan(at), value);
                }
            }
        }

        return file;
    }

    private static byte[] Zipped(byte[] file)
    {
        using var zipped = new MemoryStream();
        using (var stream = new GZipStream(zipped, CompressionMode.Compress))
        {
            stream.Write(file);
        }

        return zipped.ToArray();
    }
}
