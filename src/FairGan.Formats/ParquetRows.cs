using FairGan.Export.Columns;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;
using Parquet;
using Parquet.Schema;

namespace FairGan.Formats;

/// <summary>
/// Writes generated rows as a Parquet file. Columns of a generator trained on a Parquet file keep their types (dates, times, decimals, integers of
/// any width, booleans, UUIDs). Of others, categories, dates and identifiers are strings, written as in the training table; numbers are int64 or
/// double. Missing cells are null.
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
        ParquetCells[] columns = [.. schema.Columns.Select(For)];
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        int used = 0;
        long rows = 0;
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            for (int from = 0; from < batch.RowCount;)
            {
                int count = Math.Min(batch.RowCount - from, ParquetCells.RowsPerGroup - used);
                for (int i = 0; i < columns.Length; i++)
                {
                    columns[i].Add(batch.Columns[i], from, used, count);
                }

                from += count;
                used += count;
                if (used == ParquetCells.RowsPerGroup)
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

        ParquetMarks.Set(writer, [.. columns.Select(column => column.Mark)]);

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

    private static ParquetCells For(ColumnCodec codec) => StoredCells.For(codec) ?? codec.Storage switch
    {
        CellStorage.Text => new ParquetTexts(codec.Name),
        CellStorage.Whole => new ParquetValues<long>(new DataField<long>(codec.Name), column => column.Cells<long>() is var cells ? row => cells[row] : null!),
        _ => new ParquetValues<double>(new DataField<double?>(codec.Name), column => column.Cells<double>() is var cells ? row => double.IsNaN(cells[row]) ? null : cells[row] : null!),
    };
}
