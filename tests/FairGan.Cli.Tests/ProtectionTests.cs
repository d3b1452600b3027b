using System.Text.Json;

namespace FairGan.Cli.Tests;

/// <summary>What a training gives away, and what it keeps.</summary>
public sealed class ProtectionTests(TrainedModel model)
{
    [Fact]
    public void The_card_holds_no_count_hash_seed_or_loss_of_the_training_rows()
    {
        string card = File.ReadAllText(model.CardPath);
        Assert.Contains("Nothing in the file rests on fewer than 10 rows", card, StringComparison.Ordinal);
        Assert.DoesNotContain("2,380", card, StringComparison.Ordinal);
        Assert.DoesNotContain("c22c108c4707", card, StringComparison.Ordinal);
        Assert.DoesNotContain("log-likelihood", card, StringComparison.Ordinal);
        Assert.DoesNotContain("hmda.csv", card, StringComparison.Ordinal);
    }

    [Fact]
    public void The_training_record_says_on_its_first_line_that_it_stays_at_home() =>
        Assert.Contains("This file stays at home", File.ReadLines(model.RecordPath).First(), StringComparison.Ordinal);

    [Fact]
    public async Task Inspection_shows_the_protection()
    {
        using var place = new Workplace();
        RunningCommand.Result inspected = await place.Succeed("inspect", model.Path, "--json");
        JsonElement root = JsonDocument.Parse(inspected.Output).RootElement;
        Assert.Equal(10, root.GetProperty("protection").GetProperty("minRows").GetInt32());
        Assert.Equal("rows", root.GetProperty("protection").GetProperty("unit").GetString());
        Assert.False(root.GetProperty("options").TryGetProperty("training", out _));
        Assert.Contains("everything rests on at least 10 rows", (await place.Succeed("inspect", model.Path)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_trainings_draw_two_seeds_and_without_protection_there_is_a_warning()
    {
        using var place = new Workplace();
        string[] training = ["train", Workplace.Mortgages, "--label", "deny", "--positive", "no", "--sensitive", "afam", "--steps", "2", "--threads", "1"];
        await place.Succeed([.. training, "--quiet", "--out", "one"]);
        RunningCommand.Result open = await place.Succeed([.. training, "--min-rows", "0", "--out", "two"]);
        Assert.Contains("protection is off", open.Error, StringComparison.Ordinal);
        Assert.NotEqual(Seed("one"), Seed("two"));
        Assert.Contains("none recorded", (await place.Succeed("inspect", "two/generator.onnx")).Output, StringComparison.Ordinal);

        long Seed(string folder) => JsonDocument.Parse(place.Text($"{folder}/training.json")).RootElement.GetProperty("seed").GetInt64();
    }

    [Theory]
    [InlineData("--min-rows", "1", "'1' is not 0 or a whole number from 2")]
    [InlineData("--small-groups", "merge=", "none of pool, learn, merge=GROUP and refuse")]
    [InlineData("--rare-values", "none", "neither frequent nor placeholder")]
    [InlineData("--subject", "nobody", "'nobody'")]
    public async Task Options_that_make_no_sense_are_refused(string option, string value, string message)
    {
        using var place = new Workplace();
        RunningCommand.Result refused = await place.Run(["train", Workplace.Mortgages, "--label", "deny", "--positive", "no", "--sensitive", "afam", option, value, "--out", "model"]);
        Assert.Equal(2, refused.Code);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
        Assert.Empty(place.Names);
    }
}
