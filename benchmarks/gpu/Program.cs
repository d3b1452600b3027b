using System.CommandLine;
using FairGan.Gpu;
using FairGan.MLNet.Options;
using FairGan.Tables;
using Microsoft.ML;

var table = new Argument<string>("TABLE") { Description = "The real rows (CSV or Parquet)." };
var label = new Option<string>("--label") { Description = "The label column.", Required = true };
var positive = new Option<string>("--positive") { Description = "The favourable value.", Required = true };
var sensitive = new Option<string[]>("--sensitive") { Description = "The sensitive columns.", Required = true, AllowMultipleArgumentsPerToken = true };
var device = new Option<int>("--device") { Description = "Number of the CUDA device." };
var steps = new Option<int?>("--steps") { Description = "Steps of training; default: those of the defaults." };
var noLabelHead = new Option<bool>("--no-label-head") { Description = "Draws the label by the network, not by the boosted trees, which stay on the processor." };
var rows = new Option<long>("--rows") { Description = "Rows drawn in each measurement.", DefaultValueFactory = _ => 1L << 22 };
var root = new RootCommand("Trains on the processor and on a graphics card, draws rows on both, and prints times, quality and agreement.")
{
    table, label, positive, sensitive, device, steps, noLabelHead, rows,
};
root.SetAction(result =>
{
    var context = new MLContext(1);
    var real = TableReader.Load(context, result.GetValue(table)!);
    var options = new SynthesizerOptions
    {
        LabelColumn = result.GetValue(label),
        PositiveValue = result.GetValue(positive),
        SensitiveColumns = result.GetValue(sensitive)!,
        Training = new GanOptions { Seed = 1, Steps = result.GetValue(steps), LabelHead = !result.GetValue(noLabelHead) },
    };
    Console.WriteLine(Machine.Describe());
    try
    {
        using var trained = TrainingComparison.Run(context, real, options, result.GetValue(device));
        SamplingComparison.Run(trained.GeneratorBytes, result.GetValue(device), result.GetValue(rows));
        return 0;
    }
    catch (DllNotFoundException problem)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
});
return root.Parse(args).Invoke();
