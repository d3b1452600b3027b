using System.Buffers.Binary;

namespace FairGan.Tables.Tests;

/// <summary>Writes Parquet files byte by byte, with page headers that may say what is not so.</summary>
internal static class HandmadeParquet
{
    public const int Integers = 2, Texts = 6;
    public const int Uncompressed = 0, Gzip = 2, Zstandard = 6;
    public const int Dictionary = 8;

    /// <summary>A page.</summary>
    /// <param name="Values">Its number of values.</param>
    /// <param name="Promised">The bytes that its header promises once it is decompressed.</param>
    /// <param name="Content">Its bytes.</param>
    /// <param name="IsDictionary">Whether it holds the dictionary.</param>
    /// <param name="Encoding">How values are encoded: 0 as they are, 8 as positions in the dictionary.</param>
    public sealed record Page(int Values, int Promised, byte[] Content, bool IsDictionary = false, int Encoding = 0);

    /// <summary>A file of one row group. All columns, c0 and on, have the same pages.</summary>
    public static byte[] File(int type, int codec, int rows, int columns, params Page[] pages)
    {
        using var file = new MemoryStream();
        file.Write("PAR1"u8);
        foreach (Page page in pages)
        {
            byte[] sizes = [.. I32(1, page.IsDictionary ? 2 : 0), .. I32(1, page.Promised), .. I32(1, page.Content.Length)];
            file.Write(page.IsDictionary
                ? [.. sizes, 0x4C, .. I32(1, page.Values), .. I32(1, 0), 0, 0]
                : [.. sizes, 0x2C, .. I32(1, page.Values), .. I32(1, page.Encoding), .. I32(1, 3), .. I32(1, 3), 0, 0]);
            file.Write(page.Content);
        }

        int length = (int)file.Length;
        int first = pages[0].IsDictionary ? HeaderLength(pages[0]) + pages[0].Content.Length : 0;
        byte[] Leaf(int i) => [.. I32(1, type), .. I32(2, 0), .. Text(1, $"c{i}"), .. (type == Texts ? I32(2, 0) : []), 0];
        byte[] Chunk(int i) =>
        [
            0x26, .. Varint(Zigzag(4)), 0x1C, .. I32(1, type), 0x19, 0x15, .. Varint(0), 0x19, 0x18, .. Raw($"c{i}"), .. I32(1, codec), .. I64(1, rows),
            .. I64(1, length), .. I64(1, length), .. I64(2, 4 + first), .. (pages[0].IsDictionary ? I64(2, 4) : []), 0, 0,
        ];
        byte[] footer =
        [
            .. I32(1, 2),
            0x19, .. ListOfStructs(columns + 1), 0x48, .. Raw("root"), .. I32(1, columns), 0, .. Enumerable.Range(0, columns).SelectMany(Leaf),
            .. I64(1, rows),
            0x19, .. ListOfStructs(1), 0x19, .. ListOfStructs(columns), .. Enumerable.Range(0, columns).SelectMany(Chunk), .. I64(1, length), .. I64(1, rows), 0,
            0,
        ];
        file.Write(footer);
        byte[] end = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(end, footer.Length);
        file.Write(end);
        file.Write("PAR1"u8);
        return file.ToArray();
    }

    private static int HeaderLength(Page page) => I32(1, 2).Length + I32(1, page.Promised).Length + I32(1, page.Content.Length).Length + 1 + I32(1, page.Values).Length + I32(1, 0).Length + 2;

    // Fields are numbered by their distance to the one before.
    private static byte[] I32(int step, long value) => [(byte)((step << 4) | 5), .. Varint(Zigzag(value))];

    private static byte[] I64(int step, long value) => [(byte)((step << 4) | 6), .. Varint(Zigzag(value))];

    private static byte[] Text(int step, string value) => [(byte)((step << 4) | 8), .. Raw(value)];

    private static byte[] Raw(string value) => [.. Varint((ulong)value.Length), .. System.Text.Encoding.UTF8.GetBytes(value)];

    private static byte[] ListOfStructs(int count) => [0xFC, .. Varint((ulong)count)];

    private static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>A number of variable length.</summary>
    public static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7)
        {
            bytes.Add((byte)(value | 128));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }
}
