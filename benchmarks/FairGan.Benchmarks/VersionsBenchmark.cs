using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Benchmarks;

/// <summary>This build against a previous one on Adult: preparation, training, sampling and audit.</summary>
internal static class VersionsBenchmark
{
    private const double Million = 1e6;
    private const int Repeats = 5;

    /// <summary>Prints the speed of preparation, and its ratio to a previous build.</summary>
    /// <param name="previous">The previous build's FairGan.Cli.dll.</param>
    /// <param name="current">This build's.</param>
    public static int Prepare(string previous, string current)
    {
        string adult = Adult();
        var times = new CommandTimes(previous, current);
        var lines = new ReportLines();
        IDataView table = Read(adult);
        double cells = table.GetRowCount()!.Value * table.Schema.Count / Million;
        lines.Plain("reading Adult as written, in process", cells / Stopwatches.Median(() => Read(adult)), "M cells/s");
        lines.Plain("reading it and coding it (TableEncoder), in process", cells / Stopwatches.Median(() => TableEncoder.Encode(Read(adult), new SynthesizerOptions())), "M cells/s");
        (double Previous, double Current) start = times.Median(Repeats, "--help"), inspect = times.Median(Repeats, "inspect", adult, "--quiet");
        CommandTimes.Print(lines, "`inspect` of Adult", inspect, 1.5);
        CommandTimes.Print(lines, "the same less the start of the process", (inspect.Previous - start.Previous, inspect.Current - start.Current), 1.5);
        return 0;
    }

    /// <summary>Prints the ratios of training, sampling and auditing to a previous build.</summary>
    /// <param name="previous">The previous build's FairGan.Cli.dll.</param>
    /// <param name="current">This build's.</param>
    public static int Run(string previous, string current)
    {
        string adult = Adult(), folder = Directory.CreateTempSubdirectory("fairgan-benchmark-").FullName;
        try
        {
            var times = new CommandTimes(previous, current);
            var lines = new ReportLines();
            string[] roles = ["--label", "income", "--positive", ">50K", "--sensitive", "sex"];
            string model = Path.Combine(folder, "model");
            CommandTimes.Print(
                lines, "`train` on Adult, 60 steps", times.Median(1, ["train", adult, .. roles, "--steps", "60", "--seed", "1", "--threads", "2", "--quiet", "--out", model]), 1);
            CommandTimes.Print(
                lines, "`sample` of a million rows as CSV",
                times.Median(3, "sample", Path.Combine(model, "generator.onnx"), "--rows", "1000000", "--seed", "1", "--quiet", "--out", Path.Combine(folder, "rows.csv")), 1);
            CommandTimes.Print(
                lines, "`audit` of Adult, 200 replicates",
                times.Median(Repeats, ["audit", adult, .. roles, "--bootstrap", "200", "--quiet", "--json", Path.Combine(folder, "audit.json")]), 1);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The command built beside this benchmark in the same configuration.</summary>
    public static string Command()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        string tail = Path.Combine("src", "FairGan.Cli", "bin", folder.Parent!.Name, folder.Name, "FairGan.Cli.dll");
        for (DirectoryInfo? root = folder; root is not null; root = root.Parent)
        {
            if (File.Exists(Path.Combine(root.FullName, tail)))
            {
                return Path.Combine(root.FullName, tail);
            }
        }

        throw new InvalidOperationException($"There is no {tail}; build src/FairGan.Cli first.");
    }

    private static IDataView Read(string path) => TableReader.Load(new MLContext(1), path, new TableReadOptions { AsWritten = true });

    private static string Adult()
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("FAIRGAN_DATA") ?? ".", "adult.train.csv");
        return File.Exists(path) ? path : throw new InvalidOperationException($"There is no {path}; name the folder with the data in FAIRGAN_DATA.");
    }
}
