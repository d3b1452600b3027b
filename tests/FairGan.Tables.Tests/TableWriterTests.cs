using Microsoft.ML;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace FairGan.Tables.Tests;

public sealed class TableWriterTests
{
    private static readonly DateTime s_day = new(2026, 7, 26, 0, 0, 0, DateTimeKind.Unspecified);

    [Fact]
    public void Every_kind_of_value_has_its_form()
    {
        IDataView table = ColumnarDataView.Create(
            ("te,xt", ColumnData.Text(["a", null, "say \"hi\", you\nthere"])),
            ("double", ColumnData.Of([0.1, double.NaN, 1e300])),
            ("float", ColumnData.Of([0.1f, float.NaN, 3f])),
            ("long", ColumnData.Of([1L, -2, long.MaxValue])),
            ("bool", ColumnData.Of([true, false, true])),
            ("date", ColumnData.Of([s_day, s_day.AddHours(1), s_day.AddTicks(1)])),
            ("key", ColumnData.Key([2, 0, 1], ["red", "blue"])),
            ("bare", ColumnData.Key([2, 0, 1], 5)));

        Assert.Equal(
            "\"te,xt\",double,float,long,bool,date,key,bare\n"
            + "a,0.1,0.1,1,true,2026-07-26,blue,2\n"
            + ",,,-2,false,2026-07-26T01:00:00,,\n"
            + "\"say \"\"hi\"\", you\nthere\",1E+300,3,9223372036854775807,true,2026-07-26T00:00:00.0000001,red,1\n",
            TestTables.ToCsv(table));

        IDataView parquet = TestTables.FromBytes(TestTables.ToBytes(table, TableFormat.Parquet), TableFormat.Parquet);
        Assert.Equal(table.Schema.Select(column => column.Name), parquet.Schema.Select(column => column.Name));
        Assert.Equal(["a", "", "say \"hi\", you\nthere"], parquet.Texts("te,xt"));
        Assert.Equal([0.1, double.NaN, 1e300], parquet.Values<double>("double"));
        Assert.Equal([0.1f, float.NaN, 3], parquet.Values<float>("float"));
        Assert.Equal([1L, -2, long.MaxValue], parquet.Values<long>("long"));
        Assert.Equal([true, false, true], parquet.Values<bool>("bool"));
        Assert.Equal(["2026-07-26", "2026-07-26T01:00:00", "2026-07-26T00:00:00.0000001"], parquet.Texts("date"));
        Assert.Equal(["blue", "", "red"], parquet.Texts("key"));
        Assert.Equal(["2", "", "1"], parquet.Texts("bare"));
    }

    [Fact]
    public void Keys_are_written_as_what_they_stand_for_and_hidden_columns_left_out()
    {
        IDataView raw = ColumnarDataView.Create(("n", ColumnData.Of([5f, 7f, 5f])));
        IDataView keyed = TestTables.Context.Transforms.Conversion.MapValueToKey("n").Fit(raw).Transform(raw);

        Assert.Equal("n\n5\n7\n5\n", TestTables.ToCsv(keyed));
    }

