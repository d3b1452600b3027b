using FairGan.Benchmarks;
using FairGan.Benchmarks.Privacy;

return args switch
{
    ["audit"] => AuditBenchmark.Run(isLarge: false),
    ["audit", "--large"] => AuditBenchmark.Run(isLarge: true),
    ["audit-parquet", string pattern] => AuditBenchmark.CountParquet(pattern),
    ["sampling", string model] => SamplingBenchmark.Run(model, 400_000),
    ["sampling", string model, "--once", string rows] => SamplingBenchmark.RunOnce(model, long.Parse(rows, System.Globalization.CultureInfo.InvariantCulture)),
    ["sampling", string model, string rows] => SamplingBenchmark.Run(model, long.Parse(rows, System.Globalization.CultureInfo.InvariantCulture)),
    ["conditions", string model, string where] => ConditionBenchmark.Run(model, where),
    ["training"] => TrainingBenchmark.Run(),
    ["checkpoints"] => CheckpointBenchmark.Run(),
    ["soak", string table] => SoakBenchmark.Run(table, 30),
    ["soak", string table, string minutes] => SoakBenchmark.Run(table, double.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture)),
    ["prepare"] => PreparationBenchmark.Run(PreparationBenchmark.Rows),
    ["prepare", string previous] when previous.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) => VersionsBenchmark.Prepare(previous, VersionsBenchmark.Command()),
    ["versions", string previous] => VersionsBenchmark.Run(previous, VersionsBenchmark.Command()),
    ["versions", string previous, string current] => VersionsBenchmark.Run(previous, current),
    ["prepare", string rows] => PreparationBenchmark.Run(long.Parse(rows, System.Globalization.CultureInfo.InvariantCulture)),
    ["messy", "--max-seconds", string seconds, .. string[] names] => MessyBenchmark.Run(names, TimeSpan.FromSeconds(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture))),
    ["messy", .. string[] names] => MessyBenchmark.Run(names, null),
    ["privacy", .. string[] options] => PrivacyBenchmark.Command().Parse(options).Invoke(),
    ["prepare-parquet", string parquet] => PreparationBenchmark.Prepare(parquet),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project benchmarks/FairGan.Benchmarks -- audit [--large] | sampling MODEL.onnx [[--once] ROWS] | conditions MODEL.onnx CONDITIONS | training | checkpoints | soak TABLE.csv [MINUTES] | prepare [ROWS|PREVIOUS.dll] | versions PREVIOUS.dll [CURRENT.dll] | messy [--max-seconds N] [DATA SET…] | privacy [--rows N] [--seeds N] [--shadows N] [--epsilon E] [--audit RUNS] (privacy --help)");
    return 2;
}
