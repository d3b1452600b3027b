using System.Text.Json;

namespace FairGan.Cli.Tests;

/// <summary>Generators and reports of tables without a label, without sensitive columns, or with a label that is no yes or no.</summary>
public sealed class PlainSynthesisTests
{
    private static readonly string[] s_few = ["--steps", "5", "--threads", "1", "--seed", "1"];

    [Theory]
    [InlineData("no label was named.")]
    [InlineData("no label was named; every group by afam keeps its share of the rows", "--sensitive", "afam")]
    [InlineData("no sensitive column was named", "--label", "deny", "--positive", "no")]
    [InlineData("the label pirat has more than two values and none was named as favourable", "--label", "pirat", "--sensitive", "afam")]
    [InlineData("the label chist has more than two values and none was named as favourable", "--label", "chist")]
    public async Task A_table_without_a_label_or_groups_is_learned_sampled_filled_and_described(string reason, params string[] roles)
    {
        using var place = new Workplace();
        string[] mortgages = File.ReadAllLines(Workplace.Mortgages);
        place.Write("holes.csv", string.Join('\n', mortgages.Take(50).Select((line, row) => row % 2 == 0 ? line : $",{line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..]}")) + "\n");

        await place.Succeed(["train", Workplace.Mortgages, .. s_few, .. roles, "--out", "model"]);
        await place.Succeed("sample", "model/generator.onnx", "--rows", "500", "--where", "single=yes", "--out", "rows.csv");
        await place.Succeed("fill", "model/generator.onnx", "holes.csv", "--out", "filled.csv");

        Assert.Contains($"No fairness was trained, and no groups are compared: {reason}", place.Text("model/MODEL_CARD.md"), StringComparison.Ordinal);
        string[] rows = place.Text("rows.csv").TrimEnd('\n').Split('\n');
        Assert.Equal(mortgages[0], rows[0]);
        Assert.Equal(501, rows.Length);
        Assert.Equal(50, place.Text("filled.csv").TrimEnd('\n').Split('\n').Length);
        Assert.All(place.Text("filled.csv").TrimEnd('\n').Split('\n'), row => Assert.DoesNotContain("", row.Split(',')));
        using JsonDocument inspected = JsonDocument.Parse((await place.Succeed("inspect", "model/generator.onnx", "--json")).Output);
        Assert.False(inspected.RootElement.GetProperty("hasDial").GetBoolean());
        Assert.Equal(roles.Contains("deny") ? "deny" : null, inspected.RootElement.GetProperty("label").GetString());
        Assert.Equal(roles.Contains("afam") ? 1 : 0, inspected.RootElement.GetProperty("sensitive").GetArrayLength());
        using JsonDocument record = JsonDocument.Parse(place.Text("model/training.json"));
        Assert.Equal(0, record.RootElement.GetProperty("strength").GetDouble());
    }

    [Theory]
    [InlineData("pirat", "519 different values")]
    [InlineData("chist", "6 different values")]
    public async Task A_label_of_several_values_is_a_column_like_others_and_every_record_of_the_training_says_so(string label, string values)
    {
        using var place = new Workplace();

        RunningCommand.Result trained = await place.Succeed(["train", Workplace.Mortgages, .. s_few, "--label", label, "--sensitive", "afam", "--out", "model"]);
        RunningCommand.Result inspected = await place.Succeed("inspect", "model/generator.onnx");
        await place.Succeed(["train", Workplace.Mortgages, .. s_few, "--label", "deny", "--positive", "no", "--sensitive", "afam", "--out", "fair"]);

        string note = $"{label}: the label has {values}, and none is named as favourable: it is learned as a column like others";
        Assert.Contains(note, trained.Error, StringComparison.Ordinal);
        using JsonDocument record = JsonDocument.Parse(place.Text("model/training.json")), fair = JsonDocument.Parse(place.Text("fair/training.json"));
        Assert.StartsWith(note, Assert.Single(Notes(record)), StringComparison.Ordinal);
        Assert.Empty(Notes(fair));
        Assert.Contains($"label       none: '{label}' has more than two values", inspected.Output, StringComparison.Ordinal);

        static IEnumerable<string?> Notes(JsonDocument json) => json.RootElement.GetProperty("preparation").GetProperty("notes").EnumerateArray().Select(line => line.GetString());
    }

