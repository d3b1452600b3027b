using System.Text.Json;

namespace FairGan.Cli.Tests;

public sealed class TrainTests(TrainedModel model)
{
    [Fact]
    public async Task Rows_without_a_label_are_learned_and_the_card_compares_those_with_one()
    {
        using var place = new Workplace();
        string[] lines = File.ReadAllLines(Workplace.Mortgages);
        int label = Array.IndexOf(lines[0].Split(','), "deny");
        place.Write("some.csv", string.Join('\n', lines.Select((line, row) => row % 4 != 1 ? line : string.Join(',', line.Split(',').Select((cell, column) => column == label ? "" : cell)))));

        await place.Succeed("train", "some.csv", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--steps", "3", "--seed", "1", "--threads", "1", "--out", "model");
        await place.Succeed("sample", "model/generator.onnx", "--rows", "1000", "--out", "rows.csv");

        Assert.Contains("rows sampled with seed 1, all with a label", place.Text("model/MODEL_CARD.md"), StringComparison.Ordinal);
        int drawn = Array.IndexOf(place.Text("rows.csv").Split('\n')[0].Split(','), "deny");
        Assert.InRange(place.Text("rows.csv").Split('\n').Skip(1).Count(row => row.Length > 0 && row.Split(',')[drawn].Length == 0), 50, 450);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_of_ONNX()
    {
        using var place = new Workplace();
        await place.Succeed([.. TrainedModel.Training, "--out", "again"]);
        Assert.Equal(File.ReadAllBytes(model.Path), place.Bytes("again/generator.onnx"));
    }

    [Fact]
    public void The_record_of_a_training_says_what_was_asked_for_and_what_came_of_it()
    {
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(model.RecordPath));
        JsonElement root = record.RootElement;
        Assert.Equal(5, root.GetProperty("seed").GetInt32());
        Assert.Equal(2380, root.GetProperty("rows").GetInt32());
        Assert.Equal(3, root.GetProperty("steps").GetInt32());
        Assert.Equal(1, root.GetProperty("strength").GetDouble());
        Assert.Equal("cpu", root.GetProperty("device").GetString());
        Assert.True(root.GetProperty("seconds").GetDouble() > 0);
        Assert.True(root.GetProperty("losses").GetProperty("likelihood").GetDouble() > 0);
        Assert.True(root.GetProperty("validation").GetProperty("logLikelihood").GetDouble() < 0);
        Assert.Equal("deny", root.GetProperty("options").GetProperty("labelColumn").GetString());
    }

    [Fact]
    public void The_model_card_shows_the_columns_and_the_rates_at_both_ends_of_the_dial()
    {
        string card = File.ReadAllText(model.CardPath);
        Assert.Contains("| deny | label, favourable value no | categorical |", card, StringComparison.Ordinal);
        Assert.Contains("| afam | rows | strength 0 | strength 1 |", card, StringComparison.Ordinal);
        Assert.Contains("Definition: demographic parity, strength 1", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_fairness_the_generator_has_no_dial_and_the_table_may_come_from_standard_input()
    {
        using var place = new Workplace();
        using var command = new RunningCommand(
            place.Folder,
            ["train", "-", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--fairness", "none", "--max-time", "1s", "--steps", "2", "--seed", "1", "--quiet", "--out", "plain"],
            withInput: true);
        await command.Input.WriteAsync(File.ReadAllText(Workplace.Mortgages));
        command.Input.Close();
        RunningCommand.Result result = await command.Finish();
        Assert.True(result.Code == 0, result.Error);
        Assert.Empty(result.Error);

        RunningCommand.Result inspected = await place.Succeed("inspect", "plain/generator.onnx", "--json");
        using JsonDocument json = JsonDocument.Parse(inspected.Output);
        Assert.False(json.RootElement.GetProperty("hasDial").GetBoolean());

        RunningCommand.Result refused = await place.Run("sample", "plain/generator.onnx", "--rows", "5", "--strength", "1", "--out", "rows.csv");
        Assert.Equal(2, refused.Code);
        Assert.DoesNotContain("rows.csv", place.Names);
    }
}
