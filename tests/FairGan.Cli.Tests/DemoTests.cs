using System.Text.Json;

namespace FairGan.Cli.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_writes_its_five_files_and_shows_the_denial_gap_of_both_tables()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Succeed("demo", "--out", "out", "--steps", "3");
        Assert.Equal(["out", "out/audit.json", "out/generator.onnx", "out/report.html", "out/report.json", "out/synthetic.csv"], place.Names);
        Assert.Contains("denial gap", result.Output, StringComparison.Ordinal);
        Assert.Contains("AUC", result.Output, StringComparison.Ordinal);
        Assert.Contains("out", result.Output, StringComparison.Ordinal);

        using JsonDocument audit = JsonDocument.Parse(place.Text("out/audit.json"));
        double real = Gap(audit, "real"), synthetic = Gap(audit, "synthetic");
        Assert.Equal(0.1906, real, 0.0001);
        Assert.InRange(synthetic, 0, 0.08);
        Assert.Equal(2381, File.ReadLines(place.PathOf("out/synthetic.csv")).Count());
        using JsonDocument report = JsonDocument.Parse(place.Text("out/report.json"));
        Assert.Equal(2380, report.RootElement.GetProperty("synthetic_rows").GetInt32());
        Assert.StartsWith("<!doctype html>", place.Text("out/report.html"), StringComparison.OrdinalIgnoreCase);
    }

    private static double Gap(JsonDocument audit, string table)
    {
        JsonElement frame = audit.RootElement.GetProperty(table).GetProperty("metric_frame");
        Assert.Equal(2, frame.GetProperty("by_group").GetArrayLength());
        return frame.GetProperty("difference_between_groups").GetProperty("selection_rate").GetDouble();
    }
}
