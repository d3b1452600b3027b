using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FairGan.Cli.Tests;

public sealed partial class PreparationTests
{
    [Fact]
    public async Task A_messy_table_comes_back_with_its_columns_formats_and_missing_cells_and_without_its_identifiers()
    {
        using var place = new Workplace();
        place.Write("messy.csv", MessyTable.Of(File.ReadAllText(Workplace.Mortgages), "deny"));
        RunningCommand.Result trained = await place.Succeed(
            "train", "messy.csv", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--steps", "60", "--seed", "1", "--threads", "1", "--out", "model");
        await place.Succeed("sample", "model/generator.onnx", "--rows", "20000", "--quiet", "--out", "synthetic.csv");
        Dictionary<string, string[]> real = Columns(place, "messy.csv"), synthetic = Columns(place, "synthetic.csv");
        Assert.Equal(real.Keys, synthetic.Keys);
        Assert.All(real.Keys, name => Assert.Equal(Missing(real[name]), Missing(synthetic[name]), 0.02));
        Assert.All(synthetic[MessyTable.Identifier], id => Assert.Matches(IdentifierPattern(), id));
        Assert.Equal(20000, synthetic[MessyTable.Identifier].Distinct().Count());
        Assert.Empty(synthetic[MessyTable.Identifier].Intersect(real[MessyTable.Identifier]));
        Assert.All(synthetic[MessyTable.Amount], amount => Assert.Matches(AmountPattern(), amount));
        Assert.All(synthetic["chist"].Where(cell => cell.Length > 0), cell => Assert.InRange(int.Parse(cell, CultureInfo.InvariantCulture), 1, 6));
        Assert.Equal(["", "no", "yes"], synthetic["selfemp"].Distinct().Order());
        Assert.All(synthetic[MessyTable.Start].Zip(synthetic[MessyTable.End]), dates =>
        {
            var start = DateTime.ParseExact(dates.First, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Assert.True(dates.Second.Length == 0 || DateTime.ParseExact(dates.Second, "dd.MM.yyyy", CultureInfo.InvariantCulture) >= start, $"{dates.First} is after {dates.Second}");
        });
        foreach (string repair in (string[])["customer_id: another value in every row", "selfemp: ", "stray blanks", "differed from a category in case", "in another format than yyyy-MM-dd", "opened ≤ closed: holds in every row"])
        {
            Assert.Contains(repair, trained.Error, StringComparison.Ordinal);
        }

        using JsonDocument record = JsonDocument.Parse(place.Bytes("model/training.json"));
        Assert.Equal(real.Count, record.RootElement.GetProperty("preparation").GetProperty("columns").GetArrayLength());
    }

    [Fact]
    public async Task A_schema_that_was_written_can_be_changed_and_trained_with()
    {
        using var place = new Workplace();
        RunningCommand.Result inspected = await place.Succeed("inspect", Workplace.Mortgages, "--write-schema", "schema.json");
        Assert.Contains("2,380 rows", inspected.Output, StringComparison.Ordinal);
        string schema = place.Text("schema.json").Replace("\"rules\": []", "\"rules\": [{ \"rule\": \"order\", \"low\": \"hirat\", \"high\": \"pirat\" }]", StringComparison.Ordinal);
        place.Write("schema.json", schema);
        RunningCommand.Result trained = await place.Succeed(
            "train", Workplace.Mortgages, "--label", "deny", "--positive", "no", "--sensitive", "afam", "--steps", "3", "--seed", "1", "--threads", "1", "--schema", "schema.json", "--drop", "unemp", "--out", "model");
        Assert.Contains("hirat ≤ pirat: broken by", trained.Error, StringComparison.Ordinal);
        await place.Succeed("sample", "model/generator.onnx", "--rows", "5000", "--quiet", "--out", "synthetic.csv");
        Dictionary<string, string[]> synthetic = Columns(place, "synthetic.csv");
        Assert.DoesNotContain("unemp", synthetic.Keys);
        Assert.All(synthetic["hirat"].Zip(synthetic["pirat"]), pair => Assert.True(Number(pair.First) <= Number(pair.Second), $"{pair.First} > {pair.Second}"));

        place.Write("wrong.json", "{ \"columns\": [{ \"name\": \"deny\", \"knd\": \"real\" }] }");
        RunningCommand.Result refused = await place.Run("train", Workplace.Mortgages, "--label", "deny", "--sensitive", "afam", "--schema", "wrong.json", "--out", "no");
        Assert.Equal(2, refused.Code);
        Assert.Contains("knd", refused.Error, StringComparison.Ordinal);
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static double Missing(string[] cells) => cells.Count(cell => cell.Length == 0) / (double)cells.Length;

    private static Dictionary<string, string[]> Columns(Workplace place, string name)
    {
        string[][] rows = [.. System.Text.Encoding.UTF8.GetString(place.Bytes(name)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => CellPattern().Matches(line).Select(cell => cell.Groups[1].Value.Trim('"')).ToArray())];
        return rows[0].Select((column, i) => (column, rows.Skip(1).Select(row => row[i]).ToArray())).ToDictionary();
    }

    [GeneratedRegex("^C-[0-9]{7}$")]
    private static partial Regex IdentifierPattern();

    [GeneratedRegex("^[0-9]{1,3}(,[0-9]{3})*\\.[0-9]{2}$")]
    private static partial Regex AmountPattern();

    [GeneratedRegex("(?<=^|,)(\"[^\"]*\"|[^,]*)(?=,|$)")]
    private static partial Regex CellPattern();
}
