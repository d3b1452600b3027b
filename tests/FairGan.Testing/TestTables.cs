using System.Text;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Testing;

/// <summary>Short ways to read and write tables in tests.</summary>
public static class TestTables
{
    public static readonly MLContext Context = new(seed: 1);

    public static IDataView FromCsv(string csv, params string[] textColumns) =>
        TableReader.Load(
            Context, new MemoryStream(Encoding.UTF8.GetBytes(csv)), TableFormat.Csv, new TableReadOptions { TextColumns = textColumns });

    public static IDataView FromBytes(byte[] bytes, TableFormat format) => TableReader.Load(Context, new MemoryStream(bytes), format);

    public static byte[] ToBytes(IDataView table, TableFormat format)
    {
        using MemoryStream stream = new();
        TableWriter.Save(table, stream, format);
        return stream.ToArray();
    }

    public static string ToCsv(IDataView table) => Encoding.UTF8.GetString(ToBytes(table, TableFormat.Csv));

    public static T[] Values<T>(this IDataView table, string column)
    {
        DataViewSchema.Column which = table.Schema[column];
        using DataViewRowCursor cursor = table.GetRowCursor([which]);
        ValueGetter<T> getter = cursor.GetGetter<T>(which);
        List<T> values = [];
        while (cursor.MoveNext())
        {
            T value = default!;
            getter(ref value);
            values.Add(value);
        }

        return [.. values];
    }

    public static string[] Texts(this IDataView table, string column) =>
        [.. table.Values<ReadOnlyMemory<char>>(column).Select(text => text.ToString())];

    public static DataViewType TypeOf(this IDataView table, string column) => table.Schema[column].Type;
}
