using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using FairGan.Export.Columns;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;

namespace FairGan.Formats;

/// <summary>
/// Converts generated rows to Arrow record batches and streams: categories, dates and identifiers as utf8, written as in the training
/// table; numbers as int64 or double; missing cells as null.
/// </summary>
/// <example>
/// <code>
/// using OnnxGenerator generator = OnnxGenerator.Open("generator.onnx");
/// await using FileStream file = File.Create("synthetic.arrows");
/// await ArrowRows.WriteAsync(generator.Information.Schema, generator.GenerateAsync(10_000), file);
/// </code>
/// </example>
public static class ArrowRows
{
    /// <summary>The Arrow schema of a table.</summary>
    /// <param name="schema">The columns.</param>
    public static Schema SchemaOf(TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var builder = new Schema.Builder();
        foreach (var column in schema.Columns)
        {
            IArrowType type = column.Storage switch
            {
                CellStorage.Text => StringType.Default,
                CellStorage.Whole => Int64Type.Default,
                _ => DoubleType.Default,
            };
            builder.Field(new Field(column.Name, type, column.HasMissing));
        }

        return builder.Build();
    }

    /// <summary>Converts a batch to an Arrow record batch.</summary>
    /// <param name="schema">The Arrow schema, of <see cref="SchemaOf"/>.</param>
    /// <param name="batch">The rows.</param>
    public static RecordBatch ToRecordBatch(Schema schema, SyntheticBatch batch)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batch);
        return new RecordBatch(schema, batch.Columns.Select((column, i) => Array(schema.FieldsList[i].DataType, column, batch.RowCount)), batch.RowCount);
    }

    /// <summary>Writes rows in Arrow's streaming format (application/vnd.apache.arrow.stream). Memory is that of one batch.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="batches">The rows.</param>
    /// <param name="stream">The destination; left open.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task WriteAsync(TableSchema schema, IAsyncEnumerable<SyntheticBatch> batches, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(stream);
        var arrow = SchemaOf(schema);

        // Not disposed of: that would write, and close the stream where asked to, after a failure as well.
        var writer = new ArrowStreamWriter(stream, arrow, leaveOpen: true);
        await writer.WriteStartAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using var record = ToRecordBatch(arrow, batch);
            await writer.WriteRecordBatchAsync(record, cancellationToken).ConfigureAwait(false);
        }

        await writer.WriteEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IArrowArray Array(IArrowType type, SyntheticColumn column, int rows)
    {
        switch (type)
        {
            case Int64Type:
                return new Int64Array(new ArrowBuffer(Bytes(column.Cells<long>())), ArrowBuffer.Empty, rows, 0, 0);
            case DoubleType:
                double[] values = column.Cells<double>();
                var (valid, missing) = Validity(rows, row => !double.IsNaN(values[row]));
                return new DoubleArray(new ArrowBuffer(Bytes(values)), valid, rows, missing, 0);
            default:
                if (column.Listed is { } listed)
                {
                    return Texts(listed.Texts, listed.Positions, rows);
                }

                string[] cells = column.Cells<string>();
                return Texts(cells, [.. cells.Select((cell, row) => cell.Length > 0 ? row : rows)], rows);
        }
    }

    private static StringArray Texts(IReadOnlyList<string> listed, int[] positions, int rows)
    {
        byte[][] texts = [.. listed.Select(Encoding.UTF8.GetBytes), []];
        int[] offsets = new int[rows + 1];
        for (int row = 0; row < rows; row++)
        {
            offsets[row + 1] = offsets[row] + texts[positions[row]].Length;
        }

        byte[] bytes = new byte[offsets[rows]];
        for (int row = 0; row < rows; row++)
        {
            texts[positions[row]].CopyTo(bytes, offsets[row]);
        }

        var (valid, missing) = Validity(rows, row => positions[row] < listed.Count);
        return new StringArray(rows, new ArrowBuffer(Bytes(offsets)), new ArrowBuffer(bytes), valid, missing, 0);
    }

    // One bit for every row, the lowest first; no bits where nothing is missing.
    private static (ArrowBuffer Valid, int Missing) Validity(int rows, Func<int, bool> isThere)
    {
        byte[] bits = new byte[(rows + 7) / 8];
        int missing = rows;
        for (int row = 0; row < rows; row++)
        {
            if (isThere(row))
            {
                bits[row / 8] |= (byte)(1 << (row % 8));
                missing--;
            }
        }

        return missing == 0 ? (ArrowBuffer.Empty, 0) : (new ArrowBuffer(bits), missing);
    }

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
