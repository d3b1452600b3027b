using DuckDB.NET.Data;
using Microsoft.ML;

namespace FairGan.Tables.Tests;

// Files of another writer: one for each logical type, with and without missing cells, in both versions of pages, dictionaries included.
public sealed class ParquetTypeTests
{
    private const int Rows = 400;

    // The column's values by row i, what the type is called, and the texts of rows 1 and 8.
    public static TheoryData<string, string, string, string> Readable => new()
    {
        { "i % 3 = 0", "BOOLEAN", "false", "false" },
        { "(i % 100 - 50)::TINYINT", "INT8", "-49", "-42" },
        { "(i % 1000)::SMALLINT", "INT16", "1", "8" },
        { "(i * 37 % 1000)::INTEGER", "INT32", "37", "296" },
        { "(9007199254740993 + i % 7)::BIGINT", "INT64", "9007199254740994", "9007199254740994" },
        { "(i % 200)::UTINYINT", "UINT8", "1", "8" },
        { "(60000 + i)::USMALLINT", "UINT16", "60001", "60008" },
        { "(4000000000 + i % 5)::UINTEGER", "UINT32", "4000000001", "4000000003" },
        { "(18000000000000000000 + i % 4)::UBIGINT", "UINT64", "18000000000000000001", "18000000000000000000" },
        { "(i / 8.0)::FLOAT", "FLOAT", "0.125", "1" },
        { "i / 8.0::DOUBLE", "DOUBLE", "0.125", "1" },
        { "(i % 90 / 10.0)::DECIMAL(4, 2)", "DECIMAL(4,2)", "0.1", "0.8" },
        { "(-i / 100.0)::DECIMAL(9, 2)", "DECIMAL(9,2)", "-0.01", "-0.08" },
        { "(i * 13 % 5000 / 100.0)::DECIMAL(18, 4)", "DECIMAL(18,4)", "0.13", "1.04" },
        { "(-i * 13 / 100.0)::DECIMAL(38, 10)", "DECIMAL(38,10)", "-0.13", "-1.04" },
        { "10000000000000000000000000000::DECIMAL(38, 2) + i", "DECIMAL(38,2)", "10000000000000000000000000001", "10000000000000000000000000008" },
        { "DATE '2004-02-05' + (i % 300)::INTEGER", "DATE", "2004-02-06", "2004-02-13" },
        { "DATE '1850-12-31' + (i % 300)::INTEGER", "DATE", "1851-01-01", "1851-01-08" },
        { "TIME '00:00:00' + INTERVAL (i * 61) SECOND", "TIME(MICROS)", "00:01:01", "00:08:08" },
        { "(TIME '10:00:00.5' + INTERVAL (i) SECOND)::TIME_NS", "TIME(NANOS)", "10:00:01.500", "10:00:08.500" },
        { "(TIME '00:00:00' + INTERVAL (i * 61) SECOND)::TIMETZ", "TIME(MICROS,UTC)", "00:01:01", "00:08:08" },

        // Most of these are at midnight: the others must not lose their time, nor these their form.
        { "TIMESTAMP '2004-02-05' + INTERVAL (CASE WHEN i % 10 = 8 THEN i * 3601 ELSE i * 86400 END) SECOND", "TIMESTAMP(MICROS)", "2004-02-06T00:00:00", "2004-02-05T08:00:08" },
        { "(TIMESTAMP '1950-02-05 07:42:55.123' + INTERVAL (i) HOUR)::TIMESTAMP_MS", "TIMESTAMP(MILLIS)", "1950-02-05T08:42:55.123", "1950-02-05T15:42:55.123" },
        { "(TIMESTAMP '2004-02-05 07:42:55.123456' + INTERVAL (i) HOUR)::TIMESTAMP_NS", "TIMESTAMP(NANOS)", "2004-02-05T08:42:55.123456", "2004-02-05T15:42:55.123456" },
        { "(TIMESTAMP '2004-02-05 07:42:55.5' + INTERVAL (i) HOUR)::TIMESTAMPTZ", "TIMESTAMP(MICROS,UTC)", "2004-02-05T08:42:55.500", "2004-02-05T15:42:55.500" },
        { "('00000000-0000-0000-0000-00000000000' || i % 9)::UUID", "UUID", "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000008" },
        { "(['red', 'green', 'blue'])[1 + i % 3]::ENUM('red', 'green', 'blue')", "STRING", "green", "blue" },
        { "(['ä', 'b', 'c d'])[1 + i % 3]", "STRING", "b", "c d" },
        { "('{\"a\":' || i % 3 || '}')::JSON", "JSON", "{\"a\":1}", "{\"a\":2}" },
        { "(['\\xC3\\x84', 'b', 'c'])[1 + i % 3]::BLOB", "BINARY", "b", "c" },
        { "repeat('x', 100) || (i % 300)", "STRING", null!, null! },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "INTERVAL (i) MINUTE", "is of type INTERVAL" },
        { "[i, i + 1]", "contains lists or structures" },
        { "{'a': i, 'b': 'x'}", "contains lists or structures" },
        { "MAP {'k': i}", "contains lists or structures" },
        { "'\\xFF\\xFE'::BLOB", "row 1: the bytes of type BINARY are not text in UTF-8" },
        { "CASE WHEN i = 7 THEN 'infinity'::TIMESTAMP ELSE TIMESTAMP '2004-02-05' END", "row 8: the value of type TIMESTAMP(MICROS) is infinite" },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void Every_type_is_read_with_its_values_and_its_missing_cells(string values, string type, string? second, string? ninth)
    {
        foreach ((bool nulls, string version) in (ReadOnlySpan<(bool, string)>)[(false, "V1"), (true, "V1"), (false, "V2"), (true, "V2")])
        {
            using TemporaryFolder folder = new();
            string path = Write(folder, nulls ? $"CASE WHEN i % 10 = 4 THEN NULL ELSE {values} END" : values, version);
            IDataView table = TableReader.Load(new MLContext(1), path, new TableReadOptions { AsWritten = true });
            Assert.Equal(type, StoredColumn.TypeOf(table.Schema["v"]));
            string csv = folder.File("v.csv");
            TableWriter.Save(table, csv);
            string[] cells = [.. File.ReadLines(csv).Skip(1).Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal))];
            Assert.Equal(Rows, cells.Length);
            Assert.Equal(nulls ? Rows / 10 : 0, cells.Count(cell => cell.Length == 0));
            if (second is not null)
            {
                Assert.Equal((second, ninth), (cells[1], cells[8]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_column_that_no_table_can_hold_is_named_and_does_not_matter_where_it_is_not_asked_for(string values, string problem)
    {
        using TemporaryFolder folder = new();
        string path = Write(folder, values, "V2");
        MLContext context = new(1);
        TableFormatException refused = Assert.Throws<TableFormatException>(() => TableReader.Load(context, path));
        Assert.Contains("column 'v'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--drop v", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["k"], TableReader.Load(context, path, new TableReadOptions { Columns = ["k"] }).Schema.Select(column => column.Name));
        Assert.Equal(["k"], TableReader.Load(context, path, new TableReadOptions { Dropped = ["v"] }).Schema.Select(column => column.Name));
        Assert.Equal(["k"], TableReader.Load(context, path, new TableReadOptions { Required = ["k"] }).Schema.Select(column => column.Name));
    }

    [Fact]
    public void A_column_has_one_type_and_one_format_in_all_parts_of_a_file()
    {
        using TemporaryFolder folder = new();

        // In the first row group no cell is missing, no time of day is told, and no number is large.
        string path = Write(
            folder,
            "CASE WHEN i < 200000 THEN TIMESTAMP '2004-02-05' ELSE TIMESTAMP '2004-02-05 07:42:55' END AS t, CASE WHEN i < 200000 THEN 1 ELSE 9007199254740993 END::BIGINT AS n, CASE WHEN i = 299999 THEN NULL ELSE i END",
            "V1",
            rows: 300_000);
        IDataView[] parts = [.. ParquetTableReader.Groups(path, new TableReadOptions { AsWritten = true })];
        Assert.True(parts.Length > 1);
        Assert.All(parts, part => Assert.Equal("yyyy-MM-ddTHH:mm:ss", StoredColumn.FormatOf(part.Schema["t"])));
        Assert.All(parts, part => Assert.Equal(parts[0].Schema.Select(column => column.Type), part.Schema.Select(column => column.Type)));
    }

    private static string Write(TemporaryFolder folder, string values, string version, int rows = Rows)
    {
        string path = folder.File("t.parquet");
        using DuckDBConnection connection = new("Data Source=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"COPY (SELECT i % 5 AS k, {values} AS v FROM range({rows}) t(i)) TO '{path}' (FORMAT parquet, PARQUET_VERSION {version}, ROW_GROUP_SIZE 122880)";
        command.ExecuteNonQuery();
        return path;
    }
}
