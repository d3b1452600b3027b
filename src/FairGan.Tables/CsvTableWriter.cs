using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Tables;

/// <summary>Writes a CSV file.</summary>
internal static class CsvTableWriter
{
    private static readonly SearchValues<char> ToQuote = SearchValues.Create(",\"\r\n");

    /// <summary>Writes the table; the stream is left open.</summary>
    public static void Write(IDataView table, Stream stream)
    {
        DataViewSchema.Column[] columns = [.. table.Schema.Where(column => !column.IsHidden)];
        using DataViewRowCursor cursor = table.GetRowCursor(columns);
        bool single = columns.Length == 1;
        Action<StreamWriter>[] cells = [.. columns.Select(column => Cell(cursor, column, single))];

        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        writer.NewLine = "\n";
        for (int i = 0; i < columns.Length; i++)
        {
            Separate(writer, i);
            WriteText(writer, columns[i].Name, single);
        }

        writer.Write('\n');
        while (cursor.MoveNext())
        {
            for (int i = 0; i < cells.Length; i++)
            {
                Separate(writer, i);
                cells[i](writer);
            }

            writer.Write('\n');
        }
    }

    private static void Separate(StreamWriter writer, int column)
    {
        if (column > 0)
        {
            writer.Write(',');
        }
    }

    private static Action<StreamWriter> Cell(DataViewRow row, DataViewSchema.Column column, bool single)
    {
        Type type = column.Type.RawType;
        if (column.Type is KeyDataViewType)
        {
            return type == typeof(byte) ? Key<byte>(value => value)
                : type == typeof(ushort) ? Key<ushort>(value => value)
                : type == typeof(uint) ? Key<uint>(value => value)
                : Key<ulong>(value => value);
        }

        return type == typeof(ReadOnlyMemory<char>) ? Text()
            : type == typeof(double) ? Number<double>(double.IsNaN)
            : type == typeof(float) ? Number<float>(float.IsNaN)
            : type == typeof(long) ? Number<long>()
            : type == typeof(int) ? Number<int>()
            : type == typeof(sbyte) ? Number<sbyte>()
            : type == typeof(byte) ? Number<byte>()
            : type == typeof(short) ? Number<short>()
            : type == typeof(ushort) ? Number<ushort>()
            : type == typeof(uint) ? Number<uint>()
            : type == typeof(ulong) ? Number<ulong>()
            : type == typeof(bool) ? Other<bool>()
            : type == typeof(DateTime) ? Other<DateTime>()
            : type == typeof(DateTimeOffset) ? Other<DateTimeOffset>()
            : type == typeof(TimeSpan) ? Other<TimeSpan>()
            : throw CellFormat.Unsupported(column);

        Action<StreamWriter> Text()
        {
            ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
            ReadOnlyMemory<char> value = default;
            return writer =>
            {
                getter(ref value);
                WriteText(writer, value.Span, single);
            };
        }

        Action<StreamWriter> Number<T>(Func<T, bool>? isMissing = null)
            where T : ISpanFormattable
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default!;
            char[] buffer = new char[64];
            return writer =>
            {
                getter(ref value);
                if (isMissing is not null && isMissing(value))
                {
                    WriteText(writer, [], single);
                    return;
                }

                value.TryFormat(buffer, out int length, default, CultureInfo.InvariantCulture);
                writer.Write(buffer, 0, length);
            };
        }

        Action<StreamWriter> Other<T>()
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default!;
            return writer =>
            {
                getter(ref value);
                WriteText(writer, CellFormat.Text(value), single);
            };
        }

        Action<StreamWriter> Key<T>(Func<T, ulong> widen)
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            string[]? names = CellFormat.KeyNames(column);
            T value = default!;
            return writer =>
            {
                getter(ref value);
                ulong key = widen(value);
                WriteText(writer, key == 0 ? "" : names is null ? CellFormat.Text(key) : names[key - 1], single);
            };
        }
    }

    private static void WriteText(StreamWriter writer, ReadOnlySpan<char> text, bool single)
    {
        // In a table of one column an empty cell would be an empty line, which readers skip, and other separators would mislead them.
        if (!text.ContainsAny(ToQuote) && !(single && (text.IsEmpty || text.ContainsAny(';', '\t'))))
        {
            writer.Write(text);
            return;
        }

        writer.Write('"');
        for (int quote = text.IndexOf('"'); quote >= 0; quote = text.IndexOf('"'))
        {
            writer.Write(text[..(quote + 1)]);
            writer.Write('"');
            text = text[(quote + 1)..];
        }

        writer.Write(text);
        writer.Write('"');
    }
}
