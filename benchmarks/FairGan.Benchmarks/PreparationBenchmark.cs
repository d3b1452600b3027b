using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Streaming;
using FairGan.Tables;

namespace FairGan.Benchmarks;

/// <summary>Measures the preparation of a table that streams by: 20 columns of numbers, amounts, categories, dates and identifiers.</summary>
internal static class PreparationBenchmark
{
    /// <summary>Rows of the table.</summary>
    public const long Rows = 5_000_000;

    private const double Million = 1e6;

    /// <summary>Prints the figures.</summary>
    /// <param name="rows">Rows of the table.</param>
    public static int Run(long rows)
    {
        string folder = Directory.CreateTempSubdirectory("fairgan-benchmark-").FullName;
        try
        {
            string parquet = Path.Combine(folder, "rows.parquet");
            Write(parquet, rows);

            // A process of its own, so that its memory is that of the preparation alone.
            var start = new ProcessStartInfo(Environment.ProcessPath!, ["prepare-parquet", parquet]) { RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            string[] printed = process.StandardOutput.ReadToEnd().Split(' ');
            process.WaitForExit();
            if (process.ExitCode != 0 || long.Parse(printed[0], CultureInfo.InvariantCulture) != rows)
            {
                throw new InvalidOperationException("The preparation failed.");
            }

            var lines = new ReportLines();
            double seconds = double.Parse(printed[1], CultureInfo.InvariantCulture);
            lines.Plain(string.Create(CultureInfo.InvariantCulture, $"preparation of {rows:N0} rows of 20 columns of Parquet, two passes"), rows / seconds / 1000, "thousand rows/s");
            lines.Plain("the same by processor time, all threads together", rows / double.Parse(printed[3], CultureInfo.InvariantCulture) / 1000, "thousand rows/s");
            lines.Below("most memory of that process", double.Parse(printed[2], CultureInfo.InvariantCulture), 1000, "MB");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Prepares a Parquet file and prints rows, seconds and the most memory this process ever held, in MB.</summary>
    /// <param name="parquet">The file.</param>
    public static int Prepare(string parquet)
    {
        long start = Stopwatch.GetTimestamp();
        var options = new SynthesizerOptions { LabelColumn = "granted", PositiveValue = "yes", SensitiveColumns = ["sex"] };
        using MappedTable table = StreamedTable.Encode(() => ParquetTableReader.Groups(parquet, new TableReadOptions()), options, Path.GetTempPath());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.RowCount} {seconds} {process.PeakWorkingSet64 / Million} {process.TotalProcessorTime.TotalSeconds}"));
        return 0;
    }

    private static void Write(string parquet, long rows)
    {
        string numbers = string.Join(", ", Enumerable.Range(1, 8).Select(i => $"random() * {i * 1000} AS number{i}"));
        string texts = string.Join(", ", Enumerable.Range(1, 4).Select(i => $"'category ' || CAST(floor(random() * {i * i * 20}) AS INTEGER) AS text{i}"));
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            COPY (SELECT range AS id, {numbers}, {texts},
              CASE WHEN random() < 0.5 THEN 'f' ELSE 'm' END AS sex,
              CASE WHEN random() < 0.3 THEN 'yes' ELSE 'no' END AS granted,
              CAST(18 + random() * 70 AS INTEGER) AS age,
              CASE WHEN random() < 0.9 THEN 0 ELSE CAST(random() * 100000 AS INTEGER) END AS gain,
              CASE WHEN random() < 0.05 THEN NULL ELSE CAST(random() * 1000 AS DECIMAL(10, 2)) END AS amount,
              CAST(DATE '2015-01-01' + CAST(random() * 3000 AS INTEGER) AS DATE) AS opened,
              'place ' || CAST(floor(random() * 30000) AS INTEGER) AS place
            FROM range({rows})) TO '{parquet}' (FORMAT parquet, ROW_GROUP_SIZE 122880)
            """);
        command.ExecuteNonQuery();
    }
}