    [Fact]
    public void A_column_of_vectors_is_refused_by_name()
    {
        IDataView raw = ColumnarDataView.Create(("a", ColumnData.Of([1f])), ("b", ColumnData.Of([1f])));
        IDataView table = TestTables.Context.Transforms.Concatenate("Features", "a", "b").Fit(raw).Transform(raw);

        Assert.Contains("'Features'", Assert.Throws<ArgumentException>(() => TestTables.ToCsv(table)).Message);
        Assert.Contains("'Features'", Assert.Throws<ArgumentException>(() => TestTables.ToBytes(table, TableFormat.Parquet)).Message);
    }

    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.Parquet)]
    public void Random_tables_survive_writing_and_reading_and_give_the_same_bytes(TableFormat format)
    {
        Random random = new(6);
        for (int round = 0; round < 60; round++)
        {
            (string Name, ColumnData Data)[] columns = RandomColumns(random, random.Next(1, 6), random.Next(1, 50));
            ColumnarDataView table = ColumnarDataView.Create(columns);

            byte[] bytes = TestTables.ToBytes(table, format);
            string[] text = [.. columns.Select(column => column.Name).Where(name => table.TypeOf(name) is TextDataViewType)];
            IDataView read = TableReader.Load(TestTables.Context, new MemoryStream(bytes), format, new TableReadOptions { TextColumns = text });

            Assert.Equal(bytes, TestTables.ToBytes(table, format));
            Assert.Equal(TestTables.ToCsv(table), TestTables.ToCsv(read));
            foreach ((string name, _) in columns)
            {
                if (table.TypeOf(name) is TextDataViewType)
                {
                    Assert.Equal(table.Texts(name), read.Texts(name));
                }
                else if (read.TypeOf(name).RawType == typeof(double) && table.TypeOf(name).RawType == typeof(double))
                {
                    Assert.Equal(
                        table.Values<double>(name).Select(BitConverter.DoubleToInt64Bits), read.Values<double>(name).Select(BitConverter.DoubleToInt64Bits));
                }
            }
        }
    }

    [Fact]
    public void A_table_of_several_row_groups_survives_Parquet()
    {
        long[] numbers = [.. Enumerable.Range(0, 300_000).Select(i => (long)i * i)];
        IDataView table = ColumnarDataView.Create(
            ("n", ColumnData.Of(numbers)), ("t", ColumnData.Text([.. numbers.Select(n => (int)(n % 3) - 1)], ["zero", "one"])));

        IDataView read = TestTables.FromBytes(TestTables.ToBytes(table, TableFormat.Parquet), TableFormat.Parquet);

        Assert.Equal(numbers, read.Values<long>("n"));
        Assert.Equal(table.Texts("t"), read.Texts("t"));
    }

    [Fact]
    public async Task Parquet_types_are_brought_to_the_kinds_of_CSV()
    {
        ParquetSchema schema = new(
            new DataField<int>("int"), new DataField<int?>("intMissing"), new DataField<bool?>("boolMissing"), new DataField<decimal>("decimal"),
            new DataField<DateOnly>("date"), new DataField<long?>("id"), new DataField<ulong>("huge"));
        byte[] bytes = await WriteAsync(schema, async (group, fields) =>
        {
            await group.WriteAsync<int>(fields[0], new[] { 1, 2 });
            await group.WriteAsync<int>(fields[1], new int?[] { null, 3 });
            await group.WriteAsync<bool>(fields[2], new bool?[] { true, null });
            await group.WriteAsync<decimal>(fields[3], new[] { 1.25m, 2m });
            await group.WriteAsync<DateOnly>(fields[4], new[] { new DateOnly(2026, 7, 26), new DateOnly(1999, 1, 2) });
            await group.WriteAsync<long>(fields[5], new long?[] { long.MaxValue, null });
            await group.WriteAsync<ulong>(fields[6], new[] { 1ul, ulong.MaxValue });
        });

        IDataView table = TestTables.FromBytes(bytes, TableFormat.Parquet);

        Assert.Equal([1L, 2], table.Values<long>("int"));
        Assert.Equal([double.NaN, 3], table.Values<double>("intMissing"));
        Assert.Equal(["true", ""], table.Texts("boolMissing"));
        Assert.Equal([1.25, 2], table.Values<double>("decimal"));
        Assert.Equal(["2026-07-26", "1999-01-02"], table.Texts("date"));
        Assert.Equal(["9223372036854775807", ""], table.Texts("id"));
        Assert.Equal(["1", "18446744073709551615"], table.Texts("huge"));
        IDataView asText = TableReader.Load(
            TestTables.Context, new MemoryStream(bytes), TableFormat.Parquet, new TableReadOptions { TextColumns = ["int", "intMissing"] });
        Assert.Equal(["1", "2"], asText.Texts("int"));
        Assert.Equal(["", "3"], asText.Texts("intMissing"));
        IDataView piped = TableReader.Load(TestTables.Context, new BufferedStream(new NotSeekable(bytes)), TableFormat.Parquet);
        Assert.Equal([1L, 2], piped.Values<long>("int"));
    }

    [Fact]
    public async Task Parquet_values_that_are_no_cells_are_refused_by_name()
    {
        byte[] infinite = await WriteAsync(
            new ParquetSchema(new DataField<double>("x")), (group, fields) => group.WriteAsync<double>(fields[0], new[] { 1, double.PositiveInfinity }));
        Assert.Contains("column 'x', row 2", Assert.Throws<TableFormatException>(() => TestTables.FromBytes(infinite, TableFormat.Parquet)).Message);

        byte[] binary = await WriteAsync(
            new ParquetSchema(new DataField<byte[]>("x")), (group, fields) => group.WriteAsync(fields[0], new[] { new byte[] { 0xFF } }));
        Assert.Contains("column 'x'", Assert.Throws<TableFormatException>(() => TestTables.FromBytes(binary, TableFormat.Parquet)).Message);
    }

    [Fact]
    public void Files_are_written_by_their_ending()
    {
        using TemporaryFolder folder = new();
        IDataView table = ColumnarDataView.Create(("a", ColumnData.Of([1L, 2])));

        TableWriter.Save(table, folder.File("t.csv"));
        TableWriter.Save(table, folder.File("t.parquet"));

        Assert.Equal("a\n1\n2\n", File.ReadAllText(folder.File("t.csv")));
        Assert.Equal([1L, 2], TableReader.Load(TestTables.Context, folder.File("t.parquet")).Values<long>("a"));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.Throws<TableFormatException>(() => TableWriter.Save(table, folder.File("t.txt")));
    }

    private static async Task<byte[]> WriteAsync(ParquetSchema schema, Func<ParquetRowGroupWriter, DataField[], Task> write)
    {
        using MemoryStream stream = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await write(group, schema.DataFields);
        }

        return stream.ToArray();
    }

    private static (string Name, ColumnData Data)[] RandomColumns(Random random, int columnCount, int rowCount)
    {
        string[] pieces = ["a", "\"", ",", "\n", "\r\n", " ", "é", "日本", "0", "#", "NaN", "'", "\\", "😀", "\t", ";"];
        return [.. Enumerable.Range(0, columnCount).Select(i => ($"c{i} {Text()}".Trim(), Column()))];

        string Text() => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => pieces[random.Next(pieces.Length)]));

        T[] Rows<T>(Func<T> next) => [.. Enumerable.Range(0, rowCount).Select(_ => next())];

        ColumnData Column() => random.Next(4) switch
        {
            0 => ColumnData.Text(Rows<string?>(() => random.Next(5) == 0 ? null : Text())),
            1 => ColumnData.Of(Rows(() => random.NextInt64())),
            2 => ColumnData.Of(Rows(() => random.Next(4) == 0 ? double.NaN : random.Next(2) == 0 ? random.NextDouble() + 0.1 : -1e-9 * random.NextDouble())),
            _ => ColumnData.Of(Rows(() => random.NextSingle())),
        };
    }

    private sealed class NotSeekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
