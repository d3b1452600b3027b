using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace FairGan.Tables.Tests;

public sealed class TableReaderTests
{
    [Fact]
    public void Integers_numbers_and_text_are_distinguished()
    {
        IDataView table = TestTables.FromCsv("i,d,m,t,b\n1,1.5,4,?,true\n-2,2e3,,None,false\n+3, 7 ,6,NA,\n");

        Assert.Equal(["i", "d", "m", "t", "b"], table.Schema.Select(column => column.Name));
        Assert.Equal(3, table.GetRowCount());
        Assert.Equal([1L, -2, 3], table.Values<long>("i"));
        Assert.Equal([1.5, 2000, 7], table.Values<double>("d"));
        Assert.Equal([4, double.NaN, 6], table.Values<double>("m"));
        Assert.Equal(["?", "None", "NA"], table.Texts("t"));
        Assert.Equal(["true", "false", ""], table.Texts("b"));
    }

    [Fact]
    public void A_column_without_values_is_text()
    {
        Assert.Equal(["", ""], TestTables.FromCsv("a,b\n,1\n,2").Texts("a"));
    }

    [Fact]
    public void Numbers_whose_digits_would_not_come_back_are_names_and_stay_text()
    {
        Assert.Equal(["02139", "10001", ""], TestTables.FromCsv("zip,n\n02139,1\n10001,2\n,3").Texts("zip"));
        Assert.Equal(["007", "01"], TestTables.FromCsv("a\n007\n01").Texts("a"));
        Assert.Equal(["007", "12"], TestTables.FromCsv("age\n007\n12").Texts("age"));
        Assert.Equal(["007.1", "250.83"], TestTables.FromCsv("icd9\n007.1\n250.83").Texts("icd9"));
        Assert.Equal(["1E1", "2E4", "20"], TestTables.FromCsv("section\n1E1\n2E4\n20").Texts("section"));
        Assert.Equal(["+4930123456", "+4989765432"], TestTables.FromCsv("tel\n+4930123456\n+4989765432").Texts("tel"));
        Assert.Equal("1.10", TestTables.FromCsv("version\n1.7\n1.8\n1.9\n1.10\n1.11").Texts("version")[3]);
        Assert.Equal([2.5, 2.5, 3.1], TestTables.FromCsv("price\n2.5\n2.50\n3.10").Values<double>("price"));
        Assert.Equal([0.5, 0], TestTables.FromCsv("a\n0.5\n0").Values<double>("a"));
        Assert.Equal([0L, 1], TestTables.FromCsv("a\n0\n1").Values<long>("a"));
    }

    [Fact]
    public void Integers_that_a_number_would_round_stay_text()
    {
        Assert.Equal(["9007199254740993"], TestTables.FromCsv("a\n9007199254740993").Texts("a"));
        Assert.Equal(["9007199254740993", ""], TestTables.FromCsv("a,b\n9007199254740993,1\n,2").Texts("a"));
    }

    [Fact]
    public void Columns_can_be_asked_for_as_text()
    {
        IDataView table = TestTables.FromCsv("code,n\n1,1\n2,2\n", "code");

        Assert.Equal(["1", "2"], table.Texts("code"));
        Assert.Equal(NumberDataViewType.Int64, table.TypeOf("n"));
        TableFormatException error = Assert.Throws<TableFormatException>(() => TestTables.FromCsv("a,b\n1,2", "c"));
        Assert.Contains("no column 'c'", error.Message);
        Assert.Contains("a, b", error.Message);
    }

    [Fact]
    public void Quotes_commas_and_line_breaks_in_cells_are_read()
    {
        IDataView table = TestTables.FromCsv("\"na,me\",b\r\n\"x \"\"y\"\"\",\"one\r\ntwo\"\r\n#1, s \r\n");

        Assert.Equal(["x \"y\"", "#1"], table.Texts("na,me"));
        Assert.Equal(["one\r\ntwo", " s "], table.Texts("b"));
    }

