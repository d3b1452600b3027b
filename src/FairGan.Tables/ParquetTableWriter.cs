using System.Numerics;
using Microsoft.ML;
using Parquet;
using Parquet.Schema;

namespace FairGan.Tables;

/// <summary>Writes a Parquet file.</summary>
internal static class ParquetTableWriter
{
    private const int RowsPerGroup = 1 << 17;

    /// <summary>Writes the table; the stream is left open.</summary>
    public static void Write(IDataView table, Stream stream) => WriteAsync(table, stream).GetAwaiter().GetResult();

    private static async Task WriteAsync(IDataView table, Stream stream)
    {
        DataViewSchema.Column[] columns = [.. table.Schema.Where(column => !column.IsHidden)];
        using DataViewRowCursor cursor = table.GetRowCursor(columns);
        Column[] buffers = [.. columns.Select(column => CellType.Visit(column.Type, new Buffers(cursor, column)))];
        ParquetSchema schema = new(buffers.Select(buffer => buffer.Field));
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream).ConfigureAwait(false);

        int rows = 0;
        while (cursor.MoveNext())
        {
            foreach (Column buffer in buffers)
            {
                buffer.Take(rows);
            }

            if (++rows == RowsPerGroup)
            {
                await FlushAsync(writer, buffers, rows).ConfigureAwait(false);
                rows = 0;
            }
        }

        if (rows > 0)
        {
            await FlushAsync(writer, buffers, rows).ConfigureAwait(false);
        }
    }

    private static async Task FlushAsync(ParquetWriter writer, Column[] buffers, int rows)
    {
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        foreach (Column buffer in buffers)
        {
            await buffer.WriteAsync(group, rows).ConfigureAwait(false);
        }

        group.CompleteValidate();
    }

    /// <summary>The buffer that suits the cells of one column.</summary>
    private sealed class Buffers(DataViewRow row, DataViewSchema.Column column) : ICellTypeVisitor<Column>
    {
        public Column Number<T>()
            where T : unmanaged, INumber<T> => typeof(T) == typeof(float) || typeof(T) == typeof(double)
                ? new Floats<T>(row, column, T.IsNaN)
                : new Values<T>(row, column);

        public Column Key<T>()
            where T : unmanaged, IBinaryInteger<T>
        {
            string[]? names = CellReader.KeyNames(column);
            return new Texts<T>(row, column, key => T.IsZero(key) ? null : names is null ? CellFormat.Text(key) : names[ulong.CreateChecked(key) - 1]);
        }

        public Column Text() => new Texts<ReadOnlyMemory<char>>(row, column, text => text.IsEmpty ? null : text.ToString());

        public Column Boolean() => new Values<bool>(row, column);

        public Column Time<T>()
            where T : unmanaged => new Texts<T>(row, column, CellFormat.Text);

        public Column Other() => throw CellFormat.Unsupported(column);
    }

    /// <summary>The cells of one column until its row group is full.</summary>
    private abstract class Column(DataField field)
    {
        public DataField Field { get; } = field;

        public abstract void Take(int row);

        public abstract Task WriteAsync(ParquetRowGroupWriter group, int rows);
    }

    private sealed class Texts<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string?> format) : Column(new DataField<string>(column.Name))
    {
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
        private readonly string?[] _cells = new string?[RowsPerGroup];
        private T _value = default!;

        public override void Take(int row)
        {
            _getter(ref _value);
            _cells[row] = format(_value);
        }

        public override Task WriteAsync(ParquetRowGroupWriter group, int rows) => group.WriteAsync(Field, new ArraySegment<string>(_cells!, 0, rows));
    }

    private sealed class Floats<T>(DataViewRow row, DataViewSchema.Column column, Func<T, bool> isMissing) : Column(new DataField<T?>(column.Name))
        where T : struct
    {
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
        private readonly T?[] _cells = new T?[RowsPerGroup];
        private T _value;

        public override void Take(int row)
        {
            _getter(ref _value);
            _cells[row] = isMissing(_value) ? null : _value;
        }

        public override Task WriteAsync(ParquetRowGroupWriter group, int rows) => group.WriteAsync<T>(Field, _cells.AsMemory(0, rows));
    }

    private sealed class Values<T>(DataViewRow row, DataViewSchema.Column column) : Column(new DataField<T>(column.Name))
        where T : struct
    {
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
        private readonly T[] _cells = new T[RowsPerGroup];

        public override void Take(int row) => _getter(ref _cells[row]);

        public override Task WriteAsync(ParquetRowGroupWriter group, int rows) => group.WriteAsync<T>(Field, _cells.AsMemory(0, rows));
    }
}
