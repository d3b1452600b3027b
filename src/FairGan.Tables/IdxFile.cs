using System.Buffers.Binary;
using System.IO.Compression;

namespace FairGan.Tables;

/// <summary>A file in the IDX format of the MNIST database: numbers in an array of one or more dimensions, the first of which counts the rows.</summary>
/// <param name="Shape">The dimensions of one row; none where a row is one number.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Values">The numbers, row after row: bytes where the file holds unsigned bytes, otherwise <see cref="float"/>.</param>
internal sealed record IdxFile(int[] Shape, int Rows, Array Values)
{
    private const int MostDimensions = 8;

    /// <summary>Whether a file's name is that of an IDX file, as the MNIST database has them, compressed or not: it ends in <c>-ubyte</c>, <c>.idx</c>, or such with a dimension.</summary>
    public static bool IsName(string path)
    {
        string name = Path.GetFileName(path);
        name = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return name.EndsWith("-ubyte", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".idx", StringComparison.OrdinalIgnoreCase)
            || (name.Length > 5 && char.IsAsciiDigit(name[^1]) && name[..^1].EndsWith(".idx", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads a file; one whose name ends in <c>.gz</c> is decompressed.</summary>
    /// <exception cref="TableFormatException">The file is not in the format, or it is damaged.</exception>
    public static IdxFile Read(string path)
    {
        try
        {
            using Stream stream = Open(path);
            return Read(stream, path);
        }
        catch (Exception problem) when (problem is EndOfStreamException or InvalidDataException)
        {
            throw new TableFormatException($"{path} is cut off or damaged: it ends before the numbers that its header declares. Copy or download it again.");
        }
    }

    private static Stream Open(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    // No memory is taken on the word of the header alone: a compressed file is read twice, the first time to count its bytes, up to one too many.
    private static long LengthOf(string path, long most)
    {
        using Stream stream = Open(path);
        if (stream is FileStream)
        {
            return stream.Length;
        }

        byte[] buffer = new byte[1 << 16];
        long length = 0;
        for (int read; length <= most && (read = stream.Read(buffer)) > 0; length += read)
        {
        }

        return length;
    }

    private static IdxFile Read(Stream stream, string path)
    {
        Span<byte> number = stackalloc byte[4];
        stream.ReadExactly(number);
        int size = number[2] switch { 0x08 or 0x09 => 1, 0x0B => 2, 0x0C or 0x0D => 4, 0x0E => 8, _ => 0 };
        if (number[0] != 0 || number[1] != 0 || size == 0 || number[3] == 0)
        {
            throw new TableFormatException($"{path} is not an IDX file: it does not begin with the format's mark. Name a file in the format of the MNIST database.");
        }

        if (number[3] > MostDimensions)
        {
            throw new TableFormatException($"{path} announces {number[3]} dimensions; vectors and images have at most {MostDimensions}. Name a file in the format of the MNIST database.");
        }

        byte type = number[2];
        int[] dimensions = new int[number[3]];
        long count = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            stream.ReadExactly(number);
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(number);
            count = dimensions[i] > 0 && count <= Array.MaxLength ? count * dimensions[i] : long.MaxValue;
        }

        if (count > Array.MaxLength / size)
        {
            throw new TableFormatException($"{path} announces {string.Join(" × ", dimensions)} numbers, which is none or more than fit into memory. Name a file with fewer.");
        }

        long expected = 4 + (4 * dimensions.Length) + (count * size), length = LengthOf(path, expected);
        if (length < expected)
        {
            throw new EndOfStreamException();
        }

        if (length > expected)
        {
            throw new TableFormatException($"{path} is damaged: it contains more than the {string.Join(" × ", dimensions)} numbers that its header declares. Copy or download it again.");
        }

        byte[] bytes = new byte[count * size];
        stream.ReadExactly(bytes);
        return new IdxFile(dimensions[1..], dimensions[0], type switch
        {
            0x08 => bytes,
            0x09 => Convert(1, value => (sbyte)value[0]),
            0x0B => Convert(2, value => BinaryPrimitives.ReadInt16BigEndian(value)),
            0x0C => Convert(4, value => BinaryPrimitives.ReadInt32BigEndian(value)),
            0x0D => Convert(4, BinaryPrimitives.ReadSingleBigEndian),
            _ => Convert(8, value => (float)BinaryPrimitives.ReadDoubleBigEndian(value)),
        });

        float[] Convert(int width, Reading read)
        {
            float[] values = new float[bytes.Length / width];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = read(bytes.AsSpan(i * width, width));
            }

            return values;
        }
    }

    private delegate float Reading(ReadOnlySpan<byte> bytes);
}
