using FairGan.Export.Columns;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;
using Parquet;
using Parquet.Schema;

namespace FairGan.Formats;

/// <summary>
/// Writes generated rows as a Parquet file: categories, dates and identifiers as strings, written as in the training table; numbers as
/// int64 or double; missing cells as null.
/// </summary>
/// <example>
/// <code>
/// using OnnxGenerator generator = OnnxGenerator.Open("generator.onnx");
/// await using FileStream file = File.Create("synthetic.parquet");
/// await ParquetRows.WriteAsync(generator.Information.Schema, generator.GenerateAsync(10_000), file);
/// </code>
/// </example>
public static class ParquetRows
{
    private const int RowsPerGroup = 1 << 17;

    /// <summary>Writes rows in row groups of 131,072 rows. Memory is that of one row group.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="batches">The rows.</param>
    /// <param name="stream">The destination; left open.</param>
    /// <param name="progress">Receives the number of rows written so far; null for none.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task WriteAsync(
        TableSchema schema, IAsyncEnumerable<SyntheticBatch> batches, Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(stream);
        Column[] columns = [.. schema.Columns.Select(For)];
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        int used = 0;
        long rows = 0;
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            for (int from = 0; from < batch.RowCount;)
            {
                int count = Math.Min(batch.RowCount - from, RowsPerGroup - used);
                for (int i = 0; i < columns.Length; i++)
                {
                    columns[i].Add(batch.Columns[i], from, used, count);
                }

                from += count;
                used += count;
                if (used == RowsPerGroup)
                {
                    await FlushAsync(used).ConfigureAwait(false);
                    used = 0;
                }
            }

            progress?.Report(rows += batch.RowCount);
        }

        if (used > 0)
        {
            await FlushAsync(used).ConfigureAwait(false);
        }

        async Task FlushAsync(int count)
        {
            using var group = writer.CreateRowGroup();
            foreach (var column in columns)
            {
                await column.WriteAsync(group, count, cancellationToken).ConfigureAwait(false);
            }

            group.CompleteValidate();
        }
    }

    private static Column For(ColumnCodec codec) => codec.Storage switch
    {
        CellStorage.Text => new Texts(codec.Name),
        CellStorage.Whole => new Integers(codec.Name),
        _ => new Reals(codec.Name),
    };

    /// <summary>The cells of one column until its row group is full.</summary>
    private abstract class Column(DataField field)
    {
        public DataField Field { get; } = field;

        public abstract void Add(SyntheticColumn column, int from, int at, int count);

        public abstract Task WriteAsync(ParquetRowGroupWriter group, int rows, CancellationToken cancellationToken);
    }

    private sealed class Texts(string name) : Column(new DataField<string>(name))
    {
        private readonly string?[] _cells = new string?[RowsPerGroup];

        public override void Add(SyntheticColumn column, int from, int at, int count)
        {
            for (int i = 0; i < count; i++)
            {
                _cells[at + i] = column.Text(from + i) is { Length: > 0 } text ? text : null;
            }
        }

        public override Task WriteAsync(ParquetRowGroupWriter group, int rows, CancellationToken cancellationToken) =>
            group.WriteAsync(Field, new ArraySegment<string>(_cells!, 0, rows));
    }

    private sealed class Integers(string name) : Column(new DataField<long>(name))
    {
        private readonly long[] _cells = new long[RowsPerGroup];

        public override void Add(SyntheticColumn column, int from, int at, int count) =>
            column.Cells<long>().AsSpan(from, count).CopyTo(_cells.AsSpan(at));

        public override Task WriteAsync(ParquetRowGroupWriter group, int rows, CancellationToken cancellationToken) =>
            group.WriteAsync<long>(Field, _cells.AsMemory(0, rows), cancellationToken: cancellationToken);
    }

    private sealed class Reals(string name) : Column(new DataField<double?>(name))
    {
        private readonly double?[] _cells = new double?[RowsPerGroup];

        public override void Add(SyntheticColumn column, int from, int at, int count)
        {
            double[] values = column.Cells<double>();
            for (int i = 0; i < count; i++)
            {
                _cells[at + i] = double.IsNaN(values[from + i]) ? null : values[from + i];
            }
        }

        public override Task WriteAsync(ParquetRowGroupWriter group, int rows, CancellationToken cancellationToken) =>
            group.WriteAsync<double>(Field, _cells.AsMemory(0, rows), cancellationToken: cancellationToken);
    }
}
