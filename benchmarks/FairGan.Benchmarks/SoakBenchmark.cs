using System.Diagnostics;
using System.Globalization;
using FairGan.Export;
using FairGan.Export.Sampling;
using FairGan.Fairness.Audits;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.Reporting.Report;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Benchmarks;

/// <summary>Samples, audits and reports for a long time in one process, and looks whether its memory grows.</summary>
internal sealed class SoakBenchmark : IDisposable
{
    private const int Rows = 20_000;
    private const double MostGrowth = 0.05;
    private static readonly TimeSpan s_between = TimeSpan.FromMinutes(1);

    private readonly MLContext _context = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("fairgan-soak-").FullName;
    private readonly string _model;
    private readonly IDataView _real;
    private int _rounds;

    private SoakBenchmark(string table)
    {
        _model = Path.Combine(_folder, "generator.onnx");
        _real = TableReader.Load(_context, table);
        var options = new SynthesizerOptions { LabelColumn = "deny", PositiveValue = "no", SensitiveColumns = ["afam"], Training = new GanOptions { Seed = 1, Steps = 60 } };
        using SynthesizerTransformer synthesizer = _context.FairGan().Synthesizer(options).Fit(_real);
        synthesizer.SaveAsOnnx(_model);
    }

    /// <summary>Prints the memory of each minute, and whether it grew over the last two thirds.</summary>
    public static int Run(string table, double minutes)
    {
        using var soak = new SoakBenchmark(table);
        List<Memory> memory = [];
        Console.WriteLine("| minute | rounds | managed heap, MB | working set, MB | native memory, MB |\n|---:|---:|---:|---:|---:|");
        var clock = Stopwatch.StartNew();
        for (int minute = 1; minute <= minutes; minute++)
        {
            while (clock.Elapsed < minute * s_between)
            {
                soak.Round();
            }

            memory.Add(Memory.Now());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {minute} | {soak._rounds} | {memory[^1].Managed:0.0} | {memory[^1].WorkingSet:0.0} | {memory[^1].Native:0.0} |"));
        }

        Memory[] last = [.. memory.Skip(memory.Count / 3)];
        bool isFlat = new[] { Verdict("managed heap", last, one => one.Managed), Verdict("working set", last, one => one.WorkingSet), Verdict("native memory", last, one => one.Native) }.All(flat => flat);
        return isFlat ? 0 : 1;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // What a service would do in turn: rows to files of both formats, an audit, rows under a condition, and a report.
    private void Round()
    {
        long seed = ++_rounds;
        using OnnxGenerator generator = OnnxGenerator.Open(_model, new OnnxGeneratorOptions { Threads = 1 });
        using SynthesizerTransformer transformer = SynthesizerTransformer.FromFile(File.ReadAllBytes(_model));
        IDataView generated = transformer.Generate(Rows, new SamplingOptions { Seed = seed });
        IDataView[] read = [.. new[] { "rows.csv", "rows.parquet" }.Select(name =>
        {
            string path = Path.Combine(_folder, name);
            TableWriter.Save(generated, path);
            return TableReader.Load(_context, path);
        })];
        foreach (SyntheticBatch batch in generator.Generate(Rows, new SamplingOptions { Seed = seed, Strength = 1 }))
        {
            _ = batch.RowCount;
        }

        FairnessAudit.Run(read[0], new FairnessAuditOptions { LabelColumn = "deny", PositiveValue = "no", SensitiveColumns = ["afam"], BootstrapReplicates = 100, Seed = _rounds }).ToJson();
        var options = new SyntheticDataReportOptions { LabelColumn = "deny", PositiveValue = "no", SensitiveColumns = ["afam"], Seed = _rounds, Threads = 1 };
        SyntheticDataReport.Create(_context, _real, _context.Data.TakeRows(read[1], 2_000), options).ToHtml();
    }

    private static bool Verdict(string what, Memory[] memory, Func<Memory, double> size)
    {
        double[] sizes = Array.ConvertAll(memory, one => size(one));
        double middle = (sizes.Length - 1) / 2.0, mean = sizes.Average();
        double slope = sizes.Select((value, minute) => (minute - middle) * (value - mean)).Sum() / sizes.Select((_, minute) => (minute - middle) * (minute - middle)).Sum();
        double growth = slope * sizes.Length / mean;
        bool isFlat = growth < MostGrowth;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {slope:+0.00;-0.00} MB a minute over the last {sizes.Length} minutes, {growth:+0.0 %;-0.0 %} in all: {(isFlat ? "flat" : "grows")}"));
        return isFlat;
    }

    private sealed record Memory(double Managed, double WorkingSet, double Native)
    {
        private const double Megabyte = 1 << 20;

        // What is alive on the managed heap, and what the process has in memory beside all that the heap has taken.
        public static Memory Now()
        {
            double managed = GC.GetTotalMemory(forceFullCollection: true), workingSet = Environment.WorkingSet, taken = GC.GetGCMemoryInfo(GCKind.FullBlocking).TotalCommittedBytes;
            return new Memory(managed / Megabyte, workingSet / Megabyte, (workingSet - taken) / Megabyte);
        }
    }
}
