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

    [Fact]
    public async Task A_column_that_the_generator_does_not_have_stays_where_and_as_it_is()
    {
        using var place = new Workplace();
        place.Write("more.csv", "afam,note,pirat\nyes,\"a, b\",\nno,,0.3\n,007,\n");
        RunningCommand.Result result = await place.Succeed("fill", model.Path, "more.csv", "--out", "filled.csv");
        Assert.Contains("note: is no column of the generator; it stays as it is", result.Error, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(place.PathOf("filled.csv"));
        Assert.Equal(1, lines[0].Split(',').IndexOf("note") - lines[0].Split(',').IndexOf("afam"));
        Assert.Contains(",\"a, b\",", lines[1], StringComparison.Ordinal);
        Assert.Contains("no,,", lines[2], StringComparison.Ordinal);
        Assert.Contains(",007,", lines[3], StringComparison.Ordinal);
        await place.Succeed("fill", model.Path, "more.csv", "--out", "filled.parquet");
    }

    [Fact]
    public async Task Categories_that_protection_removed_stay_in_the_table_though_many_cells_hold_them()
    {
        using var place = new Workplace();
        string Row(int row, string town) => $"{(row % 2 == 0 ? "F" : "M")},{town},{row % 7}\n";
        place.Write("train.csv", "sex,town,score\n" + string.Concat(Enumerable.Range(0, 200).Select(row => Row(row, row % 5 == 0 ? $"village {row / 20}" : row % 3 == 0 ? "Ulm" : "Bonn"))));
        await place.Succeed("train", "train.csv", "--steps", "3", "--seed", "1", "--out", "m");
        place.Write("given.csv", "sex,town,score\n" + string.Concat(Enumerable.Range(0, 200).Select(row => Row(row, row % 5 == 0 ? $"village {row / 20}" : "Ulm")[..^2] + "\n")));
        RunningCommand.Result result = await place.Succeed("fill", "m/generator.onnx", "given.csv", "--out", "filled.csv");
        Assert.Contains("town: 40 cells hold categories that the generator does not know; they stay", result.Error, StringComparison.Ordinal);
        string[][] filled = [.. File.ReadLines(place.PathOf("filled.csv")).Skip(1).Select(line => line.Split(','))];
        Assert.All(Enumerable.Range(0, 200), row => Assert.Equal(row % 5 == 0 ? $"village {row / 20}" : "Ulm", filled[row][1]));
        Assert.All(filled, row => Assert.NotEqual("", row[2]));
    }
}