    [Fact]
    public void Endings_of_lines_and_a_byte_order_mark_make_no_difference()
    {
        foreach (string csv in new[] { "a,b\n1,x\n2,y", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y\r", "\uFEFFa,b\n1,x\n\n2,y\n\n" })
        {
            IDataView table = TestTables.FromCsv(csv);
            Assert.Equal([1L, 2], table.Values<long>("a"));
            Assert.Equal(["x", "y"], table.Texts("b"));
        }
    }

    [Fact]
    public void In_a_table_of_one_column_an_empty_line_is_a_missing_value()
    {
        Assert.Equal([1, double.NaN, 2, double.NaN], TestTables.FromCsv("a\n1\n\n2\n\"\"\n").Values<double>("a"));
    }

    [Fact]
    public void Spellings_of_a_missing_cell_among_numbers_are_missing()
    {
        Assert.Equal([1, double.NaN, double.NaN, 2], TestTables.FromCsv("a\n1\nNaN\nNA\n2\n").Values<double>("a"));
    }

    [Fact]
    public void Numbers_with_separators_of_thousands_and_signs_are_numbers()
    {
        IDataView table = TestTables.FromCsv("a,b,c,d\n\"1,200\",$5,12 %,\"1,200.50 €\"\n30,$7.5,3 %,7.25 €\n");

        Assert.Equal([1200L, 30], table.Values<long>("a"));
        Assert.Equal([5, 7.5], table.Values<double>("b"));
        Assert.Equal([12L, 3], table.Values<long>("c"));
        Assert.Equal([1200.5, 7.25], table.Values<double>("d"));
    }

    [Fact]
    public void Days_of_eight_digits_are_text()
    {
        Assert.Equal(["20240131", "19991231"], TestTables.FromCsv("a\n20240131\n19991231").Texts("a"));
        Assert.Equal([20240131L, 12], TestTables.FromCsv("a\n20240131\n12").Values<long>("a"));
    }

    [Fact]
    public void A_few_cells_that_are_no_numbers_count_as_missing_and_are_warned_of()
    {
        var context = new MLContext(1);
        List<string> warnings = [];
        context.Log += (_, log) =>
        {
            if (log.Kind == ChannelMessageKind.Warning)
            {
                warnings.Add(log.RawMessage);
            }
        };
        string Csv(int rows) => "age,n\n" + string.Concat(Enumerable.Range(0, rows).Select(row => $"{(row == 7 ? "twelve" : row)},{row}\n"));
        IDataView table = TableReader.Load(context, new MemoryStream(Encoding.UTF8.GetBytes(Csv(100))), TableFormat.Csv);

        Assert.Equal([6, double.NaN, 8], table.Values<double>("age")[6..9]);
        Assert.Equal("The table, column 'age': 'twelve' in line 9 is no number and counts as missing.", Assert.Single(warnings));

        warnings.Clear();
        TableReader.Load(context, new MemoryStream(Encoding.UTF8.GetBytes(Csv(20))), TableFormat.Csv);
        Assert.Equal(
            "The table, column 'age': 'twelve' in line 9 is no number and counts as missing; 95 % of the column's cells are. Correct them, leave them empty, or read the column as text (TextColumns; on the command line --text age).",
            Assert.Single(warnings));
    }

    [Theory]
    [InlineData("oops")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("1234567890123456789012345678901234567890x")]
    public void One_cell_in_twenty_that_is_no_finite_number_is_missing_unless_the_column_is_read_as_text(string cell)
    {
        string csv = "id,\"two\nlines\",age\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"x{i},y,{(i == 12 ? cell : i)}\n"));

        Assert.Equal([11, double.NaN, 13], TestTables.FromCsv(csv).Values<double>("age")[11..14]);
        Assert.Equal(cell, TestTables.FromCsv(csv, "age").Texts("age")[12]);
    }

    [Fact]
    public void A_column_of_text_with_some_numbers_is_text()
    {
        Assert.Equal(["1", "2", "3", "many"], TestTables.FromCsv("a\n1\n2\n3\nmany").Texts("a"));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a,b\n", "no rows")]
    [InlineData("a,b", "no rows")]
    [InlineData("a,b,a\n1,2,3", "two columns are named 'a'")]
    [InlineData("a,b\n1,2\n\n1,2,3\n", "line 4: the row has 3 cells, but the table has 2 columns")]
    [InlineData("a,b\n\"x\ny\",2\n1\n", "line 4: the row has 1 cell,")]
    [InlineData("a,b\n1,2\n\"open,2\n3,4\n", "line 3: the quotes")]
    [InlineData("a,b\n1,2\n\"x\"y,2\n", "line 3: the quotes")]
    [InlineData("a;b\n1;2;3\n", "line 2: the row has 3 cells")]
    public void What_is_no_table_is_refused_with_the_place(string csv, string expected)
    {
        Assert.Contains(expected, Assert.Throws<TableFormatException>(() => TestTables.FromCsv(csv)).Message);
    }

    [Theory]
    [InlineData(" a ,b \n1,x\n", "a,b\n1,x\n")]
    [InlineData("sep=;\na;b\n1,5;x\n", "a,b\n1.5,x\n")]
    [InlineData("\"a\";\"b, c\"\r\n1,5;\"x\"\r\n2;\"y;z\"\r\n", "a,\"b, c\"\n1.5,x\n2,y;z\n")]
    [InlineData("a\tb|c\td\n1\tx,y\t2\n", "a,b|c,d\n1,\"x,y\",2\n")]
    [InlineData("a|b;c|d\n1|x|2\n", "a,b;c,d\n1,x,2\n")]
    [InlineData("\"a\r\nb\";c\r1;2\r", "\"a\r\nb\",c\n1,2\n")]
    [InlineData("\"a;b\"\n\"1;2\"\n", "\"a;b\"\n\"1;2\"\n")]
    [InlineData("a;b;c,d\n1,2\n", "a;b;c,d\n1,2\n")]
    [InlineData("sep=,\r\na,b\r\n1,x\r\n", "a,b\n1,x\n")]
    [InlineData("sex,b\n1,x\n", "sex,b\n1,x\n")]
    [InlineData("sep=a,b\n1,x\n", "sep=a,b\n1,x\n")]
    [InlineData(",a,b\n0,1,x\n1,2,y\n", "column 1,a,b\n0,1,x\n1,2,y\n")]
    [InlineData("a,b,\n1,x,\n2,y,\n", "a,b\n1,x\n2,y\n")]
    [InlineData("a,b,\n1,x\n2,y\n", "a,b\n1,x\n2,y\n")]
    [InlineData("a,b\n1,x,\n2,y,,\n", "a,b\n1,x\n2,y\n")]
    [InlineData("\"a, \"\"b\"\"\",c.d,e=f,ä€\n1,2,3,4\n", "\"a, \"\"b\"\"\",c.d,e=f,ä€\n1,2,3,4\n")]
    public void Headers_as_people_have_them_are_read(string csv, string expected) => Assert.Equal(expected, TestTables.ToCsv(TestTables.FromCsv(csv)));

    [Fact]
    public void Columns_that_are_not_asked_for_may_hold_anything()
    {
        MLContext context = new(1);
        byte[] csv = "a,a,,b\n1,x,,1\n2,y,z,1\n3,x,z,1\n4,x,z,1\n5,x,z,1\n6,x,z,1\n7,x,z,1\n8,x,z,1\n9,x,z,1\n10,x,z,1\n11,x,z,odd\n"u8.ToArray();
        IDataView Read(TableReadOptions options) => TableReader.Load(context, new MemoryStream(csv), TableFormat.Csv, options);
        Assert.Contains("two columns are named 'a'", Assert.Throws<TableFormatException>(() => Read(new())).Message);
        Assert.Equal(1, Read(new() { Columns = ["b"] }).Values<double>("b").Count(double.IsNaN));
        Assert.Equal(["column 3"], Read(new() { Columns = ["column 3"] }).Schema.Select(column => column.Name));
        Assert.Equal(["column 3", "b"], Read(new() { Dropped = ["a"], Required = [] }).Schema.Select(column => column.Name));
        TableFormatException unknown = Assert.Throws<TableFormatException>(() => Read(new() { Columns = ["bb"] }));
        Assert.Contains("no column 'bb'", unknown.Message);
        Assert.Contains("Is 'b' meant?", unknown.Message);
    }

    [Fact]
    public void A_table_without_a_line_of_names_is_pointed_out() => Assert.Contains(
        "They look like cells",
        Assert.Throws<TableFormatException>(() => TableReader.Load(new MLContext(1), new MemoryStream("1,2\n3,4\n"u8.ToArray()), TableFormat.Csv, new() { Columns = ["sex"] })).Message);

    [Fact]
    public void Bytes_that_are_not_text_are_refused()
    {
        byte[] latin1 = [.. "a,b\n1,"u8, 0xE9, .. "t\n"u8];
        Assert.Contains("UTF-8", Assert.Throws<TableFormatException>(() => TestTables.FromBytes(latin1, TableFormat.Csv)).Message);

        byte[] noise = new byte[5000];
        new Random(4).NextBytes(noise);
        Assert.Throws<TableFormatException>(() => TestTables.FromBytes(noise, TableFormat.Csv));
        Assert.Throws<TableFormatException>(() => TestTables.FromBytes(noise, TableFormat.Parquet));
        Assert.Throws<TableFormatException>(() => TestTables.FromBytes([], TableFormat.Parquet));
    }

    [Fact]
    public void Files_that_are_not_there_or_not_tables_are_refused()
    {
        using TemporaryFolder folder = new();
        Assert.Throws<FileNotFoundException>(() => TableReader.Load(TestTables.Context, folder.File("none.csv")));
        Assert.Throws<DirectoryNotFoundException>(() => TableReader.Load(TestTables.Context, folder.File("none/none.csv")));
        Assert.Throws<TableFormatException>(() => TableReader.Load(TestTables.Context, folder.File("table.xlsx")));
        Directory.CreateDirectory(folder.File("folder.csv"));
        Assert.Contains("folder", Assert.Throws<TableFormatException>(() => TableReader.Load(TestTables.Context, folder.File("folder.csv"))).Message);
        File.WriteAllText(folder.File("bad.csv"), "a,b\n1\n");
        Assert.Contains("bad.csv, line 2", Assert.Throws<TableFormatException>(() => TableReader.Load(TestTables.Context, folder.File("bad.csv"))).Message);
    }

    [Fact]
    public void The_culture_of_the_thread_makes_no_difference()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            IDataView table = TestTables.FromCsv("a\n1.5\n-2.25\n");
            Assert.Equal([1.5, -2.25], table.Values<double>("a"));
            Assert.Equal("a\n1.5\n-2.25\n", TestTables.ToCsv(table));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_line_reaches_the_log()
    {
        MLContext context = new(1);
        List<string> lines = [];
        context.Log += (_, e) => lines.Add(e.Message);

        TableReader.Load(context, new MemoryStream("a\n1\n"u8.ToArray()), TableFormat.Csv);

        Assert.Contains(lines, line => line.Contains("Read 1 rows of 1 columns"));
    }
}
