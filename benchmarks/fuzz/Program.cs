using System.CommandLine;
using FairGan.Fuzz;

var files = new Argument<string[]>("FILE") { Description = "Files to damage; without any, ones that the fuzzer makes.", Arity = ArgumentArity.ZeroOrMore };
var reader = new Option<string>("--reader") { Description = $"The reader to try: {string.Join(", ", Reader.Names)}.", DefaultValueFactory = _ => "onnx" };
reader.AcceptOnlyFromAmong([.. Reader.Names]);
var seconds = new Option<int>("--seconds") { Description = "How long; the default is without end.", DefaultValueFactory = _ => int.MaxValue };
var inputs = new Option<long>("--inputs") { Description = "How many inputs at most.", DefaultValueFactory = _ => long.MaxValue };
var first = new Option<long>("--first") { Description = "Number of the first input; the same number is the same input." };
var keep = new Option<string?>("--keep") { Description = "A folder for the inputs that fail." };
var worker = new Option<bool>("--worker") { Description = "Tries the inputs in this process rather than in one that it watches.", Hidden = true };
var root = new RootCommand(
    "Damages files and has them read. An input fails that is neither used nor refused in one sentence, that ends the process, or that takes more than 30 seconds or 2 GB.")
{
    files, reader, seconds, inputs, first, keep, worker,
};
root.SetAction(result =>
{
    string name = result.GetRequiredValue(reader);
    string[] paths = result.GetRequiredValue(files);
    if (result.GetValue(worker))
    {
        using Reader tried = Reader.Of(name);
        return Trial.Run(tried, paths, result.GetValue(first), result.GetValue(inputs), result.GetValue(keep));
    }

    return Watcher.Run(name, paths, result.GetValue(first), result.GetValue(inputs), TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(keep));
});
return root.Parse(args).Invoke();
