using System.CommandLine;
using FairGan.Load;

var model = new Argument<string>("MODEL.onnx") { Description = "The generator's file." };
var connections = new Option<int>("--connections") { Description = "Requests at the same time.", DefaultValueFactory = _ => 64 };
var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 60 };
var rows = new Option<int>("--rows") { Description = "Rows of a request.", DefaultValueFactory = _ => 20 };
var slow = new Option<int>("--slow") { Description = "Slow clients.", DefaultValueFactory = _ => 200 };
var hostile = new Option<int>("--hostile") { Description = "Hostile clients.", DefaultValueFactory = _ => 50 };
var large = new Option<long>("--large") { Description = "Rows of the one large request.", DefaultValueFactory = _ => 10_000_000 };
var root = new RootCommand("Starts the service in a process of its own and puts it under load; prints errors, times and memory.")
{
    model, connections, seconds, rows, slow, hostile, large,
};
root.SetAction((result, cancellation) => LoadTest.RunAsync(
    new LoadOptions(
        result.GetValue(model)!, result.GetValue(connections), TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(rows),
        result.GetValue(slow), result.GetValue(hostile), result.GetValue(large)),
    cancellation));
return await root.Parse(args).InvokeAsync();
