using Parquet;
using Parquet.Schema;

namespace FairGan.Tables;

/// <summary>Reads a Parquet file, one column after the other.</summary>
internal static class ParquetTableReader
{
    /// <summary>Reads the table.</summary>
    /// <exception cref="TableFormatException">The stream does not contain a table.</exception>
    public static ColumnarDataView Read(Stream stream, TableReadOptions options, string source)
    {
        try
        {
            // The table of contents is at the end of the file.
            if (stream.CanSeek)
            {
                return ReadAsync(stream, options, source).GetAwaiter().GetResult();
            }

            using MemoryStream memory = new();
            stream.CopyTo(memory);
            memory.Position = 0;
            return ReadAsync(memory, options, source).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not (TableFormatException or OutOfMemoryException))
        {
            throw new TableFormatException($"{source} is not a Parquet file that can be read: {e.Message}", e);
        }
    }

    private static async Task<ColumnarDataView> ReadAsync(Stream stream, TableReadOptions options, string source)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true).ConfigureAwait(false);
        List<DataField> fields = Fields(reader.Schema, source);
        TableColumnNames.Check([.. fields.Select(field => field.Name)], options, source);
        List<ParquetRowGroupReader> groups = [.. Enumerable.Range(0, reader.RowGroupCount).Select(reader.OpenRowGroupReader)];
        try
        {
            if (groups.Sum(group => group.RowCount) == 0)
            {
                throw new TableFormatException($"{source} has columns, but no rows.");
            }

            List<(string, ColumnData)> columns = [];
            foreach (DataField field in fields)
            {
                columns.Add((field.Name, await ParquetColumnReader.ReadAsync(groups, field, options.TextColumns.Contains(field.Name), source).ConfigureAwait(false)));
            }

            return ColumnarDataView.Create(columns);
        }
        finally
        {
            groups.ForEach(group => group.Dispose());
        }
    }

    private static List<DataField> Fields(ParquetSchema schema, string source) => [.. schema.Fields.Select(field => field is DataField { IsArray: false } data
        ? data
        : throw new TableFormatException($"{source}: column '{field.Name}' contains lists or structures; a table has one value per cell."))];

    /// <summary>Reads a file one row group after the other. Whole numbers of a column that may have nulls are floating-point ones throughout.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="TableFormatException">The file does not contain a table.</exception>
    public static IEnumerable<ColumnarDataView> Groups(string path, TableReadOptions options)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        using var reader = new GroupReader(stream, options, path);
        for (int group = 0; group < reader.Count; group++)
        {
            if (reader.Read(group) is { } part)
            {
                yield return part;
            }
        }
    }

    /// <summary>Rows of a file.</summary>
    /// <param name="path">The file.</param>
    public static long RowCount(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var reader = new GroupReader(stream, new TableReadOptions(), path);
        return reader.RowCount;
    }

    private sealed class GroupReader : IDisposable
    {
        private readonly ParquetReader _reader;
        private readonly DataField[] _fields;
        private readonly TableReadOptions _options;
        private readonly string _source;

        public GroupReader(Stream stream, TableReadOptions options, string source)
        {
            _options = options;
            _source = source;
            _reader = Tell(() => ParquetReader.CreateAsync(stream, leaveStreamOpen: true));
            _fields = [.. Fields(_reader.Schema, source)];
            TableColumnNames.Check([.. _fields.Select(field => field.Name)], options, source);
        }

        public int Count => _reader.RowGroupCount;

        public long RowCount => Enumerable.Range(0, Count).Sum(group =>
        {
            using ParquetRowGroupReader rows = _reader.OpenRowGroupReader(group);
            return rows.RowCount;
        });

        public ColumnarDataView? Read(int group)
        {
            using ParquetRowGroupReader rows = _reader.OpenRowGroupReader(group);
            return rows.RowCount == 0 ? null : Tell(async () =>
            {
                List<(string, ColumnData)> columns = [];
                foreach (DataField field in _fields)
                {
                    ColumnData column = await ParquetColumnReader.ReadAsync([rows], field, _options.TextColumns.Contains(field.Name), _source).ConfigureAwait(false);
                    columns.Add((field.Name, field.IsNullable ? column.AsDouble() : column));
                }

                return ColumnarDataView.Create(columns);
            });
        }

        public void Dispose() => _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

        private T Tell<T>(Func<Task<T>> read)
        {
            try
            {
                return read().GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is not (TableFormatException or OutOfMemoryException))
            {
                throw new TableFormatException($"{_source} is not a Parquet file that can be read: {e.Message}", e);
            }
        }
    }
}
