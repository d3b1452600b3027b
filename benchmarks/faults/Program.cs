using System.CommandLine;
using System.Reflection;
using FairGan.Faults;

var command = new Option<string>("--command") { Description = "The command's FairGan.Cli.dll.", DefaultValueFactory = _ => Known("CommandPath") };
var kills = new Option<int>("--kills") { Description = "How many runs are killed, over all scenarios.", DefaultValueFactory = _ => 200 };
var only = new Option<string[]>("--only") { Description = "Scenarios whose name begins so.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
var seed = new Option<int>("--seed") { Description = "Seed of the moments.", DefaultValueFactory = _ => 1 };
var killed = new Command("kills", "Kills runs at random moments, then does what a user would do next.") { command, kills, only, seed };
killed.SetAction(result =>
{
    using var place = new Place(result.GetValue(command)!, Known("Mortgages"));
    return KillTest.Run(place, result.GetValue(kills), result.GetValue(only)!, result.GetValue(seed));
});
var limits = new Command("limits", "Runs without disk, descriptors, memory or rights. As root, file systems of their own are mounted.") { command };
limits.SetAction(result =>
{
    using var place = new Place(result.GetValue(command)!, Known("Mortgages"));
    return LimitTest.Run(place);
});
return new RootCommand("What is left when the command is killed, or when the machine has no room for it.") { killed, limits }.Parse(args).Invoke();

static string Known(string key) => typeof(Place).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == key).Value!;
