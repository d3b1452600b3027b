using System.Buffers;
using System.Text;
using FairGan.Export.Sampling.Writers;

namespace FairGan.Export.Vectors;

/// <summary>Writes generated vectors as CSV, as <see cref="CsvBatchWriter"/> does rows: the sensitive column, then a column for every item, numbered from 0.</summary>
internal static class CsvVectorWriter
{
    private const int LongestNumber = 32;

    /// <summary>Writes the header line.</summary>
    /// <param name="schema">The vectors.</param>
    /// <param name="stream">The destination.</param>
    public static void WriteHeader(VectorSchema schema, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(stream);
        var names = Enumerable.Range(0, schema.Width).Select(item => string.Create(CultureInfo.InvariantCulture, $"{schema.Column}_{item}"));
        stream.Write(Encoding.UTF8.GetBytes(string.Join(',', (schema.Group is { } group ? names.Prepend(group.Name) : names).Select(CsvBatchWriter.Quoted)) + "\n"));
    }

    /// <summary>Writes vectors, one a line.</summary>
    /// <param name="schema">The vectors.</param>
    /// <param name="batches">The vectors.</param>
    /// <param name="stream">The destination.</param>
    /// <param name="progress">Receives the number of vectors written so far; null for none.</param>
    public static void WriteRows(VectorSchema schema, IEnumerable<VectorBatch> batches, Stream stream, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(stream);
        byte[][] groups = schema.Group is { } codec
            ? [.. Enumerable.Range(0, codec.SymbolCount).Select(symbol => Encoding.UTF8.GetBytes(symbol == codec.MissingSymbol ? "" : CsvBatchWriter.Quoted(codec.Categories[symbol])))]
            : [];
        var line = new ArrayBufferWriter<byte>();
        long rows = 0;
        foreach (var batch in batches)
        {
            for (int row = 0; row < batch.RowCount; row++)
            {
                line.ResetWrittenCount();
                if (groups.Length > 0)
                {
                    line.Write(groups[batch.Groups[row]]);
                    line.Write(","u8);
                }

                foreach (float value in batch.Vector(row))
                {
                    value.TryFormat(line.GetSpan(LongestNumber), out int written, "R", CultureInfo.InvariantCulture);
                    line.Advance(written);
                    line.Write(","u8);
                }

                stream.Write(line.WrittenSpan[..^1]);
                stream.Write("\n"u8);
            }

            rows += batch.RowCount;
            progress?.Report(rows);
        }
    }
}
