using Parquet;
using Parquet.Meta;

namespace FairGan.Tables;

/// <summary>Reads a Parquet file, one column after the other.</summary>
internal static class ParquetTableReader
{
    /// <summary>Reads the table.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <param name="remarks">Receives a sentence for each column that was left out.</param>
    /// <exception cref="TableFormatException">The stream does not contain a table.</exception>
    public static ColumnarDataView Read(Stream stream, TableReadOptions options, string source, ICollection<string> remarks)
    {
        // The table of contents is at the end of the file.
        using MemoryStream memory = new();
        if (!stream.CanSeek)
        {
            stream.CopyTo(memory);
            memory.Position = 0;
        }

        using var reader = new GroupReader(stream.CanSeek ? stream : memory, options, source, remarks);
        return reader.ReadAll();
    }

    /// <summary>Reads a file one row group after the other. A column has the same type in all of them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="TableFormatException">The file does not contain a table.</exception>
    public static IEnumerable<ColumnarDataView> Groups(string path, TableReadOptions options)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        using var reader = new GroupReader(stream, options, path, []);
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
        using var reader = new GroupReader(stream, new TableReadOptions { Required = [] }, path, []);
        return reader.RowCount;
    }

    private sealed class GroupReader : IDisposable
    {
        private readonly ParquetReader _reader;
        private readonly ParquetRowGroupReader[] _groups;
        private readonly List<ParquetColumn> _columns = [];
        private readonly TableReadOptions _options;
        private readonly string _source;
        private readonly ICollection<string> _remarks;
        private ParquetColumnShape[]? _shapes;

        public GroupReader(Stream stream, TableReadOptions options, string source, ICollection<string> remarks)
        {
            _options = options;
            _source = source;
            _remarks = remarks;
            _reader = Try(() => ParquetReader.CreateAsync(stream, leaveStreamOpen: true));
            _groups = [.. Enumerable.Range(0, _reader.RowGroupCount).Select(_reader.OpenRowGroupReader)];
            List<SchemaElement> elements = TopLevel(_reader.Metadata!.Schema);
            string[] names = TableColumnNames.Of([.. elements.Select(element => element.Name)]);
            foreach (int i in TableColumnNames.Select(names, options, source))
            {
                var column = new ParquetColumn(names[i], elements[i]);
                if (ParquetColumnReader.Refusal(column) is not { } refusal)
                {
                    _columns.Add(column);
                }
                else if (options.IsRequired(column.Name))
                {
                    throw new TableFormatException($"{source}: {refusal}");
                }
                else
                {
                    remarks.Add($"{refusal} It was left out");
                }
            }
        }

        public int Count => _groups.Length;

        public long RowCount => _groups.Sum(group => group.RowCount);

        public ColumnarDataView ReadAll()
        {
            if (RowCount == 0)
            {
                throw new TableFormatException($"{_source} has columns, but no rows.");
            }

            List<(string, ColumnData)> data = [];
            foreach (ParquetColumn column in _columns)
            {
                try
                {
                    data.Add((column.Name, Read(column, _groups, null, 0)));
                }
                catch (TableFormatException problem) when (!_options.IsRequired(column.Name))
                {
                    _remarks.Add($"{problem.Message[(_source.Length + 2)..]} The column was left out");
                }
            }

            return ColumnarDataView.Create(data);
        }

        public ColumnarDataView? Read(int group)
        {
            // A column's type depends on all its values.
            _shapes ??= [.. _columns.Select(column => _groups
                .Select(part => Try(() => ParquetColumnReader.ReadAsync([part], column)).Shape)
                .Aggregate(ParquetColumnShape.None, (all, part) => all.And(part)))];
            return _groups[group].RowCount == 0 ? null : ColumnarDataView.Create(_columns.Select((column, i) =>
                (column.Name, Read(column, [_groups[group]], _shapes[i], _groups.Take(group).Sum(before => before.RowCount)))));
        }

        public void Dispose()
        {
            Array.ForEach(_groups, group => group.Dispose());
            _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        private ColumnData Read(ParquetColumn column, ParquetRowGroupReader[] groups, ParquetColumnShape? shape, long firstRow) => Try(async () =>
        {
            ParquetValues values = await ParquetColumnReader.ReadAsync(groups, column).ConfigureAwait(false);
            return values.ToData(shape ?? values.Shape, _options.TextColumns.Contains(column.Name), _options.AsWritten, _source, firstRow);
        });

        private static List<SchemaElement> TopLevel(List<SchemaElement> schema)
        {
            List<SchemaElement> elements = [];
            for (int i = 1; i < schema.Count; i = After(schema, i))
            {
                elements.Add(schema[i]);
            }

            return elements;
        }

        // The position behind an element and all that is inside of it.
        private static int After(List<SchemaElement> schema, int at)
        {
            int next = at + 1;
            for (int child = 0; child < (schema[at].NumChildren ?? 0) && next < schema.Count; child++)
            {
                next = After(schema, next);
            }

            return next;
        }

        private T Try<T>(Func<Task<T>> read)
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
