using System.Text.Json;

namespace FairGan.Cli.Tests;

public sealed class AuditTests
{
    private static readonly string[] s_roles = ["--label", "deny", "--positive", "no", "--sensitive", "afam"];

    [Fact]
    public async Task The_JSON_holds_the_metric_frame_and_the_scalars()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Succeed(["audit", Workplace.Mortgages, .. s_roles, "--json", "-"]);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement frame = json.RootElement.GetProperty("metric_frame");
        Assert.Equal(
            ["overall", "by_group", "group_min", "group_max", "difference_between_groups", "difference_to_overall", "ratio_between_groups", "ratio_to_overall"],
            frame.EnumerateObject().Select(property => property.Name));
        JsonElement group = frame.GetProperty("by_group")[0];
        Assert.Equal("no", group.GetProperty("cell")[0].GetString());
        Assert.Equal(0.9074, group.GetProperty("selection_rate").GetDouble(), 0.0001);
        Assert.Equal(0.1906, json.RootElement.GetProperty("scalars").GetProperty("demographic_parity_difference|between_groups").GetDouble(), 0.0001);
    }

    [Fact]
    public async Task Without_files_a_table_is_printed()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Succeed(["audit", Workplace.Mortgages, .. s_roles, "--bootstrap", "200"]);
        Assert.Contains("selection rate", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"demographic parity difference +0\.190\d \[0\.\d{4}, 0\.\d{4}\]", result.Output);
        Assert.Contains("four-fifths rule by afam: broken", result.Output, StringComparison.Ordinal);
        Assert.Empty(place.Names);
    }

    [Fact]
    public async Task Predictions_scores_weights_and_controls_are_taken_from_their_columns()
    {
        using var place = new Workplace();
        place.Write("t.csv", "y,p,s,g,c,w\n1,1,0.9,a,u,1\n0,1,0.6,a,v,2\n1,0,0.4,b,u,1\n0,0,0.1,b,v,1\n1,1,0.8,b,v,1\n0,0,0.2,a,u,3\n");
        await place.Succeed(
            "audit", "t.csv", "--label", "y", "--sensitive", "g", "--prediction", "p", "--score", "s", "--control", "c", "--weight", "w", "--json", "a/a.json", "--html", "a/a.html");
        using JsonDocument json = JsonDocument.Parse(place.Text("a/a.json"));
        Assert.Equal(2, json.RootElement.GetProperty("metric_frame").GetProperty("overall").GetArrayLength());
        Assert.True(json.RootElement.GetProperty("scalars").TryGetProperty("equalized_odds_difference|between_groups|worst_case", out _));
        Assert.StartsWith("<!DOCTYPE html>", place.Text("a/a.html"), StringComparison.Ordinal);

        RunningCommand.Result printed = await place.Succeed("audit", "t.csv", "--label", "y", "--sensitive", "g", "--prediction", "p", "--score", "s");
        Assert.Contains("equalized odds difference", printed.Output, StringComparison.Ordinal);
        Assert.Contains("AUC", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_named_as_text_are_text()
    {
        using var place = new Workplace();
        place.Write("t.csv", "y,code\nyes,1\nno,1.0\nyes,2\nno,2.0\n");
        RunningCommand.Result result = await place.Succeed("audit", "t.csv", "--label", "y", "--positive", "yes", "--sensitive", "code", "--text", "code", "--json", "-");
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.Equal(4, json.RootElement.GetProperty("metric_frame").GetProperty("by_group").GetArrayLength());
    }
}
