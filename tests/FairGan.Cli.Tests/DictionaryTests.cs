using System.Text.Json;

namespace FairGan.Cli.Tests;

public sealed class DictionaryTests
{
    private const string Schema = """
        {"columns": [
          {"name": "afam", "description": "applicant is African-American <&>", "labels": {"yes": "African-American", "no": "others"}},
          {"name": "deny", "description": "application denied", "labels": {"NO": "granted", "never": "no such value"}},
          {"name": "chist", "labels": {"1": "no slow payments"}}]}
        """;

    private static readonly string[] s_roles = ["--label", "deny", "--positive", "no", "--sensitive", "afam"];

    [Fact]
    public async Task What_columns_and_values_mean_stands_wherever_people_read()
    {
        using var place = new Workplace();
        place.Write("schema.json", Schema);
        Assert.Contains("application denied; NO = granted", (await place.Succeed("inspect", Workplace.Mortgages, "--schema", "schema.json", "--write-schema", "again.json")).Output, StringComparison.Ordinal);
        Assert.Contains("\"no slow payments\"", place.Text("again.json"), StringComparison.Ordinal);

        RunningCommand.Result audit = await place.Succeed(["audit", Workplace.Mortgages, .. s_roles, "--schema", "schema.json", "--html", "a.html", "--json", "a.json"]);
        Assert.Contains("yes (African-American)", place.Text("a.html"), StringComparison.Ordinal);
        Assert.Contains("applicant is African-American &lt;&amp;&gt;", place.Text("a.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("African-American", place.Text("a.json"), StringComparison.Ordinal);

        RunningCommand.Result trained = await place.Succeed(["train", Workplace.Mortgages, .. s_roles, "--schema", "schema.json", "--steps", "3", "--seed", "1", "--out", "m"]);
        Assert.Contains("yes (African-American)", place.Text("m/MODEL_CARD.md"), StringComparison.Ordinal);
        RunningCommand.Result inspected = await place.Succeed("inspect", "m/generator.onnx");
        Assert.Contains("deny: application denied; no = granted\n", inspected.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("no such value", inspected.Output, StringComparison.Ordinal);

        await place.Succeed("sample", "m/generator.onnx", "--rows", "500", "--out", "s.csv");
        Assert.DoesNotContain("African-American", place.Text("s.csv"), StringComparison.Ordinal);
        await place.Succeed(["report", Workplace.Mortgages, "s.csv", .. s_roles, "--model", "m/generator.onnx", "--out", "r.html"]);
        string page = place.Text("r.html");
        Assert.Contains("no (granted)", page, StringComparison.Ordinal);
        Assert.Contains("yes (African-American)", page, StringComparison.Ordinal);
        Assert.Contains("1 (no slow payments)", page, StringComparison.Ordinal);
        using JsonDocument report = JsonDocument.Parse(place.Text("r.json"));
        Assert.Equal("no", report.RootElement.GetProperty("positive").GetString());
    }

    [Fact]
    public async Task A_training_that_was_cut_short_says_so_everywhere_even_quietly()
    {
        using var place = new Workplace();
        await place.Succeed(["train", Workplace.Mortgages, .. s_roles, "--steps", "3", "--seed", "1", "--quiet", "--out", "m"]);
        const string Said = "cut short by its limit of steps";
        using JsonDocument record = JsonDocument.Parse(place.Text("m/training.json"));
        Assert.Contains(record.RootElement.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains(Said, StringComparison.Ordinal));
        Assert.Contains(Said, place.Text("m/MODEL_CARD.md"), StringComparison.Ordinal);
        Assert.Contains(Said, (await place.Succeed(["train", Workplace.Mortgages, .. s_roles, "--steps", "3", "--seed", "1", "--out", "m"])).Error, StringComparison.Ordinal);
        Assert.Contains("limit of time", (await place.Succeed(["train", Workplace.Mortgages, .. s_roles, "--max-time", "1s", "--out", "m2"])).Error, StringComparison.Ordinal);
        await place.Succeed("sample", "m/generator.onnx", "--rows", "500", "--out", "s.csv");
        await place.Succeed(["report", Workplace.Mortgages, "s.csv", .. s_roles, "--model", "m/generator.onnx", "--out", "r.html"]);
        Assert.Contains(Said, place.Text("r.html"), StringComparison.Ordinal);
    }
}
