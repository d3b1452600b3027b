using Microsoft.ML;
using Microsoft.ML.Data;
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
        Column[] buffers = [.. columns.Select(column => For(cursor, column))];
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

    private static Column For(DataViewRow row, DataViewSchema.Column column)
    {
        Type type = column.Type.RawType;
        if (column.Type is KeyDataViewType)
        {
            string[]? names = CellFormat.KeyNames(column);
            return type == typeof(byte) ? new Texts<byte>(row, column, key => Name(key))
                : type == typeof(ushort) ? new Texts<ushort>(row, column, key => Name(key))
                : type == typeof(uint) ? new Texts<uint>(row, column, key => Name(key))
                : new Texts<ulong>(row, column, Name);

            string? Name(ulong key) => key == 0 ? null : names is null ? CellFormat.Text(key) : names[key - 1];
        }

        return type == typeof(ReadOnlyMemory<char>) ? new Texts<ReadOnlyMemory<char>>(row, column, text => text.IsEmpty ? null : text.ToString())
            : type == typeof(double) ? new Floats<double>(row, column, double.IsNaN)
            : type == typeof(float) ? new Floats<float>(row, column, float.IsNaN)
            : type == typeof(long) ? new Values<long>(row, column)
            : type == typeof(int) ? new Values<int>(row, column)
            : type == typeof(sbyte) ? new Values<sbyte>(row, column)
            : type == typeof(byte) ? new Values<byte>(row, column)
            : type == typeof(short) ? new Values<short>(row, column)
            : type == typeof(ushort) ? new Values<ushort>(row, column)
            : type == typeof(uint) ? new Values<uint>(row, column)
            : type == typeof(ulong) ? new Values<ulong>(row, column)
            : type == typeof(bool) ? new Values<bool>(row, column)
            : type == typeof(DateTime) ? new Texts<DateTime>(row, column, CellFormat.Text)
            : type == typeof(DateTimeOffset) ? new Texts<DateTimeOffset>(row, column, CellFormat.Text)
            : type == typeof(TimeSpan) ? new Texts<TimeSpan>(row, column, CellFormat.Text)
            : throw CellFormat.Unsupported(column);
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
        private readonly ValueGetter<T> getter = row.GetGetter<T>(column);
        private readonly string?[] cells = new string?[RowsPerGroup];
        private T value = default!;

        public override void Take(int row)
        {
            getter(ref value);
            cells[row] = format(value);
        }

        public override Task WriteAsync(ParquetRowGroupWriter group, int rows) => group.WriteAsync(Field, new ArraySegment<string>(cells!, 0, rows));
    }

    private sealed class Floats<T>(DataViewRow row, DataViewSchema.Column column, Func<T, bool> isMissing) : Column(new DataField<T?>(column.Name))
        where T : struct
    {
        private readonly ValueGetter<T> getter = row.GetGetter<T>(column);
        private readonly T?[] cells = new T?[RowsPerGroup];
        private T value;

        public override void Take(int row)
        {
            getter(ref value);
            cells[row] = isMissing(value) ? null : value;
        }

        public override Task WriteAsync(ParquetRowGroupWriter group, int rows) => group.WriteAsync<T>(Field, cells.AsMemory(0, rows));
    }

    private sealed class Values<T>(DataViewRow row, DataViewSchema.Column column) : Column(new DataField<T>(column.Name))
        where T : struct
    {
        private readonly ValueGetter<T> getter = row.GetGetter<T>(column);
        private readonly T[] cells = new T[RowsPerGroup];

        public override void Take(int row) => getter(ref cells[row]);

        public override Task WriteAsync(ParquetRowGroupWriter group, int rows) => group.WriteAsync<T>(Field, cells.AsMemory(0, rows));
    }
}