    [Theory]
    [InlineData("no label was named", "no sensitive column was named", 0, 0, false)]
    [InlineData("no label was named", null, 0, 1, false, "--sensitive", "afam")]
    [InlineData(null, "no sensitive column was named", 0, 0, true, "--label", "deny", "--positive", "no")]
    [InlineData("the label 'pirat' has more than two values", null, 0, 1, false, "--label", "pirat", "--sensitive", "afam")]
    [InlineData(null, null, 1, 1, true, "--label", "deny", "--positive", "no", "--sensitive", "afam")]
    public async Task A_report_leaves_out_what_needs_a_label_or_groups_and_says_what_to_name(
        string? noLabel, string? noGroups, int labels, int groups, bool hasModels, params string[] roles)
    {
        using var place = new Workplace();
        string[] lines = File.ReadAllLines(Workplace.Mortgages);
        place.Write("real.csv", string.Join('\n', lines.Take(401)) + "\n");
        place.Write("synthetic.csv", string.Join('\n', [lines[0], .. lines.Skip(401).Take(400)]) + "\n");

        await place.Succeed(["report", "real.csv", "synthetic.csv", .. roles, "--out", "report.html"]);

        using JsonDocument json = JsonDocument.Parse(place.Text("report.json"));
        JsonElement root = json.RootElement;
        Assert.Equal(noLabel is null ? "deny" : null, root.GetProperty("label").GetString());
        Assert.Equal(noLabel is null ? "no" : null, root.GetProperty("positive").GetString());
        Assert.Equal(labels, root.GetProperty("label_fairness").GetArrayLength());
        Assert.Equal(groups, root.GetProperty("fidelity").GetProperty("partitions").GetArrayLength());
        Assert.Equal(hasModels ? JsonValueKind.Object : JsonValueKind.Null, root.GetProperty("utility").ValueKind);
        string[] notes = [.. root.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!).Where(note => note.Contains("left out", StringComparison.Ordinal))];
        string page = System.Net.WebUtility.HtmlDecode(place.Text("report.html"));
        Assert.Equal(new[] { noLabel, noGroups }.Count(reason => reason is not null), notes.Length);
        foreach (string reason in new[] { noLabel, noGroups }.OfType<string>())
        {
            Assert.Contains(notes, note => note.Contains(reason, StringComparison.Ordinal));
            Assert.Contains($"<p>Left out: {reason}", page, StringComparison.Ordinal);
        }

        Assert.Equal(notes.Length > 0, page.Contains("<p>Left out: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_generator_without_a_label_is_reported_on_and_attacked_without_the_attack_on_a_label_model()
    {
        using var place = new Workplace();
        string[] lines = File.ReadAllLines(Workplace.Mortgages);
        place.Write("real.csv", string.Join('\n', lines.Take(1201)) + "\n");
        place.Write("unseen.csv", string.Join('\n', [lines[0], .. lines.Skip(1201).Take(300)]) + "\n");
        await place.Succeed(["train", "real.csv", .. s_few, "--out", "model"]);
        await place.Succeed("sample", "model/generator.onnx", "--rows", "500", "--out", "rows.csv");

        await place.Succeed("report", "real.csv", "rows.csv", "--test", "unseen.csv", "--model", "model/generator.onnx", "--out", "report.html");
        await place.Succeed("attack", "model/generator.onnx", "--train", "real.csv", "--holdout", "unseen.csv", "--multiples", "1", "--json", "attack.json");

        using JsonDocument report = JsonDocument.Parse(place.Text("report.json")), attack = JsonDocument.Parse(place.Text("attack.json"));
        Assert.Equal("none", report.RootElement.GetProperty("fairness").GetString());
        Assert.Empty(report.RootElement.GetProperty("dial").EnumerateArray());
        Assert.Equal(JsonValueKind.Object, report.RootElement.GetProperty("attacks").ValueKind);
        string?[] made = [.. attack.RootElement.GetProperty("attacks").EnumerateArray().Select(one => one.GetProperty("name").GetString())];
        Assert.Contains("likelihood", made);
        Assert.DoesNotContain("label-head", made);
    }

    [Fact]
    public async Task Groups_without_a_label_are_generated_with_the_shares_of_the_real_rows()
    {
        using var place = new Workplace();
        await place.Succeed(["train", Workplace.Mortgages, .. s_few, "--sensitive", "afam", "--out", "model"]);
        await place.Succeed("sample", "model/generator.onnx", "--rows", "20000", "--out", "rows.csv");

        Assert.InRange(Share(place.Text("rows.csv")) - Share(File.ReadAllText(Workplace.Mortgages)), -0.01, 0.01);

        static double Share(string csv)
        {
            string[][] rows = [.. csv.TrimEnd('\n').Split('\n').Select(line => line.Split(','))];
            int column = Array.IndexOf(rows[0], "afam");
            return rows.Skip(1).Average(row => row[column] == "yes" ? 1.0 : 0);
        }
    }
}
