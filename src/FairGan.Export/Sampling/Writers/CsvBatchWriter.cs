using System.Buffers;
using System.Text;

namespace FairGan.Export.Sampling.Writers;

/// <summary>
/// Writes generated rows as CSV (RFC 4180, UTF-8, lines end in a line feed): numbers in their shortest form that reads back the same,
/// missing cells empty, texts quoted where they need it.
/// </summary>
/// <example>
/// <code>
/// using OnnxGenerator generator = OnnxGenerator.Open("generator.onnx");
/// await using FileStream file = File.Create("synthetic.csv");
/// await CsvBatchWriter.WriteAsync(generator.Information.Schema, generator.GenerateAsync(10_000), file);
/// </code>
/// </example>
public static class CsvBatchWriter
{
    private const int LongestNumber = 32;
    private static readonly SearchValues<char> s_special = SearchValues.Create(",\"\r\n");

    /// <summary>Writes the header line.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="stream">The destination.</param>
    public static void WriteHeader(TableSchema schema, Stream stream) => WriteHeader(schema, stream, isHarmless: false);

    /// <summary>Writes rows.</summary>
    /// <param name="batches">The rows.</param>
    /// <param name="stream">The destination.</param>
    /// <param name="progress">Receives the number of rows written so far; null for none.</param>
    public static void WriteRows(IEnumerable<SyntheticBatch> batches, Stream stream, IProgress<long>? progress = null) =>
        WriteRows(batches, stream, isHarmless: false, progress);

    /// <summary>The header line; with <paramref name="isHarmless"/>, a spreadsheet takes all names for text.</summary>
    internal static void WriteHeader(TableSchema schema, Stream stream, bool isHarmless)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Header(schema, isHarmless));
    }

    /// <summary>Rows; with <paramref name="isHarmless"/>, a spreadsheet takes all texts for text.</summary>
    internal static void WriteRows(IEnumerable<SyntheticBatch> batches, Stream stream, bool isHarmless, IProgress<long>? progress)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(stream);
        using var encoder = new Encoder(isHarmless);
        long rows = 0;
        foreach (var batch in batches)
        {
            stream.Write(encoder.Encode(batch).Span);
            progress?.Report(rows += batch.RowCount);
        }
    }

    /// <summary>Writes the header line and rows, without a thread that waits: memory is that of one batch, however slow the reader is.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="batches">The rows.</param>
    /// <param name="stream">The destination.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task WriteAsync(TableSchema schema, IAsyncEnumerable<SyntheticBatch> batches, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(stream);
        using var encoder = new Encoder(isHarmless: false);
        await stream.WriteAsync(Header(schema, isHarmless: false), cancellationToken).ConfigureAwait(false);
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await stream.WriteAsync(encoder.Encode(batch), cancellationToken).ConfigureAwait(false);
        }
    }

    private static byte[] Header(TableSchema schema, bool isHarmless) =>
        Encoding.UTF8.GetBytes(string.Join(',', schema.Columns.Select(column => Cell(column.Name, isHarmless))) + "\n");

    private static string Cell(string text, bool isHarmless) => Quoted(isHarmless ? SpreadsheetCell.Harmless(text) : text);

    internal static string Quoted(string text) =>
        text.AsSpan().ContainsAny(s_special) || (text.Length > 0 && (text[0] == ' ' || text[^1] == ' '))
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;

    /// <summary>Turns batches into bytes, one after the other, in one buffer.</summary>
    private sealed class Encoder(bool isHarmless) : IDisposable
    {
        private readonly Dictionary<IReadOnlyList<string>, byte[][]> _texts = new(ReferenceEqualityComparer.Instance);
        private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        private int _used;

        public ReadOnlyMemory<byte> Encode(SyntheticBatch batch)
        {
            _used = 0;
            byte[][]?[] texts = [.. batch.Columns.Select(column => column.Listed is { } listed ? Texts(listed.Texts) : null)];
            int[]?[] positions = [.. batch.Columns.Select(column => column.Listed?.Positions)];
            for (int row = 0; row < batch.RowCount; row++)
            {
                for (int i = 0; i < texts.Length; i++)
                {
                    if (texts[i] is { } categories)
                    {
                        int code = positions[i]![row];
                        byte[] text = code < categories.Length ? categories[code] : [];
                        Reserve(text.Length + 1);
                        text.CopyTo(_buffer, _used);
                        _used += text.Length;
                    }
                    else
                    {
                        // Plain numbers are written without a text in between.
                        Reserve(LongestNumber + 1);
                        if (batch.Columns[i].TryWriteNumber(row, _buffer.AsSpan(_used), out int written))
                        {
                            _used += written;
                        }
                        else
                        {
                            string cell = Cell(batch.Columns[i].Text(row), isHarmless);
                            Reserve(Encoding.UTF8.GetMaxByteCount(cell.Length) + 1);
                            _used += Encoding.UTF8.GetBytes(cell, _buffer.AsSpan(_used));
                        }
                    }

                    _buffer[_used++] = i + 1 < texts.Length ? (byte)',' : (byte)'\n';
                }
            }

            return _buffer.AsMemory(0, _used);
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

        private void Reserve(int bytes)
        {
            if (_used + bytes > _buffer.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(2 * (_used + bytes));
                _buffer.AsSpan(0, _used).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = larger;
            }
        }

        private byte[][] Texts(IReadOnlyList<string> categories)
        {
            if (!_texts.TryGetValue(categories, out byte[][]? encoded))
            {
                _texts.Add(categories, encoded = [.. categories.Select(text => Encoding.UTF8.GetBytes(Cell(text, isHarmless)))]);
            }

            return encoded;
        }
    }
}
