using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;
using FairGan.Formats;
using Microsoft.ML;
using CsvBatchWriter = FairGan.Export.Sampling.Writers.CsvBatchWriter;

namespace FairGan.Tables.Tests;

public class ParquetRowsTests
{
    private const int Rows = 140_000;

    // More than one row group; texts, whole and other numbers, missing cells of each.
    [Fact]
    public async Task Every_cell_is_that_of_the_CSV_file()
    {
        using var folder = new TemporaryFolder();
        TableSchema schema = new(
            [
                CategoricalCodec.Fit("text", new Dictionary<string, long> { ["a"] = 1, ["é, \"b\""] = 1 }, 1, new CodecOptions()),
                NumericCodec.Fit("whole", [1, 2], new CodecOptions()),
                NumericCodec.Fit("real", [0.5, double.NaN], new CodecOptions()),
            ],
            null,
            null,
            []);
        string parquet = folder.File("rows.parquet"), csv = folder.File("rows.csv");
        using (FileStream stream = File.Create(parquet))
        {
            await ParquetRows.WriteAsync(schema, Batches(), stream);
        }

        using (FileStream stream = File.Create(csv))
        {
            await CsvBatchWriter.WriteAsync(schema, Batches(), stream);
        }

        Assert.Equal(Again(csv), Again(parquet));

        string Again(string path)
        {
            string again = path + ".again.csv";
            TableWriter.Save(TableReader.Load(new MLContext(1), path), again);
            return File.ReadAllText(again);
        }
    }

    // Types that DuckDB does not write, or that the library has no field for.
    [Theory]
    [InlineData("FLOAT16", "0.099975586,-3.25,,65504")]
    [InlineData("ENUM", "a,b,,a")]
    [InlineData("JSON", "a,b,,a")]
    [InlineData("BINARY", "a,b,,a")]
    [InlineData("INT96", "2004-02-05T07:42:55.123,1950-01-01T00:00:00.000,,2004-02-05T07:42:55.123")]
    [InlineData("TIME(MILLIS)", "07:42:55.123,00:00:00.000,,07:42:55.123")]
    [InlineData("TIME(NANOS,UTC)", "07:42:55.123,00:00:00.000,,07:42:55.123")]
    [InlineData("TIMESTAMP(NANOS,UTC)", "2004-02-05T07:42:55.123,1950-01-01T00:00:00.000,,2004-02-05T07:42:55.123")]
    public async Task A_column_keeps_its_type(string type, string cells)
    {
        using var folder = new TemporaryFolder();
        DateTime?[] times = [new(2004, 2, 5, 7, 42, 55, 123), new(1950, 1, 1), null, new(2004, 2, 5, 7, 42, 55, 123)];
        (ColumnCodec codec, SyntheticColumn column) = type switch
        {
            "FLOAT16" => ((ColumnCodec)NumericCodec.Fit("v", [0.1, -3.25, double.NaN, 1e6], new CodecOptions()), (SyntheticColumn)new RealColumn("v", [0.1, -3.25, double.NaN, 65504])),
            "ENUM" or "JSON" or "BINARY" => (
                CategoricalCodec.Fit("v", new Dictionary<string, long> { ["a"] = 1, ["b"] = 1 }, 1, new CodecOptions()), new CategoricalColumn("v", [0, 1, 2, 0], ["a", "b"])),
            _ => (
                new DateCodec("v", DateUnit.Millisecond, "yyyy-MM-ddTHH:mm:ss.fff", 0, NumericCodec.Fit("v", [0, 1, double.NaN], new CodecOptions())),
                new DateColumn("v", times, "yyyy-MM-ddTHH:mm:ss.fff")),
        };
        string path = folder.File("rows.parquet");
        using (FileStream stream = File.Create(path))
        {
            await ParquetRows.WriteAsync(new TableSchema([codec with { Stored = type }], null, null, []), One(column), stream);
        }

        IDataView read = TableReader.Load(new MLContext(1), path, new TableReadOptions { AsWritten = true });
        Assert.Equal(type, StoredColumn.TypeOf(read.Schema["v"]));
        TableWriter.Save(read, path + ".csv");
        Assert.Equal(cells, string.Join(',', File.ReadAllLines(path + ".csv").Skip(1).Select(line => line.Trim('"'))));
    }

    private static async IAsyncEnumerable<SyntheticBatch> One(SyntheticColumn column)
    {
        await Task.Yield();
        yield return new SyntheticBatch(0, column.RowCount, [column]);
    }

    private static async IAsyncEnumerable<SyntheticBatch> Batches()
    {
        await Task.Yield();
        Random random = new(1);
        for (int start = 0; start < Rows; start += 1000)
        {
            yield return new SyntheticBatch(start, 1000,
            [
                new CategoricalColumn("text", [.. Enumerable.Range(0, 1000).Select(_ => random.Next(3))], ["a", "é, \"b\""]),
                new IntegerColumn("whole", [.. Enumerable.Range(0, 1000).Select(_ => random.NextInt64())]),
                new RealColumn("real", [.. Enumerable.Range(0, 1000).Select(_ => random.Next(5) == 0 ? double.NaN : random.NextDouble())]),
            ]);
        }
    }
}
