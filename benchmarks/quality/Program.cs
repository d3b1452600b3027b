using System.CommandLine;
using FairGan.Quality;

var data = new Option<string[]>("--data") { Description = "Data sets; default: all that are there.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["hmda", "german", "compas", "bank", "adult"] };
var seeds = new Option<int>("--seeds") { Description = "Trainings of each data set.", DefaultValueFactory = _ => 5 };
var strengths = new Option<double[]>("--strengths") { Description = "Strengths of fairness.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0, 0.5, 0.75, 1] };
var root = new RootCommand("Trains on real data sets with the defaults and prints how good the synthetic rows are: medians over seeds, with the lowest and the highest.")
{
    data, seeds, strengths,
};
root.SetAction(result => QualityBenchmark.Run(result.GetValue(data)!, result.GetValue(seeds), result.GetValue(strengths)!));
return root.Parse(args).Invoke();
