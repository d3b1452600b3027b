using System.Text.Json;

namespace FairGan.Cli.Tests;

public sealed class PipelineTests(TrainedModel model)
{
    private static readonly string[] s_roles = ["--label", "deny", "--positive", "no", "--sensitive", "afam"];

    [Fact]
    public async Task What_was_trained_is_inspected_sampled_audited_and_reported()
    {
        using var place = new Workplace();
        RunningCommand.Result inspected = await place.Succeed("inspect", model.Path, "--json");
        using (JsonDocument json = JsonDocument.Parse(inspected.Output))
        {
            JsonElement root = json.RootElement;
            Assert.Equal(14, root.GetProperty("columns").GetArrayLength());
            Assert.Equal("label", root.GetProperty("columns")[0].GetProperty("role").GetString());
            Assert.Equal(2, root.GetProperty("columns")[0].GetProperty("categories").GetInt32());
            Assert.True(root.GetProperty("hasDial").GetBoolean());
            Assert.Equal("deny", root.GetProperty("options").GetProperty("labelColumn").GetString());
        }

        RunningCommand.Result text = await place.Succeed("inspect", model.Path);
        Assert.Contains("deny, favourable value no", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("validationLogLikelihood", text.Output, StringComparison.Ordinal);

        await place.Succeed("sample", model.Path, "--rows", "2380", "--out", "synthetic.csv");
        RunningCommand.Result audited = await place.Succeed(["audit", "synthetic.csv", .. s_roles, "--json", "-", "--quiet"]);
        using (JsonDocument json = JsonDocument.Parse(audited.Output))
        {
            Assert.InRange(json.RootElement.GetProperty("scalars").GetProperty("demographic_parity_difference|between_groups").GetDouble(), 0, 0.08);
        }

        await place.Succeed(["report", Workplace.Mortgages, "synthetic.csv", .. s_roles, "--test", Workplace.Mortgages, "--out", "pages/report.html"]);
        Assert.Equal(["pages", "pages/report.html", "pages/report.json", "synthetic.csv"], place.Names);
        using JsonDocument report = JsonDocument.Parse(place.Text("pages/report.json"));
        Assert.True(report.RootElement.GetProperty("test_was_given").GetBoolean());
        Assert.InRange(report.RootElement.GetProperty("utility").GetProperty("trained_on_synthetic").GetProperty("area_under_roc_curve").GetDouble(), 0.5, 1);
    }
}
