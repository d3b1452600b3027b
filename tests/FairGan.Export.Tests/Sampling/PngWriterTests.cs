using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FairGan.Export.Schemas;
using FairGan.Export.Vectors;

namespace FairGan.Export.Tests.Sampling;

public sealed class PngWriterTests
{
    private static readonly VectorSchema s_pictures = new("picture", [2, 3], [-1], [1], null, [1]);

    [Fact]
    public void A_vector_becomes_grey_pixels_between_the_ends_of_its_range()
    {
        Assert.Equal([[0, 128, 255], [0, 191, 255]], Pixels([-1, 0, 1, -5, 0.5f, 7], 1, out _));
    }

    [Fact]
    public void Vectors_stand_side_by_side_with_a_line_between_them()
    {
        byte[][] pixels = Pixels([.. Enumerable.Repeat(1f, 6), .. Enumerable.Repeat(-1f, 6), .. Enumerable.Repeat(1f, 6)], 2, out (int Width, int Height) size);

        Assert.Equal((7, 5), size);
        Assert.Equal([255, 255, 255, 64, 0, 0, 0], pixels[1]);
        Assert.Equal([64, 64, 64, 64, 64, 64, 64], pixels[2]);
        Assert.Equal([255, 255, 255, 64, 64, 64, 64], pixels[3]);
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PngWriter.Write(new VectorSchema("row", [6], [0], [1], null, [1]), new float[6], Stream.Null));
        Assert.Throws<ArgumentException>(() => PngWriter.Write(s_pictures, new float[5], Stream.Null));
        Assert.Throws<ArgumentException>(() => PngWriter.WriteGrid(s_pictures, new float[6 * 20_000], 1, Stream.Null));
    }

    // A reader of the format's own: chunks with their checksums, then the rows of pixels.
    private static byte[][] Pixels(float[] vectors, int columns, out (int Width, int Height) size)
    {
        using var stream = new MemoryStream();
        PngWriter.WriteGrid(s_pictures, vectors, columns, stream);
        byte[] file = stream.ToArray();
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10], file[..8]);
        var chunks = new Dictionary<string, byte[]>();
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add(Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]);
            Assert.Equal(Checksum(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            at += length + 12;
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Keys);
        size = (BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"]), BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"].AsSpan(4)));
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress))
        {
            zlib.CopyTo(data);
        }

        byte[] rows = data.ToArray();
        int width = size.Width;
        Assert.Equal(size.Height * (width + 1), rows.Length);
        return [.. rows.Chunk(width + 1).Select(row => row[1..])];
    }

    // The polynomial division that defines CRC-32, bit by bit from the highest power down.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint remainder = uint.MaxValue;
        foreach (byte value in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool carry = (remainder >> 31 == 1) != ((value >> bit & 1) == 1);
                remainder = (remainder << 1) ^ (carry ? 0x04C11DB7u : 0);
            }
        }

        uint reversed = 0;
        for (int bit = 0; bit < 32; bit++)
        {
            reversed |= (~remainder >> bit & 1) << (31 - bit);
        }

        return reversed;
    }
}
