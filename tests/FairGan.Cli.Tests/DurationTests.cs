using System.Text.Json;

namespace FairGan.Cli.Tests;

public sealed class DurationTests
{
    private static readonly string[] s_roles = ["--label", "seen", "--positive", "yes", "--sensitive", "ward"];

    [Fact]
    public async Task Durations_go_from_training_to_conditions_balance_filling_in_and_the_report()
    {
        using var place = new Workplace();
        var random = new Random(1);
        place.Write("visits.csv", "ward,wait,call,seen\n" + string.Concat(Enumerable.Range(0, 500).Select(row =>
            $"{(row % 3 == 0 ? "A" : "B")},{(row % 20 == 0 ? "" : Clock(5 * random.Next(-3, 320)))},{random.Next(0, 90)} min,{(random.Next(2) == 0 ? "yes" : "no")}\n")));
        await place.Succeed(["train", "visits.csv", .. s_roles, "--steps", "5", "--threads", "1", "--seed", "1", "--quiet", "--out", "model"]);

        using JsonDocument model = JsonDocument.Parse((await place.Succeed("inspect", "model/generator.onnx", "--json")).Output);
        var columns = model.RootElement.GetProperty("columns").EnumerateArray().ToDictionary(column => column.GetProperty("name").GetString()!);
        Assert.Equal(("duration", "h:mm:00"), (columns["wait"].GetProperty("kind").GetString(), columns["wait"].GetProperty("format").GetString()));
        Assert.Equal("0 min", columns["call"].GetProperty("format").GetString());

        await place.Succeed("sample", "model/generator.onnx", "--rows", "1000", "--seed", "2", "--quiet", "--out", "synthetic.csv");
        string[][] rows = Rows(place, "synthetic.csv");
        Assert.Contains(rows, row => row[1].Length == 0);
        Assert.All(rows, row => Assert.Matches("^(-?[0-9]+:[0-5][05]:00)?$", row[1]));
        Assert.All(rows, row => Assert.Matches("^[0-9]+ min$", row[2]));
        await place.Succeed("sample", "model/generator.onnx", "--rows", "100", "--quiet", "--out", "synthetic.parquet");

        await place.Succeed("sample", "model/generator.onnx", "--rows", "300", "--where", "wait=00:10:00..00:30:00", "--quiet", "--out", "where.csv");
        Assert.All(Rows(place, "where.csv"), row => Assert.Contains(row[1], (string[])["0:10:00", "0:15:00", "0:20:00", "0:25:00", "0:30:00"]));

        await place.Succeed("sample", "model/generator.onnx", "--rows", "2000", "--balance", "wait=\"..1:00:00\":1|\"1:05:00..\":1", "--quiet", "--out", "balance.csv");
        Assert.InRange(Rows(place, "balance.csv").Count(row => row[1][0] == '-' || row[1] is ['0' or '1', ':', ..] && string.CompareOrdinal(row[1], "1:00:00") <= 0), 900, 1100);

        place.Write("holes.csv", "ward,wait\nA,1:30:00\nB,\nB,-0:10:00\n");
        await place.Succeed("fill", "model/generator.onnx", "holes.csv", "--quiet", "--out", "filled.csv");
        string[][] filled = Rows(place, "filled.csv");
        Assert.Equal(("1:30:00", "-0:10:00"), (filled[0][1], filled[2][1]));
        Assert.NotEmpty(filled[1][1]);

        await place.Succeed(["report", "visits.csv", "synthetic.csv", .. s_roles, "--out", "report.html"]);
        using JsonDocument report = JsonDocument.Parse(place.Text("report.json"));
        var kinds = report.RootElement.GetProperty("columns").EnumerateArray().ToDictionary(column => column.GetProperty("name").GetString()!, column => column.GetProperty("kind").GetString());
        Assert.Equal(("numeric", "numeric"), (kinds["wait"], kinds["call"]));
    }

    private static string Clock(int minutes) => $"{(minutes < 0 ? "-" : "")}{Math.Abs(minutes) / 60}:{Math.Abs(minutes) % 60:00}:00";

    private static string[][] Rows(Workplace place, string name) => [.. File.ReadLines(place.PathOf(name)).Skip(1).Select(line => line.Split(','))];
}
