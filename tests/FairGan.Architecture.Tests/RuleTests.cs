namespace FairGan.Architecture.Tests;

/// <summary>What no table of arrows says: what must not be reached by any way, and which packages a library may need.</summary>
public sealed class RuleTests
{
    [Fact]
    public void Training_never_reaches_the_metrics_it_is_judged_by() =>
        AssertUnreachable("FairGan.MLNet.Training", "FairGan.Fairness");

    [Fact]
    public void The_metrics_never_reach_training() =>
        AssertUnreachable("FairGan.Fairness", "FairGan.MLNet");

    [Theory]
    [InlineData("FairGan.Fairness")]
    [InlineData("FairGan.Tables")]
    public void Whoever_only_audits_needs_no_training_and_no_charts(string project)
    {
        IReadOnlyList<string> referenced = Product.AssembliesReferencedBy(Product.PathOf(project));
        string[] unwanted = [.. referenced.Where(name => name.StartsWith("TorchSharp", StringComparison.Ordinal) || name.Contains("LightGbm", StringComparison.OrdinalIgnoreCase) || name.StartsWith("OxyPlot", StringComparison.Ordinal))];
        Assert.True(unwanted.Length == 0, $"{project} refers to {string.Join(", ", unwanted)}, which whoever only audits would have to install.");
    }

    [Fact]
    public void The_generator_as_an_artefact_needs_the_onnx_runtime_alone()
    {
        string[] allowed = ["Google.Protobuf", "Microsoft.ML.OnnxRuntime"];
        string[] others =
        [
            .. Product.AssembliesReferencedBy(Product.PathOf("FairGan.Export"))
                .Where(name => name != "System" && !name.StartsWith("System.", StringComparison.Ordinal) && name != "netstandard" && !allowed.Contains(name)),
        ];
        Assert.True(others.Length == 0, $"FairGan.Export refers to {string.Join(", ", others)}; it may refer to {string.Join(" and ", allowed)} alone, so that it trims and compiles ahead of time.");
    }

    private static void AssertUnreachable(string from, string to)
    {
        ILookup<string, string> next = Product.Built.References.ToLookup(reference => reference.From, reference => reference.To);
        string[] starts = [.. next.Select(type => type.Key).Where(type => IsIn(type, from))];
        Assert.True(starts.Length > 0, $"There is no type in {from}.");
        var before = starts.ToDictionary(type => type, _ => (string?)null);
        var queue = new Queue<string>(starts);
        while (queue.TryDequeue(out string? type))
        {
            foreach (string target in next[type].Where(target => before.TryAdd(target, type)))
            {
                Assert.False(IsIn(target, to), $"{from} reaches {to}, which it must not: {Route(target, before)}.");
                queue.Enqueue(target);
            }
        }
    }

    private static bool IsIn(string type, string room) => type.StartsWith(room + ".", StringComparison.Ordinal);

    private static string Route(string? type, Dictionary<string, string?> before)
    {
        var route = new List<string>();
        for (; type is not null; type = before[type])
        {
            route.Insert(0, type);
        }

        return string.Join(" -> ", route);
    }
}
