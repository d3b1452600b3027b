using System.Numerics;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;

namespace FairGan.MLNet.Components;

/// <summary>Reads the rows that a user gives, to be filled in, into a batch with the generator's columns.</summary>
internal static class GivenRows
{
    /// <summary>The visible columns of a table, in memory.</summary>
    /// <param name="rows">The table; its columns are some or all of the generator's.</param>
    /// <param name="schema">The generator's columns.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The generator has no such column.</exception>
    /// <exception cref="FormatException">A column is of a type that does not fit, or a cell is not a number.</exception>
    public static SyntheticBatch Read(IDataView rows, TableSchema schema, CancellationToken cancellationToken)
    {
        DataViewSchema.Column[] columns = [.. rows.Schema.Where(column => !column.IsHidden)];
        using DataViewRowCursor cursor = rows.GetRowCursor(columns);
        var readers = Array.ConvertAll(columns, column => Reader(cursor, column, schema.Columns.FirstOrDefault(codec => codec.Name == column.Name)));
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
    private static (Action Read, Func<SyntheticColumn> Column) Reader(DataViewRow row, DataViewSchema.Column column, ColumnCodec? codec)
    {
        GivenCells cells = codec?.CollectGiven() ?? new GivenCategories(column.Name);
        return (Read(), cells.ToColumn);

        Action Read()
        {
            if (codec?.NumberCoding is not null && codec.TimeType is null && column.Type is NumberDataViewType)
            {
                Func<double> number = CellText.Number(row, column);
                return () => cells.Add(number());
            }

            if (codec?.TimeType == column.Type.RawType)
            {
                return CellType.Visit(column.Type, new TimeReader(row, column, cells))!;
            }

            Func<ReadOnlyMemory<char>> text = CellText.Getter(row, column);
            return () => cells.Add(text().Span, row.Position + 1);
        }
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
