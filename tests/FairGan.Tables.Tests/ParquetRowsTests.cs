using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
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
