// Part of the file format: may not change within a version of it.
using System.Text.Json;

namespace FairGan.Export.Format;

/// <summary>
/// Bounds a file before it is parsed: which fields it may have, and how many messages and values. A few bytes can take
/// a hundred times their room in memory, so the size of the file alone bounds nothing.
/// </summary>
internal static class FileBounds
{
    /// <summary>Bytes of a file.</summary>
    public const int MostBytes = 1 << 28;

    /// <summary>Columns of a table.</summary>
    public const int MostColumns = 1 << 12;

    private const int MostMessages = 1 << 19;
    private const int MostValues = 1 << 25;

    // The messages of onnx.proto with the fields that a generator's file uses; a field holds a message, or text, bytes and numbers (null).
    private static readonly Dictionary<int, Message?> s_dimension = Fields(1, 2);
    private static readonly Dictionary<int, Message?> s_entry = Fields(1, 2);
    private static readonly Dictionary<int, Message?> s_tensor = new(Fields(1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 14)) { [13] = new("entry", s_entry) };
    private static readonly Message s_value = new("value", new(Fields(1, 3))
    {
        [2] = new("type", new() { [1] = new("tensor type", new(Fields(1)) { [2] = new("shape", new() { [1] = new("dimension", s_dimension) }) }) }),
    });

    private static readonly Message s_model = new("model", new(Fields(1, 2, 3, 4, 5, 6))
    {
        [7] = new("graph", new(Fields(2, 10))
        {
            [1] = new("node", new(Fields(1, 2, 3, 4, 7)) { [5] = new("attribute", Fields(1, 2, 3, 4, 7, 8, 9, 20)) }),
            [5] = new("tensor", s_tensor),
            [11] = s_value,
            [12] = s_value,
        }),
        [8] = new("operator set", Fields(1, 2)),
        [14] = new("entry", s_entry),
    });

    /// <summary>Checks the bytes of a file.</summary>
    /// <param name="bytes">The file.</param>
    /// <exception cref="FormatException">It is larger than any generator's file, contains fields that no generator's file has, or is no ONNX file.</exception>
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        CheckSize(bytes.Length);
        int messages = MostMessages, values = MostValues;
        Scan(bytes, s_model, ref messages, ref values);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="FormatException">It is longer than any generator's file.</exception>
    public static byte[] ReadAll(Stream stream)
    {
        var room = new MemoryStream();
        if (stream.CanSeek)
        {
            CheckSize(stream.Length - stream.Position);
            room.Capacity = (int)(stream.Length - stream.Position);
        }

        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            CheckSize(room.Length + read);
            room.Write(buffer, 0, read);
        }

        return room.Length == room.Capacity ? room.GetBuffer() : room.ToArray();
    }

    /// <summary>Checks, without reading it into memory, that a schema has no more columns than a table can, and no null in a list.</summary>
    /// <param name="json">The schema.</param>
    /// <exception cref="FormatException">It has.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static void CheckSchema(string json)
    {
        JsonText.RefuseEmptyItems(json, "The file's schema");
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(json));
        int objects = 0;
        while (reader.Read())
        {
            // A column may contain the coding of its numbers, and be the target of a rule.
            if (reader.TokenType == JsonTokenType.StartObject && ++objects > (3 * MostColumns) + 1)
            {
                throw new FormatException($"The file's schema has more than {MostColumns} columns.");
            }
        }
    }

    /// <summary>Reads a file so that an error is one line, even if it quotes names from the file that contain line breaks.</summary>
    /// <typeparam name="TFile">The bytes, or what was parsed of them.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="file">The file.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="FormatException">It is refused.</exception>
    public static T InOneLine<TFile, T>(TFile file, Func<TFile, T> read)
        where TFile : allows ref struct
    {
        try
        {
            return read(file);
        }
        catch (FormatException problem) when (problem.Message.Any(IsControl))
        {
            throw new FormatException(string.Concat(problem.Message.Select(c => IsControl(c) ? ' ' : c)), problem);
        }
    }

    private static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    private static void Scan(ReadOnlySpan<byte> bytes, Message message, ref int messages, ref int values)
    {
        while (bytes.Length > 0)
        {
            ulong tag = Varint(ref bytes);
            if (tag >> 3 > int.MaxValue || !message.Fields.TryGetValue((int)(tag >> 3), out var inner))
            {
                throw new FormatException($"This is not an ONNX file, or it is damaged or not a generator's: a {message.Name} in it has a part that no generator's file has (field {tag >> 3}).");
            }

            if (--values < 0)
            {
                throw TooMuch();
            }

            switch (tag & 7)
            {
                case 0 when inner is null:
                    Varint(ref bytes);
                    break;
                case 1 when inner is null:
                    Take(ref bytes, 8);
                    break;
                case 5 when inner is null:
                    Take(ref bytes, 4);
                    break;
                case 2:
                    var content = Take(ref bytes, Varint(ref bytes));
                    if (inner is not null)
                    {
                        if (--messages < 0)
                        {
                            throw TooMuch();
                        }

                        Scan(content, inner, ref messages, ref values);
                    }

                    break;
                default:
                    throw Damaged();
            }
        }
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < Math.Min(10, bytes.Length); i++)
        {
            value |= (ulong)(bytes[i] & 127) << (7 * i);
            if (bytes[i] < 128)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw Damaged();
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, ulong length)
    {
        if (length > (ulong)bytes.Length)
        {
            throw Damaged();
        }

        var taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return taken;
    }

    private static Dictionary<int, Message?> Fields(params int[] numbers) => numbers.ToDictionary(number => number, _ => (Message?)null);

    private static void CheckSize(long bytes)
    {
        if (bytes > MostBytes)
        {
            throw new FormatException($"The file is larger than {MostBytes >> 20} MiB; no generator's file is.");
        }
    }

    private static FormatException Damaged() => new("This is not an ONNX file, or it is damaged.");

    private static FormatException TooMuch() => new("The file has more parts than any generator's file.");

    private sealed record Message(string Name, Dictionary<int, Message?> Fields);
}
