using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;
using FairGan.MLNet.Preparation.Recognition;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Components;

/// <summary>Reads given rows as the generator takes them.</summary>
internal static class GivenCells
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

    private static (Action Read, Func<SyntheticColumn> Column) Reader(DataViewRow row, DataViewSchema.Column column, ColumnCodec? codec)
    {
        bool isNumber = column.Type is NumberDataViewType;
        if (codec is NumericCodec)
        {
            var values = new List<double>();
            Func<double> number = isNumber ? CellText.Number(row, column) : Parsed(CellText.Getter(row, column), column.Name, () => row.Position);
            return (() => values.Add(number()), () => new RealColumn(column.Name, [.. values]));
        }

        if (codec is DateCodec date)
        {
            var times = new List<DateTime?>();
            Func<DateTime?> time = column.Type is DateTimeDataViewType ? Time(row, column) : Parsed(CellText.Getter(row, column), date, () => row.Position);
            return (() => times.Add(time()), () => new DateColumn(column.Name, [.. times], date.Format));
        }

        var codes = new List<int>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var text = CellText.Getter(row, column);
        return (Read, () => new CategoricalColumn(column.Name, [.. codes], [.. known.Keys]));

        void Read()
        {
            var cell = text().Span;
            if (cell.Length == 0)
            {
                codes.Add(-1);
                return;
            }

            if (!lookup.TryGetValue(cell, out int code))
            {
                lookup[cell] = code = known.Count;
            }

            codes.Add(code);
        }
    }

    // A column whose cells are all missing is read as text.
    private static Func<double> Parsed(Func<ReadOnlyMemory<char>> text, string column, Func<long> row) => () =>
    {
        var cell = text().Span;
        return cell.Length == 0 ? double.NaN
            : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw new FormatException($"Row {row()}, column '{column}': '{cell}' is not a number, as the generator has it there; correct the cell, or leave it empty.");
    };

    private static Func<DateTime?> Parsed(Func<ReadOnlyMemory<char>> text, DateCodec codec, Func<long> row) => () =>
    {
        var cell = text().Span;
        return cell.Length == 0 ? null
            : DateCodec.TryParse(cell, codec.Format, out DateTime time) ? time
            : throw new FormatException($"Row {row()}, column '{codec.Name}': '{cell}' is not a date as {codec.Format}; correct the cell, or leave it empty.");
    };

    // The least time counts as missing.
    private static Func<DateTime?> Time(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<DateTime>(column);
        DateTime time = default;
        return () =>
        {
            getter(ref time);
            return time == default ? null : time;
        };
    }
}
