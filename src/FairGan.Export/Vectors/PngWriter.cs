using System.Buffers.Binary;
using System.IO.Compression;

namespace FairGan.Export.Vectors;

/// <summary>Writes generated vectors as greyscale PNG images (ISO/IEC 15948), 8 bits a pixel: the lowest value of an item's range is black, the highest white.</summary>
internal static class PngWriter
{
    private const int LargestSide = 1 << 15;

    /// <summary>Writes one vector as an image.</summary>
    /// <param name="schema">The vectors; they have two dimensions.</param>
    /// <param name="vector">The vector's items, row of pixels after row.</param>
    /// <param name="stream">The destination.</param>
    /// <exception cref="ArgumentException">The vectors are not images, or the vector is not of their length.</exception>
    public static void Write(VectorSchema schema, ReadOnlySpan<float> vector, Stream stream) => WriteGrid(schema, vector, 1, stream);

    /// <summary>Writes vectors as one image, side by side in rows, with a line of grey pixels between them.</summary>
    /// <param name="schema">The vectors; they have two dimensions.</param>
    /// <param name="vectors">The items, vector after vector; places at the end that are left over stay grey.</param>
    /// <param name="columns">Vectors in a row, 1 or more.</param>
    /// <param name="stream">The destination.</param>
    /// <exception cref="ArgumentException">The vectors are not images, there is none, or they make too large an image.</exception>
    public static void WriteGrid(VectorSchema schema, ReadOnlySpan<float> vectors, int columns, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (!schema.IsPicture)
        {
            throw new ArgumentException($"The vectors of column '{schema.Column}' have {schema.Shape.Count} dimension(s); images have two.", nameof(schema));
        }

        if (vectors.Length == 0 || vectors.Length % schema.Width != 0)
        {
            throw new ArgumentException($"The items must make up one or more vectors of {schema.Width}.", nameof(vectors));
        }

        const byte Between = 64;
        int height = schema.Shape[0], width = schema.Shape[1], count = vectors.Length / schema.Width, rows = (count + columns - 1) / columns;
        long across = ((long)columns * (width + 1)) - 1, down = ((long)rows * (height + 1)) - 1;
        if (across > LargestSide || down > LargestSide)
        {
            throw new ArgumentException($"An image has at most {LargestSide} pixels a side; these vectors make {across} × {down}.", nameof(vectors));
        }

        byte[] pixels = new byte[across * down];
        pixels.AsSpan().Fill(Between);
        for (int i = 0; i < vectors.Length; i++)
        {
            int vector = i / schema.Width, item = i % schema.Width;
            int range = schema.Low.Count == 1 ? 0 : item;
            float spread = schema.High[range] - schema.Low[range];
            float share = spread > 0 ? (vectors[i] - schema.Low[range]) / spread : 0;
            long y = ((long)(vector / columns) * (height + 1)) + (item / width), x = ((long)(vector % columns) * (width + 1)) + (item % width);
            pixels[(y * across) + x] = (byte)MathF.Round(255 * Math.Clamp(share, 0, 1));
        }

        Write(pixels, (int)across, (int)down, stream);
    }

    private static void Write(byte[] pixels, int width, int height, Stream stream)
    {
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        Chunk("IHDR"u8, header);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels, row * width, width);
            }
        }

        Chunk("IDAT"u8, data.ToArray());
        Chunk("IEND"u8, []);

        void Chunk(ReadOnlySpan<byte> type, byte[] content)
        {
            byte[] number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            stream.Write(number);
            stream.Write(type);
            stream.Write(content);
            BinaryPrimitives.WriteUInt32BigEndian(number, ~Checksum(Checksum(uint.MaxValue, type), content));
            stream.Write(number);
        }
    }

    // CRC-32 as PNG's annex D has it.
    private static uint Checksum(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
            }
        }

        return sum;
    }
}
