using System.Text.Json;
using FairGan.Fairness.Counts;

namespace FairGan.Fairness.Tests;

/// <summary>One case of the file of golden figures.</summary>
internal sealed class ConformanceCase
{
    private static readonly Lazy<ConformanceCase[]> s_allCases = new(Load);

    private ConformanceCase(JsonElement element)
    {
        Name = element.GetProperty("name").GetString()!;
        Labels = [.. element.GetProperty("y_true").EnumerateArray().Select(value => value.GetInt32())];
        Predictions = [.. element.GetProperty("y_pred").EnumerateArray().Select(value => value.GetInt32())];
        Sensitive = Columns(element, "sensitive");
        Control = Columns(element, "control");
        Weights = element.TryGetProperty("sample_weight", out JsonElement weights) && weights.ValueKind == JsonValueKind.Array
            ? [.. weights.EnumerateArray().Select(value => value.GetDouble())]
            : null;
        Expected = element;
    }

    public static IReadOnlyList<ConformanceCase> All => s_allCases.Value;

    public string Name { get; }

    public int[] Labels { get; }

    public int[] Predictions { get; }

    public GroupColumn[] Sensitive { get; }

    public GroupColumn[] Control { get; }

    public double[]? Weights { get; }

    public JsonElement Expected { get; }

    private static ConformanceCase[] Load()
    {
        using Stream stream = File.OpenRead(Path.Combine(Repository.Root, "tests/FairGan.Fairness.Tests/fairlearn.json"));
        return [.. JsonDocument.Parse(stream).RootElement.GetProperty("cases").EnumerateArray().Select(element => new ConformanceCase(element))];
    }

    private static GroupColumn[] Columns(JsonElement element, string kind) =>
        element.TryGetProperty(kind, out JsonElement columns) && columns.ValueKind == JsonValueKind.Object
            ? [.. columns.EnumerateObject().Select(column => new GroupColumn(
                column.Name,
                [.. column.Value.EnumerateArray().Select(value => value.ToString())]))]
            : [];
}
