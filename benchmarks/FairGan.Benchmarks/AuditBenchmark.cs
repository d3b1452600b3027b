using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using FairGan.Fairness.Audits;
using FairGan.Fairness.Counts;
using FairGan.Fairness.Sql;
using FairGan.Tables;

namespace FairGan.Benchmarks;

/// <summary>The audit of ten million rows in ten groups, in memory and from Parquet.</summary>
internal static class AuditBenchmark
{
    private const int Rows = 10_000_000;
    private const int GroupCount = 10;
    private const long ManyRows = 100_000_000;
    private const double Million = 1e6;

    private static readonly FairnessAuditOptions s_options = new()
    {
        LabelColumn = "y",
        PredictionColumn = "p",
        SensitiveColumns = ["s"],
    };

    /// <summary>Prints one table of all figures.</summary>
    /// <param name="isLarge">Whether a hundred million rows are written to disk and counted too.</param>
    public static int Run(bool isLarge)
    {
        byte[] groups = new byte[Rows];
        byte[] labels = new byte[Rows];
        byte[] predictions = new byte[Rows];
        var random = new Random(1);
        for (int row = 0; row < Rows; row++)
        {
            groups[row] = (byte)random.Next(GroupCount);
            labels[row] = (byte)random.Next(2);
            predictions[row] = (byte)random.Next(2);
        }

        string[] names = [.. Enumerable.Range(0, GroupCount).Select(group => $"group {group}")];
        var lines = new ReportLines();
        double counting = CountInMemory(lines, groups, labels, predictions);
        CountTexts(lines, names, groups, labels, predictions);
        Bootstrap(lines, ConfusionCounts.Count(groups, labels, predictions, GroupCount).ToGroupCounts("s", names));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fairgan-benchmark-");
        try
        {
            CountInDuckDb(lines, folder.FullName, counting);
            if (isLarge)
            {
                CountManyRows(lines, folder.FullName);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    /// <summary>Counts Parquet files and prints seconds and the most memory this process ever held, in MB.</summary>
    public static int CountParquet(string pattern)
    {
        long start = Stopwatch.GetTimestamp();
        using DuckDBConnection connection = Connect();
        Execute(connection, $"CREATE VIEW t AS SELECT * FROM read_parquet('{pattern}')");
        FairnessAudit audit = FairnessAudit.Run(SqlGroupCounts.Read(connection, "t", s_options), s_options);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{audit.Rows} {seconds} {process.PeakWorkingSet64 / Million}"));
        return 0;
    }

    private static double CountInMemory(ReportLines lines, byte[] groups, byte[] labels, byte[] predictions)
    {
        double counting = Stopwatches.Median(() => ConfusionCounts.Count(groups, labels, predictions, GroupCount));
        double linq = Stopwatches.Median(
            () => _ = Enumerable.Range(0, Rows).GroupBy(row => (groups[row], labels[row], predictions[row])).Select(cell => (cell.Key, cell.Count())).ToArray(),
            repeats: 3);
        lines.AtLeast("count pass, in memory, one core", Rows / counting / Million, 300, "M rows/s");
        lines.Plain("the same with LINQ's GroupBy, one core", Rows / linq / Million, "M rows/s");
        lines.Plain("ratio of the count pass to LINQ", linq / counting, "×");
        return counting;
    }

    private static void CountTexts(ReportLines lines, string[] names, byte[] groups, byte[] labels, byte[] predictions)
    {
        string[] classes = ["no", "yes"];
        var table = ColumnarDataView.Create(
            ("s", ColumnData.Text(Array.ConvertAll(groups, group => (int)group), names)),
            ("y", ColumnData.Text(Array.ConvertAll(labels, label => (int)label), classes)),
            ("p", ColumnData.Text(Array.ConvertAll(predictions, prediction => (int)prediction), classes)));
        double seconds = Stopwatches.Median(() => FairnessAudit.Run(table, s_options with { PositiveValue = "yes" }), repeats: 5);
        lines.AtLeast("whole audit of an IDataView of three text columns, one core", Rows / seconds / Million, 5, "M rows/s");
    }

    private static void Bootstrap(ReportLines lines, GroupCounts counts)
    {
        double seconds = Stopwatches.Median(() => FairnessAudit.Run(counts, s_options with { BootstrapReplicates = 1000 }));
        lines.Below("1,000 bootstrap replicates of all figures of these rows", seconds, 1, "s");
    }

    private static void CountInDuckDb(ReportLines lines, string folder, double counting)
    {
        string parquet = Path.Combine(folder, "rows.parquet");
        Write(parquet, Rows);
        using DuckDBConnection connection = Connect();
        Execute(connection, $"CREATE VIEW t AS SELECT * FROM read_parquet('{parquet}')");
        double fromParquet = Stopwatches.Median(() => FairnessAudit.Run(SqlGroupCounts.Read(connection, "t", s_options), s_options));
        lines.AtLeast($"whole audit of Parquet through DuckDB, {Environment.ProcessorCount} cores", Rows / fromParquet / Million, 20, "M rows/s");

        // One thread each, in memory each, small integers each: the same work.
        Execute(connection, "SET threads = 1");
        Execute(connection, "CREATE TABLE memory AS SELECT CAST(s[7:] AS UTINYINT) AS s, CAST(y AS UTINYINT) AS y, CAST(p AS UTINYINT) AS p FROM t");
        double inMemory = Stopwatches.Median(() => Execute(connection, "SELECT s, y, p, COUNT(*) FROM memory GROUP BY s, y, p"));
        lines.Plain("GROUP BY of DuckDB over its own table in memory, one core", Rows / inMemory / Million, "M rows/s");
        lines.Plain("ratio of the count pass to DuckDB's", inMemory / counting, "×");
    }

    // A process of its own, so that its memory is that of the audit alone.
    private static void CountManyRows(ReportLines lines, string folder)
    {
        string parquet = Path.Combine(folder, "many.parquet");
        Write(parquet, ManyRows);
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["audit-parquet", parquet]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string[] printed = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        if (process.ExitCode != 0 || long.Parse(printed[0], CultureInfo.InvariantCulture) != ManyRows)
        {
            throw new InvalidOperationException("The count of many rows failed.");
        }

        double seconds = double.Parse(printed[1], CultureInfo.InvariantCulture);
        lines.AtLeast("1e8 rows of Parquet through DuckDB, from a cold start", ManyRows / seconds / Million, 20, "M rows/s");
        lines.Below("most memory of that process", double.Parse(printed[2], CultureInfo.InvariantCulture), 500, "MB");
    }

    private static void Write(string parquet, long rows)
    {
        using DuckDBConnection connection = Connect();
        Execute(connection, "SET preserve_insertion_order = false");
        Execute(connection, string.Create(
            CultureInfo.InvariantCulture,
            $"COPY (SELECT 'group ' || CAST(floor(random() * {GroupCount}) AS INTEGER) AS s, CAST(random() < 0.5 AS INTEGER) AS y, CAST(random() < 0.5 AS INTEGER) AS p FROM range({rows})) TO '{parquet}' (FORMAT parquet)"));
    }

    private static DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
        }
    }
}
