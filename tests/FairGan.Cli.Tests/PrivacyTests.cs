using System.Text.Json;

namespace FairGan.Cli.Tests;

/// <summary>Differentially private training from the command line.</summary>
public sealed class PrivacyTests
{
    private const string Schema = """
        { "columns": [
            { "name": "deny", "kind": "Categorical", "categories": ["no", "yes"] },
            { "name": "afam", "kind": "Categorical", "categories": ["no", "yes"] },
            { "name": "pirat", "kind": "Real", "minimum": 0, "maximum": 3, "decimals": 3 },
            { "name": "unemp", "kind": "Real", "minimum": 0, "maximum": 20, "decimals": 1 } ] }
        """;

    private static readonly string[] s_training =
        ["train", Workplace.Mortgages, "--label", "deny", "--positive", "no", "--sensitive", "afam", "--drop", "hirat,lvrat,chist,mhist,phist,selfemp,insurance,condomin,single,hschool", "--epsilon", "2", "--steps", "20", "--threads", "1"];

    [Fact]
    public async Task A_private_generator_says_what_it_guarantees_and_the_record_what_it_spent()
    {
        using var place = new Workplace();
        place.Write("schema.json", Schema);

        await place.Succeed([.. s_training, "--schema", "schema.json", "--delta", "1e-5", "--quiet", "--out", "model"]);

        Assert.Contains("differential privacy, ε = 2, δ = 1E-05, by rows", (await place.Succeed("inspect", "model/generator.onnx")).Output, StringComparison.Ordinal);
        JsonElement protection = JsonDocument.Parse((await place.Succeed("inspect", "model/generator.onnx", "--json")).Output).RootElement.GetProperty("protection");
        Assert.Equal(2, protection.GetProperty("epsilon").GetDouble());
        Assert.Equal("rows", protection.GetProperty("unit").GetString());
        JsonElement spent = JsonDocument.Parse(place.Text("model/training.json")).RootElement.GetProperty("privacy");
        Assert.Equal(spent.GetProperty("rho").GetDouble(), spent.GetProperty("charges").EnumerateArray().Sum(charge => charge.GetProperty("rho").GetDouble()), 9);
        Assert.Contains(spent.GetProperty("charges").EnumerateArray(), charge => charge.GetProperty("query").GetString() == "deny × afam");
        string card = place.Text("model/MODEL_CARD.md");
        Assert.Contains("(ε, δ)-differentially private with ε = 2, δ = 1E-05 with respect to adding or removing one row", card, StringComparison.Ordinal);
        Assert.DoesNotContain("not differentially private", card, StringComparison.Ordinal);
        await place.Succeed("sample", "model/generator.onnx", "--rows", "50", "--where", "afam=yes", "--strength", "0.5", "--out", "rows.csv", "--quiet");
        Assert.Equal(51, File.ReadLines(place.PathOf("rows.csv")).Count());
    }

    [Fact]
    public async Task Without_a_schema_every_column_is_asked_for_and_nothing_is_written()
    {
        using var place = new Workplace();

        RunningCommand.Result refused = await place.Run([.. s_training, "--out", "model"]);

        Assert.Equal(2, refused.Code);
        Assert.Contains("'deny', 'pirat', 'unemp', 'afam'", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--schema", refused.Error, StringComparison.Ordinal);
        Assert.Empty(place.Names);
    }

    [Theory]
    [InlineData("--epsilon", "0", "'0' is not a number from 0.001 to 1000")]
    [InlineData("--epsilon", "-1", "'-1' is not a number from 0.001 to 1000")]
    [InlineData("--epsilon", "NaN", "'NaN' is not a number from 0.001 to 1000")]
    [InlineData("--delta", "0.1", "'0.1' is not a number above 0 and below 0.1")]
    [InlineData("--delta", "0", "'0' is not a number above 0 and below 0.1")]
    [InlineData("--min-rows", "5", "--min-rows protects what --epsilon protects already")]
    [InlineData("--checkpoint-every", "30s", "a private run spends its budget once")]
    public async Task Options_that_make_no_sense_are_refused(string option, string value, string message)
    {
        using var place = new Workplace();
        string[] training = option == "--epsilon" ? [.. s_training.TakeWhile(word => word != "--epsilon")] : s_training;

        RunningCommand.Result refused = await place.Run([.. training, option, value, "--out", "model"]);

        Assert.Equal(2, refused.Code);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
        Assert.Empty(place.Names);
    }

    [Fact]
    public async Task Delta_without_epsilon_is_refused()
    {
        using var place = new Workplace();
        RunningCommand.Result refused = await place.Run([.. s_training.TakeWhile(word => word != "--epsilon"), "--delta", "1e-6", "--out", "model"]);
        Assert.Equal(2, refused.Code);
        Assert.Contains("ask for it with --epsilon", refused.Error, StringComparison.Ordinal);
    }
}
