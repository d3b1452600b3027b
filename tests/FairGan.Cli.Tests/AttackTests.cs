using System.Text.Json;

namespace FairGan.Cli.Tests;

public sealed class AttackTests(TrainedModel model)
{
    [Fact]
    public async Task A_generator_is_attacked_by_its_rows_and_its_file()
    {
        using var place = new Workplace();
        await place.Succeed("sample", model.Path, "--rows", "400", "--out", "others.csv", "--seed", "9");
        RunningCommand.Result result = await place.Succeed(
            "attack", model.Path, "--train", Workplace.Mortgages, "--holdout", "others.csv", "--label", "deny", "--positive", "no", "--sensitive", "afam",
            "--multiples", "1,2", "--json", "attack.json", "--threads", "2");

        Assert.Contains("Verdict: ", result.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(place.Text("attack.json"));
        JsonElement[] attacks = [.. json.RootElement.GetProperty("attacks").EnumerateArray()];
        (string? Access, int Multiple, string? Name)[] made =
            [.. attacks.Where(attack => attack.GetProperty("group").GetString() == "all").Select(attack => (
                attack.GetProperty("access").GetString(),
                attack.GetProperty("multiple") is { ValueKind: JsonValueKind.Number } multiple ? multiple.GetInt32() : 0,
                attack.GetProperty("name").GetString()))];
        string[] byRows = ["closest-record", "density-ratio", "classifier-ratio", "counts"], byFile = ["likelihood", "label-head", "encodings", "density-jumps"];
        Assert.Equal([.. byRows.Select(name => ("rows", 1, name)), .. byRows.Select(name => ("rows", 2, name)), .. byFile.Select(name => ("file", 0, name))], made);
        Assert.Contains(attacks, attack => attack.GetProperty("group").GetString() == "afam=yes");
        Assert.Contains(json.RootElement.GetProperty("inferences").EnumerateArray(), attack => attack.GetProperty("criterion").GetString() == "linkability");
        Assert.True(json.RootElement.GetProperty("leaks").ValueKind == JsonValueKind.Array);
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_bad_usage()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Run("attack", model.Path, "--train", Workplace.Mortgages, "--holdout", Workplace.Mortgages, "--label", "denied", "--sensitive", "afam");
        Assert.Equal(2, result.Code);
        Assert.Contains("'denied'", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await place.Run("attack", model.Path, "--train", "none.csv", "--holdout", Workplace.Mortgages, "--label", "deny")).Code);
        Assert.Equal(2, (await place.Run("attack", model.Path, "--train", Workplace.Mortgages, "--holdout", Workplace.Mortgages, "--label", "deny", "--multiples", "0")).Code);
    }
}
