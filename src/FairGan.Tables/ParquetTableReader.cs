using System.Globalization;
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
        private readonly ParquetBounds _bounds;
        private readonly ParquetReader _reader;
        private readonly FileMetaData _file;
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
            _bounds = new ParquetBounds(stream);
            _reader = Try(() =>
            {
                _bounds.CheckFooter();
                return ParquetReader.CreateAsync(stream, leaveStreamOpen: true);
            });
            _file = _reader.Metadata!;
            Try(() =>
            {
                _bounds.CheckGroups(_file);
                return Task.FromResult(true);
            });
            _groups = [.. Enumerable.Range(0, _reader.RowGroupCount).Select(_reader.OpenRowGroupReader)];
            if (RowCount > Array.MaxLength)
            {
                throw new TableFormatException($"{source} has {RowCount} rows, which do not fit into memory; name a part of them.");
            }

            (List<SchemaElement> elements, List<int> places) = TopLevel(_file.Schema);
            options.CheckColumns(elements.Count, source);
            string[] names = TableColumnNames.Of([.. elements.Select(element => element.Name)]);
            foreach (int i in TableColumnNames.Select(names, options, source))
            {
                var column = new ParquetColumn(names[i], elements[i]) { Place = places[i] };
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

            if (!_bounds.CanHold(RowCount, _columns.Count))
            {
                throw new TableFormatException(string.Create(CultureInfo.InvariantCulture, $"{source}, {stream.Length:N0} bytes, promises {RowCount:N0} rows of {_columns.Count:N0} columns, more than a file of this size may hold. Name a part of the columns, or write the file again."));
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
                    data.Add((column.Name, Read(column, Enumerable.Range(0, Count), null, 0)));
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
            _shapes ??= [.. _columns.Select(column => Enumerable.Range(0, Count)
                .Select(part => Try(() => ValuesAsync(column, [part]), column).Shape)
                .Aggregate(ParquetColumnShape.None, (all, part) => all.And(part)))];
            return _groups[group].RowCount == 0 ? null : ColumnarDataView.Create(_columns.Select((column, i) =>
                (column.Name, Read(column, [group], _shapes[i], _groups.Take(group).Sum(before => before.RowCount)))));
        }

        public void Dispose()
        {
            Array.ForEach(_groups, group => group.Dispose());
            _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        private ColumnData Read(ParquetColumn column, IEnumerable<int> groups, ParquetColumnShape? shape, long firstRow) => Try(
            async () =>
            {
                ParquetValues values = await ValuesAsync(column, groups).ConfigureAwait(false);
                return values.ToData(shape ?? values.Shape, _options.TextColumns.Contains(column.Name), _options.AsWritten, _source, firstRow);
            },
            column);

        private Task<ParquetValues> ValuesAsync(ParquetColumn column, IEnumerable<int> groups)
        {
            ParquetRowGroupReader[] read = [.. groups.Where(group => _groups[group].RowCount > 0).Select(group =>
            {
                _bounds.CheckPages(_file.RowGroups[group], column.Place);
                return _groups[group];
            })];
            return ParquetColumnReader.ReadAsync(read, column);
        }

        // The elements of the table's columns, and the place of each among those that hold values.
        private static (List<SchemaElement> Elements, List<int> Places) TopLevel(List<SchemaElement> schema)
        {
            List<SchemaElement> elements = [];
            List<int> places = [];
            for (int i = 1, place = 0; i < schema.Count;)
            {
                elements.Add(schema[i]);
                places.Add(place);
                int next = After(schema, i);
                place += schema[i..next].Count(element => (element.NumChildren ?? 0) == 0);
                i = next;
            }

            return (elements, places);
        }

        // The position behind an element and all that is inside of it.
        private static int After(List<SchemaElement> schema, int at)
        {
            int next = at + 1;
            for (int child = 0; child < (schema[at].NumChildren ?? 0); child++)
            {
                next = After(schema, next);
            }

            return next;
        }

        private T Try<T>(Func<Task<T>> read, ParquetColumn? column = null)
        {
            try
            {
                return read().GetAwaiter().GetResult();
            }
            catch (Exception problem) when (problem is not (TableFormatException or OutOfMemoryException or OperationCanceledException))
            {
                string what = problem is OversizeException ? problem.Message : problem is NotSupportedException or NotImplementedException ? "is stored in a way that this version does not read" : "is damaged";
                throw new TableFormatException(
                    column is null
                        ? $"{_source} is not a Parquet file that can be read: its list of columns and row groups {what}. Write the file again, or save it as CSV."
                        : $"{_source}: column '{column.Name}' cannot be read: it {what}. Write the file again, save it as CSV, or leave the column out (on the command line --drop {column.Name}).",
                    problem);
            }
        }
    }
}
