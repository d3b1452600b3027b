using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using Microsoft.ML;

namespace FairGan.Tables;

/// <summary>Writes a CSV file.</summary>
internal static class CsvTableWriter
{
    private static readonly SearchValues<char> s_toQuote = SearchValues.Create(",\"\r\n");

    /// <summary>Writes the table; the stream is left open.</summary>
    public static void Write(IDataView table, Stream stream)
    {
        DataViewSchema.Column[] columns = [.. table.Schema.Where(column => !column.IsHidden)];
        using DataViewRowCursor cursor = table.GetRowCursor(columns);
        bool single = columns.Length == 1;
        Action<StreamWriter>[] cells = [.. columns.Select(column => CellType.Visit(column.Type, new CellWriters(cursor, column, single)))];

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

    private static void WriteText(StreamWriter writer, ReadOnlySpan<char> text, bool single)
    {
        // In a table of one column an empty cell would be an empty line, which readers skip, and other separators would mislead them.
        if (!text.ContainsAny(s_toQuote) && !(single && (text.IsEmpty || text.ContainsAny(';', '\t', '|'))))
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

    /// <summary>Functions that write the current row's cell of one column.</summary>
    private sealed class CellWriters(DataViewRow row, DataViewSchema.Column column, bool single) : ICellTypeVisitor<Action<StreamWriter>>
    {
        public Action<StreamWriter> Number<T>()
            where T : unmanaged, INumber<T>
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default;
            char[] buffer = new char[64];
            return writer =>
            {
                getter(ref value);
                if (T.IsNaN(value))
                {
                    WriteText(writer, [], single);
                    return;
                }

                value.TryFormat(buffer, out int length, default, CultureInfo.InvariantCulture);
                writer.Write(buffer, 0, length);
            };
        }

        public Action<StreamWriter> Key<T>()
            where T : unmanaged, IBinaryInteger<T>
        {
            Func<ulong> number = CellReader.Key(row, column);
            string[]? names = CellReader.KeyNames(column);
            return writer =>
            {
                ulong key = number();
                WriteText(writer, key == 0 ? "" : names is null ? CellFormat.Text(key) : names[key - 1], single);
            };
        }

        public Action<StreamWriter> Text()
        {
            ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
            ReadOnlyMemory<char> value = default;
            return writer =>
            {
                getter(ref value);
                WriteText(writer, value.Span, single);
            };
        }

        public Action<StreamWriter> Boolean() => Formatted<bool>();

        public Action<StreamWriter> Time<T>()
            where T : unmanaged => Formatted<T>();

        public Action<StreamWriter> Other() => throw CellFormat.Unsupported(column);

        private Action<StreamWriter> Formatted<T>()
            where T : struct
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default;
            return writer =>
            {
                getter(ref value);
                WriteText(writer, CellFormat.Text(value), single);
            };
        }
    }
}
