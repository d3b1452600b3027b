using System.CommandLine;
using FairGan.MLNet.Options;
using FairGan.Quality;
using Microsoft.ML;

var data = new Option<string[]>("--data") { Description = "Data sets; default: all that are there.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["hmda", "german", "compas", "bank", "adult"] };
var seeds = new Option<int>("--seeds") { Description = "Trainings of each data set.", DefaultValueFactory = _ => 5 };
var strengths = new Option<double[]>("--strengths") { Description = "Strengths of fairness.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0, 0.5, 0.75, 1] };
var sensitive = new Option<string[]?>("--sensitive") { Description = "Sensitive columns; default: the first one of the data set's description.", AllowMultipleArgumentsPerToken = true };
var fairness = new Option<FairnessDefinition>("--fairness") { Description = "The definition of fairness.", DefaultValueFactory = _ => FairnessDefinition.DemographicParity };
var minRows = new Option<int>("--min-rows") { Description = "Rows that everything in a generator rests on; 0 switches protection off.", DefaultValueFactory = _ => 10 };
var epsilon = new Option<double?>("--epsilon") { Description = "Differential privacy, with the public domains in schemas/NAME.json; default: none." };
var multiple = new Option<int>("--multiple") { Description = "Synthetic rows drawn, as a multiple of the real ones.", DefaultValueFactory = _ => 1 };
var ablate = new Option<string[]>("--ablate")
{
    Description = "Leaves out one part of the training at a time: all parts, or those named.",
    Arity = ArgumentArity.ZeroOrMore,
    AllowMultipleArgumentsPerToken = true,
};
ablate.AcceptOnlyFromAmong([.. QualityBenchmark.Variants]);
var times = new Option<double[]?>("--times") { Description = "Limits to the time of training, in seconds: quality by time.", AllowMultipleArgumentsPerToken = true };
var cuda = new Option<int?>("--cuda") { Description = "Number of the CUDA device to train on; default: the CPU.", Recursive = true };
var root = new RootCommand("Trains on real data sets with the defaults and prints how good the synthetic rows are: medians over seeds, with the lowest and the highest.")
{
    data, seeds, strengths, sensitive, fairness, minRows, epsilon, multiple, ablate, times, cuda,
};
root.Subcommands.Add(ImageBenchmark.Command(cuda));
root.SetAction(result =>
{
    var context = new MLContext(1);
    foreach (string name in result.GetValue(data)!)
    {
        string[]? columns = result.GetValue(sensitive);
        if (DataSet.Find(context, name, columns is { Length: > 0 } ? columns : null) is not { } set)
        {
            continue;
        }

        var benchmark = new QualityBenchmark(context, set, result.GetValue(seeds), result.GetValue(fairness), result.GetValue(minRows), result.GetValue(epsilon), result.GetValue(multiple), result.GetValue(cuda));
        if (result.GetResult(ablate) is not null)
        {
            benchmark.Ablation(result.GetValue(ablate) is { Length: > 0 } named ? named : QualityBenchmark.Variants);
        }
        else if (result.GetValue(times) is { Length: > 0 } limits)
        {
            benchmark.TimeToQuality(limits);
        }
        else
        {
            benchmark.Defaults(result.GetValue(strengths)!);
        }
    }
});
return root.Parse(args).Invoke();
