using System.Buffers;
using System.Buffers.Text;
using System.Text;
using FairGan.Export.Columns;

namespace FairGan.Export.Sampling;

/// <summary>
/// Writes generated rows as CSV (RFC 4180, UTF-8, lines end in a line feed): numbers in their shortest form that reads back the same,
/// missing cells empty, texts quoted where they need it.
/// </summary>
public static class CsvTableWriter
{
    private const int BufferSize = 1 << 16;
    private const int LongestNumber = 32;
    private static readonly SearchValues<char> s_special = SearchValues.Create(",\"\r\n");

    /// <summary>Writes the header line.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="stream">Where to.</param>
    public static void WriteHeader(TableSchema schema, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Encoding.UTF8.GetBytes(string.Join(',', schema.Columns.Select(c => Quoted(c.Name))) + "\n"));
    }

    /// <summary>Writes rows.</summary>
    /// <param name="batches">The rows.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="progress">Told the number of rows written so far; null for nobody.</param>
    public static void WriteRows(IEnumerable<SyntheticBatch> batches, Stream stream, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(stream);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var texts = new Dictionary<IReadOnlyList<string>, byte[][]>(ReferenceEqualityComparer.Instance);
        try
        {
            int used = 0;
            long rows = 0;
            foreach (var batch in batches)
            {
                byte[][]?[] encoded = [.. batch.Columns.Select(c => c is CategoricalColumn column ? Texts(column.Categories) : null)];
                for (int row = 0; row < batch.RowCount; row++)
                {
                    for (int i = 0; i < batch.Columns.Count; i++)
                    {
                        if (encoded[i] is { } categories)
                        {
                            int code = ((CategoricalColumn)batch.Columns[i]).Codes[row];
                            byte[] text = code < categories.Length ? categories[code] : [];
                            Reserve(text.Length + 1);
                            text.CopyTo(buffer, used);
                            used += text.Length;
                        }
                        else
                        {
                            Reserve(LongestNumber + 1);
                            used += Format(batch.Columns[i], row, buffer.AsSpan(used));
                        }

                        buffer[used++] = i + 1 < batch.Columns.Count ? (byte)',' : (byte)'\n';
                    }
                }

                rows += batch.RowCount;
                progress?.Report(rows);
            }

            stream.Write(buffer, 0, used);

            void Reserve(int bytes)
            {
                if (used + bytes <= buffer.Length)
                {
                    return;
                }

                stream.Write(buffer, 0, used);
                used = 0;
                if (bytes > buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(bytes);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        byte[][] Texts(IReadOnlyList<string> categories)
        {
            if (!texts.TryGetValue(categories, out byte[][]? encoded))
            {
                texts.Add(categories, encoded = [.. categories.Select(text => Encoding.UTF8.GetBytes(Quoted(text)))]);
            }

            return encoded;
        }
    }

    private static int Format(SyntheticColumn column, int row, Span<byte> destination)
    {
        int written = 0;
        switch (column)
        {
            case IntegerColumn integers:
                Utf8Formatter.TryFormat(integers.Values[row], destination, out written);
                break;
            case RealColumn reals when !double.IsNaN(reals.Values[row]):
                reals.Values[row].TryFormat(destination, out written, "R", System.Globalization.CultureInfo.InvariantCulture);
                break;
        }

        return written;
    }

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(s_special) || (text.Length > 0 && (text[0] == ' ' || text[^1] == ' '))
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
