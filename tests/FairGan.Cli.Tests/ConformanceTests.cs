using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FairGan.Cli.Tests;

/// <summary>Fairlearn's figures through the command: every case goes in as a CSV file and comes out as JSON.</summary>
public sealed class ConformanceTests
{
    private static readonly JsonElement s_cases = JsonDocument.Parse(File.ReadAllBytes(RunningCommand.Metadata("ConformancePath"))).RootElement.GetProperty("cases");

    public static TheoryData<string> Names => [.. s_cases.EnumerateArray().Select(golden => golden.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_audit_agrees_with_Fairlearn(string name)
    {
        JsonElement golden = s_cases.EnumerateArray().First(candidate => candidate.GetProperty("name").GetString() == name);
        var columns = new List<(string Name, string[] Cells)> { ("label", Cells(golden.GetProperty("y_true"))), ("predicted", Cells(golden.GetProperty("y_pred"))) };
        string[] arguments = ["audit", "case.csv", "--label", "label", "--prediction", "predicted", "--json", "-"];
        foreach (var (role, option) in new[] { ("sensitive", "--sensitive"), ("control", "--control") })
        {
            if (golden.TryGetProperty(role, out JsonElement named) && named.ValueKind == JsonValueKind.Object)
            {
                columns.AddRange(named.EnumerateObject().Select(column => (column.Name, Cells(column.Value))));
                arguments = [.. arguments, option, string.Join(',', named.EnumerateObject().Select(column => column.Name))];
            }
        }

        if (golden.TryGetProperty("sample_weight", out JsonElement weights) && weights.ValueKind == JsonValueKind.Array)
        {
            columns.Add(("weight", Cells(weights)));
            arguments = [.. arguments, "--weight", "weight"];
        }

        using var place = new Workplace();
        var csv = new StringBuilder(string.Join(',', columns.Select(column => column.Name)) + "\n");
        for (int row = 0; row < columns[0].Cells.Length; row++)
        {
            csv.AppendLine(string.Join(',', columns.Select(column => $"\"{column.Cells[row].Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        }

        place.Write("case.csv", csv.ToString());
        using JsonDocument found = JsonDocument.Parse((await place.Succeed(arguments)).Output);
        int compared = Compare(golden.GetProperty("metric_frame"), found.RootElement.GetProperty("metric_frame"), "metric_frame");
        if (golden.TryGetProperty("scalars", out JsonElement scalars))
        {
            compared += Compare(scalars, found.RootElement.GetProperty("scalars"), "scalars");
        }

        Assert.True(compared > 50, $"Only {compared} figures were compared.");
    }

    // Everything that Fairlearn gives must be there and agree; more may be there.
    private static int Compare(JsonElement expected, JsonElement found, string where)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                return expected.EnumerateObject().Where(property => property.Name != "cell").Sum(property => Compare(property.Value, found.GetProperty(property.Name), $"{where}/{property.Name}"));
            case JsonValueKind.Array:
                return expected.EnumerateArray().Sum(row => Compare(row, found.EnumerateArray().Single(other => Cell(other) == Cell(row)), $"{where}[{Cell(row)}]"));
            case JsonValueKind.Null:
                Assert.True(found.ValueKind == JsonValueKind.Null, $"{where} is {found}, not NaN.");
                return 1;
            default:
                Assert.True(Math.Abs(expected.GetDouble() - found.GetDouble()) <= 1e-12, $"{where} is {found}, not {expected}.");
                return 1;
        }
    }

    private static string Cell(JsonElement row) => string.Join('\u001f', row.GetProperty("cell").EnumerateArray().Select(value => value.GetString()));

    private static string[] Cells(JsonElement values) =>
        [.. values.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble().ToString("R", CultureInfo.InvariantCulture) : value.ToString())];
}
