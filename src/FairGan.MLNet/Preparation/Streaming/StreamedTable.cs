using System.Buffers;
using System.Runtime.InteropServices;
using FairGan.Export.Rules;
using FairGan.Export.Schemas;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.Tables.Files;
using Microsoft.Win32.SafeHandles;

namespace FairGan.MLNet.Preparation.Streaming;

/// <summary>
/// Turns a table that does not fit in memory into symbols: its rows stream by once to fit the codecs, from sketches, and once into a
/// memory-mapped file.
/// </summary>
internal static class StreamedTable
{
    /// <summary>Codes a table.</summary>
    /// <param name="parts">The table's rows, in parts of the same schema that fit in memory; enumerated twice.</param>
    /// <param name="options">Roles of the columns and how they are coded. Of the rules between columns, only functional dependencies are enforced.</param>
    /// <param name="folder">Where the file of codes is made.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="FormatException">The table cannot be learned from, or a given rule cannot be enforced; the message names the column and the remedy.</exception>
    public static MappedTable Encode(Func<IEnumerable<IDataView>> parts, SynthesizerOptions options, string folder, CancellationToken cancellationToken = default)
    {
        if (options.Preparation.Description.Rules.FirstOrDefault(rule => rule is not DependencyRule) is { } unkept)
        {
            throw new FormatException($"The rule {unkept} cannot be enforced in a table that is larger than memory; only functional dependencies can. Leave the rule out, or train on fewer rows.");
        }

        if (options.Protection.SubjectColumn is { } subject)
        {
            throw new FormatException($"The subjects of column '{subject}' cannot be counted in a table that is larger than memory. Leave the subjects out and raise the limit of rows (on the command line --min-rows) by the most rows that a subject has, or learn from fewer rows.");
        }

        ColumnSketch[]? sketches = null;
        DataViewSchema? columns = null;
        long rows = 0;
        foreach (IDataView part in parts())
        {
            cancellationToken.ThrowIfCancellationRequested();
            columns ??= part.Schema;
            sketches ??= [.. part.Schema.Select(column => new ColumnSketch(part, column, ColumnOrigin.Given(column, options), TableEncoder.IsRole(column.Name, options), options.Preparation))];
            rows += Read(part, sketches, (sketch, row, column) => sketch.Reader(row, column), cancellationToken);
        }

        if (sketches is null || columns is null || rows < 2)
        {
            throw new FormatException("The table has fewer than two rows; there is nothing to learn a distribution from.");
        }

        foreach (ColumnSketch sketch in sketches)
        {
            sketch.Fit(options.Codec with { MinRows = options.Protection.MinRows });
        }

        ColumnCodec[] codecs = [.. sketches.Zip(columns, (sketch, column) => ColumnOrigin.Noted(sketch.Codec, column, options))];
        (options, string? note) = LabelOutcomes.Of(codecs, options);
        TableSchema schema = TableEncoder.Schema(codecs, options, []);
        SafeFileHandle codes = ScratchFile.Open(folder, checked(rows * sketches.Length * sizeof(ushort)));
        try
        {
            Write(parts, sketches, rows, codes, cancellationToken);
            var report = new PreparationReport(rows, 0, 0, 0) { Columns = [.. sketches.Select(sketch => sketch.Report())], Notes = note is null ? [] : [note] };
            return new MappedTable(schema, rows, codes, report, new TableDescription { Columns = [.. sketches.Select(sketch => sketch.Description)] }, options.Preparation);
        }
        catch
        {
            codes.Dispose();
            throw;
        }
    }

    private static void Write(Func<IEnumerable<IDataView>> parts, ColumnSketch[] sketches, long rows, SafeFileHandle file, CancellationToken cancellationToken)
    {
        long start = 0;
        foreach (IDataView part in parts())
        {
            int count = checked((int)(part.GetRowCount() ?? throw new FormatException("A part of the table does not know its rows.")));
            ushort[][] codes = [.. sketches.Select(_ => ArrayPool<ushort>.Shared.Rent(count))];
            Read(part, sketches, (sketch, row, column) => sketch.Encoder(row, column, codes[column.Index]), cancellationToken);
            for (int column = 0; column < codes.Length; column++)
            {
                RandomAccess.Write(file, MemoryMarshal.AsBytes(codes[column].AsSpan(0, count)), ((column * rows) + start) * sizeof(ushort));
                ArrayPool<ushort>.Shared.Return(codes[column]);
            }

            start += count;
        }
    }

    private static long Read(IDataView part, ColumnSketch[] sketches, Func<ColumnSketch, DataViewRow, DataViewSchema.Column, Action> actionOf, CancellationToken cancellationToken)
    {
        long rows = 0;

        // Column after column, so that a column's sketch stays in the CPU's cache.
        foreach (DataViewSchema.Column column in part.Schema)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DataViewRowCursor cursor = part.GetRowCursor([column]);
            Action action = actionOf(sketches[column.Index], cursor, column);
            rows = 0;
            while (cursor.MoveNext())
            {
                action();
                rows++;
            }
        }

        return rows;
    }
}
