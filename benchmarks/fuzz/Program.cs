using System.CommandLine;
using FairGan.Fuzz;

var files = new Argument<string[]>("FILE") { Description = "Generators' files to damage.", Arity = ArgumentArity.OneOrMore };
var seconds = new Option<int>("--seconds") { Description = "How long; the default is without end.", DefaultValueFactory = _ => int.MaxValue };
var inputs = new Option<long>("--inputs") { Description = "How many inputs at most.", DefaultValueFactory = _ => long.MaxValue };
var first = new Option<long>("--first") { Description = "Number of the first input; the same number is the same input." };
var worker = new Option<bool>("--worker") { Description = "Tries the inputs in this process rather than in one that it watches.", Hidden = true };
var root = new RootCommand("Damages generators' files and opens them. What is not refused in one sentence or drawn from, ends the process or takes too long, is a failure.")
{
    files, seconds, inputs, first, worker,
};
root.SetAction(result => result.GetValue(worker)
    ? Trial.Run(result.GetValue(files)!, result.GetValue(first), result.GetValue(inputs))
    : Watcher.Run(result.GetValue(files)!, result.GetValue(first), result.GetValue(inputs), TimeSpan.FromSeconds(result.GetValue(seconds))));
return root.Parse(args).Invoke();
