using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Tables.Tests;

public sealed class ColumnarDataViewTests
{
    private static readonly DateTime s_day = new(2026, 7, 26, 0, 0, 0, DateTimeKind.Unspecified);

    [Fact]
    public void Every_kind_of_column_gives_back_its_values()
    {
        ColumnarDataView table = ColumnarDataView.Create(
            ("text", ColumnData.Text(["a", null, ""])),
            ("coded", ColumnData.Text([1, -1, 0], ["x", "y"])),
            ("double", ColumnData.Of([1.5, double.NaN, -2])),
            ("float", ColumnData.Of([1f, 2f, 3f])),
            ("long", ColumnData.Of([long.MinValue, 0, long.MaxValue])),
            ("byte", ColumnData.Of<byte>([1, 2, 3])),
            ("bool", ColumnData.Of([true, false, true])),
            ("date", ColumnData.Of([s_day, s_day.AddDays(1), s_day.AddHours(1)])),
            ("key", ColumnData.Key([2, 0, 1], ["red", "blue"])),
            ("bare", ColumnData.Key([2, 0, 1], 5)));

        Assert.Equal(3, table.GetRowCount());
        Assert.Equal(["a", "", ""], table.Texts("text"));
        Assert.Equal(["y", "", "x"], table.Texts("coded"));
        Assert.Equal([1.5, double.NaN, -2], table.Values<double>("double"));
        Assert.Equal([1f, 2f, 3f], table.Values<float>("float"));
        Assert.Equal([long.MinValue, 0, long.MaxValue], table.Values<long>("long"));
        Assert.Equal([1, 2, 3], table.Values<byte>("byte"));
        Assert.Equal([true, false, true], table.Values<bool>("bool"));
        Assert.Equal([s_day, s_day.AddDays(1), s_day.AddHours(1)], table.Values<DateTime>("date"));
        Assert.Equal([2u, 0u, 1u], table.Values<uint>("key"));
        Assert.Equal(NumberDataViewType.Byte, table.TypeOf("byte"));
        Assert.Equal(new KeyDataViewType(typeof(uint), 2), table.TypeOf("key"));
        Assert.Equal(new KeyDataViewType(typeof(uint), 5), table.TypeOf("bare"));

        VBuffer<ReadOnlyMemory<char>> names = default;
        table.Schema["key"].GetKeyValues(ref names);
        Assert.Equal(["red", "blue"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ColumnarDataView.Create(("a", ColumnData.Of([1])), ("b", ColumnData.Of([1, 2]))));
        Assert.Throws<ArgumentOutOfRangeException>(() => ColumnData.Text([0, 1], ["only"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ColumnData.Key([2], ["only"]));
        Assert.Throws<ArgumentException>(() => ColumnData.Of([Guid.Empty]));
    }

    [Fact]
    public void Getters_are_given_for_active_columns_and_the_right_type_alone()
    {
        ColumnarDataView table = ColumnarDataView.Create(("a", ColumnData.Of([1.0])), ("b", ColumnData.Of([2.0])));
        using DataViewRowCursor cursor = table.GetRowCursor([table.Schema["a"]]);

        Assert.True(cursor.IsColumnActive(table.Schema["a"]));
        Assert.False(cursor.IsColumnActive(table.Schema["b"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<double>(table.Schema["b"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(table.Schema["a"]));
        IDataView other = ColumnarDataView.Create(("x", ColumnData.Of([1])), ("y", ColumnData.Of([1])), ("z", ColumnData.Of([1])));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.GetRowCursor([other.Schema["x"]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.GetRowCursor([other.Schema["z"]]));
    }

    [Fact]
    public void Values_can_be_read_only_while_the_cursor_stands_on_a_row()
    {
        ColumnarDataView table = ColumnarDataView.Create(("a", ColumnData.Of([7L])));
        using DataViewRowCursor cursor = table.GetRowCursor(table.Schema);
        ValueGetter<long> getter = cursor.GetGetter<long>(table.Schema["a"]);
        long value = 0;

        Assert.Equal(-1, cursor.Position);
        Assert.Throws<InvalidOperationException>(() => getter(ref value));
        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.Position);
        getter(ref value);
        Assert.Equal(7, value);
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.Throws<InvalidOperationException>(() => getter(ref value));
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Shuffling_keeps_rows_and_their_ids_together()
    {
        long[] numbers = [.. Enumerable.Range(0, 1000).Select(i => (long)i)];
        ColumnarDataView table = ColumnarDataView.Create(
            ("a", ColumnData.Of(numbers)), ("b", ColumnData.Text([.. numbers.Select(number => number.ToString())])));
        using DataViewRowCursor cursor = table.GetRowCursor(table.Schema, new Random(3));
        ValueGetter<long> a = cursor.GetGetter<long>(table.Schema["a"]);
        ValueGetter<ReadOnlyMemory<char>> b = cursor.GetGetter<ReadOnlyMemory<char>>(table.Schema["b"]);
        ValueGetter<DataViewRowId> ids = cursor.GetIdGetter();
        List<long> seen = [];
        while (cursor.MoveNext())
        {
            long number = 0;
            ReadOnlyMemory<char> text = default;
            DataViewRowId id = default;
            a(ref number);
            b(ref text);
            ids(ref id);
            Assert.Equal(number.ToString(), text.ToString());
            Assert.Equal(new DataViewRowId((ulong)number, 0), id);
            seen.Add(number);
        }

        Assert.NotEqual(numbers, seen);
        Assert.Equal(numbers, seen.Order());
    }

    [Fact]
    public void Several_cursors_walk_side_by_side()
    {
        double[] numbers = [.. Enumerable.Range(0, 10_000).Select(i => i * 0.5)];
        ColumnarDataView table = ColumnarDataView.Create(("a", ColumnData.Of(numbers)));

        Parallel.For(0, 4, _ => Assert.Equal(numbers, table.Values<double>("a")));
    }

    [Fact]
    public void The_schema_of_another_table_can_be_filled_with_other_values()
    {
        IDataView original = new MLContext(1).Transforms.Conversion.MapValueToKey("color")
            .Fit(ColumnarDataView.Create(("color", ColumnData.Text(["red", "blue"])), ("n", ColumnData.Of([1f, 2f]))))
            .Transform(ColumnarDataView.Create(("color", ColumnData.Text(["red", "blue"])), ("n", ColumnData.Of([1f, 2f]))));
        Assert.Contains(original.Schema, column => column.IsHidden);

        ColumnarDataView filled = ColumnarDataView.Like(original.Schema, [ColumnData.Of([2u, 0u, 1u]), ColumnData.Of([1f, 2f, 3f])]);

        Assert.Equal(["color", "n"], filled.Schema.Select(column => column.Name));
        Assert.Equal(original.Schema["color"].Type, filled.Schema["color"].Type);
        IDataView back = new MLContext(1).Transforms.Conversion.MapKeyToValue("color").Fit(filled).Transform(filled);
        Assert.Equal(["blue", "", "red"], back.Texts("color"));

        Assert.Throws<ArgumentException>(() => ColumnarDataView.Like(original.Schema, [ColumnData.Of([1f])]));
        Assert.Throws<ArgumentException>(() => ColumnarDataView.Like(original.Schema, [ColumnData.Of([2u]), ColumnData.Of([1.0])]));
    }
}
