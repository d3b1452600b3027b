using System.Numerics;
using System.Runtime.InteropServices;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;

namespace FairGan.MLNet.Components;

/// <summary>Reads the rows that a user gives, to be filled in, into a batch with the generator's columns. Cells of text are cleaned as those of training.</summary>
internal sealed class GivenRows
{
    private readonly TableSchema _schema;
    private readonly PreparationOptions _options;
    private readonly List<string> _remarks = [];

    private GivenRows(TableSchema schema, PreparationOptions options)
    {
        _schema = schema;
        _options = options;
    }

    /// <summary>The visible columns of a table, in memory.</summary>
    /// <param name="rows">The table; its columns are some or all of the generator's.</param>
    /// <param name="schema">The generator's columns.</param>
    /// <param name="options">How the table of training was prepared.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The cells, and a sentence for each column in which some count as missing that are not empty.</returns>
    /// <exception cref="ArgumentException">The generator has no such column.</exception>
    /// <exception cref="FormatException">A column is of a type that does not fit, or too many of its cells are not what the generator has there.</exception>
    public static (SyntheticBatch Batch, IReadOnlyList<string> Remarks) Read(IDataView rows, TableSchema schema, PreparationOptions options, CancellationToken cancellationToken)
    {
        var reading = new GivenRows(schema, options);
        return (reading.Read(rows, cancellationToken), reading._remarks);
    }

    private SyntheticBatch Read(IDataView rows, CancellationToken cancellationToken)
    {
        DataViewSchema.Column[] columns = [.. rows.Schema.Where(column => !column.IsHidden)];
        using DataViewRowCursor cursor = rows.GetRowCursor(columns);
        var readers = Array.ConvertAll(columns, column => Reader(cursor, column, _schema.Columns.FirstOrDefault(codec => codec.Name == column.Name)));
        int count = 0;
        while (cursor.MoveNext())
        {
            if ((count++ & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Array.ForEach(readers, reader => reader.Read());
        }

        return new SyntheticBatch(0, count, Array.ConvertAll(readers, reader => reader.Column()));
    }

    // A column that the generator lacks is read as text, and refused by name later.
    private (Action Read, Func<SyntheticColumn> Column) Reader(DataViewRow row, DataViewSchema.Column column, ColumnCodec? codec)
    {
        GivenCells cells = codec?.CollectGiven() ?? new GivenCategories(column.Name);
        if (codec?.NumberCoding is not null && codec.TimeType is null && column.Type is NumberDataViewType)
        {
            Func<double> number = CellText.Number(row, column);
            return (() => cells.Add(number()), cells.ToColumn);
        }

        if (codec?.TimeType == column.Type.RawType)
        {
            return (CellType.Visit(column.Type, new TimeReader(row, column, cells))!, cells.ToColumn);
        }

        Func<ReadOnlyMemory<char>> text = CellText.Getter(row, column);
        if (codec is null || !_options.Clean)
        {
            return (() => cells.Add(text().Span, row.Position), cells.ToColumn);
        }

        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        List<string> texts = [];
        List<int> positions = [];
        return (Add, () => Cleaned(codec, cells, [.. texts], CollectionsMarshal.AsSpan(positions)));

        void Add()
        {
            ReadOnlySpan<char> cell = text().Span;
            if (!lookup.TryGetValue(cell, out int position))
            {
                position = lookup[cell] = texts.Count;
                texts.Add(cell.ToString());
            }

            positions.Add(position);
        }
    }

    private SyntheticColumn Cleaned(ColumnCodec codec, GivenCells cells, string[] texts, ReadOnlySpan<int> positions)
    {
        var rows = new long[texts.Length];
        foreach (int position in positions)
        {
            rows[position]++;
        }

        KnownCells clean = KnownCells.Of(codec, texts, rows, _options);
        if (clean.Remark is { } remark)
        {
            _remarks.Add(remark);
        }

        for (int row = 0; row < positions.Length; row++)
        {
            int position = positions[row];
            if (clean.Numbers is { } numbers)
            {
                cells.Add(numbers[position]);
            }
            else
            {
                cells.Add(clean.Texts[position], row);
            }
        }

        return cells.ToColumn();
    }

    /// <summary>Reads cells of a type of times.</summary>
    private sealed class TimeReader(DataViewRow row, DataViewSchema.Column column, GivenCells cells) : ICellTypeVisitor<Action?>
    {
        public Action Time<T>()
            where T : unmanaged
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T time = default;
            return () =>
            {
                getter(ref time);
                cells.AddTime(time);
            };
        }

        public Action? Number<T>()
            where T : unmanaged, INumber<T> => null;

        public Action? Key<T>()
            where T : unmanaged, IBinaryInteger<T> => null;

        public Action? Text() => null;

        public Action? Boolean() => null;

        public Action? Other() => null;
    }
}
