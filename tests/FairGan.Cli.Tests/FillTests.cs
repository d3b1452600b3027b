namespace FairGan.Cli.Tests;

public sealed class FillTests(TrainedModel model)
{
    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task Empty_cells_and_absent_columns_are_filled_in_and_the_others_stay(string format)
    {
        using var place = new Workplace();
        string[][] mortgages = [.. File.ReadLines(Workplace.Mortgages).Take(200).Select(line => line.Split(','))];
        int label = Array.IndexOf(mortgages[0], "deny"), ratio = Array.IndexOf(mortgages[0], "pirat"), absent = Array.IndexOf(mortgages[0], "single");
        string[][] holes = [.. mortgages.Select((row, r) => row.Select((cell, c) => r > 0 && (c == ratio || (c == label && r % 2 == 0)) ? "" : cell).ToArray())];
        place.Write("holes.csv", string.Concat(holes.Select(row => string.Join(',', row.Where((_, c) => c != absent)) + "\n")));
        await place.Succeed("fill", model.Path, "holes.csv", "--out", $"filled.{format}", "--strength", "0.5");
        if (format == "parquet")
        {
            return;
        }

        string[][] filled = [.. File.ReadLines(place.PathOf("filled.csv")).Select(line => line.Split(','))];
        Assert.Equal(mortgages[0], filled[0]);
        Assert.Equal(mortgages.Length, filled.Length);
        for (int row = 1; row < filled.Length; row++)
        {
            Assert.DoesNotContain("", filled[row]);
            Assert.All(Enumerable.Range(0, filled[row].Length).Where(c => c != absent && holes[row][c].Length > 0), c => Assert.Equal(mortgages[row][c], filled[row][c]));
        }
    }

    [Fact]
    public async Task A_value_that_the_generator_does_not_know_is_refused_with_its_row()
    {
        using var place = new Workplace();
        place.Write("odd.csv", "afam,single\nyes,\nmaybe,no\n");
        RunningCommand.Result result = await place.Run("fill", model.Path, "odd.csv", "--out", "filled.csv");
        Assert.Equal(2, result.Code);
        Assert.Contains("Row 2, column 'afam'", result.Error, StringComparison.Ordinal);
        Assert.Contains("'maybe'", result.Error, StringComparison.Ordinal);
    }
}
