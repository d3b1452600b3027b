using System.Text;

namespace FairGan.Cli.Tests;

public sealed class OutputTests(TrainedModel model)
{
    [Theory]
    [InlineData("", "rows.csv", "rows.csv")]
    [InlineData("ln -s rows.csv other.csv", "rows.csv", "other.csv")]
    [InlineData("ln rows.csv other.csv", "rows.csv", "other.csv")]
    [InlineData("ln rows.csv other.csv", "-", "other.csv")]
    public async Task An_output_that_is_read_as_well_is_refused(string before, string input, string output)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        using var place = new Workplace();
        place.Write("rows.csv", File.ReadAllText(Workplace.Mortgages));
        using RunningCommand command = RunningCommand.Shell(place.Folder, $"{before}\n$fairgan fill {model.Path} {input} --out {output} < rows.csv");
        RunningCommand.Result result = await command.Finish();
        Assert.True(result.Code == 2, result.Error);
        Assert.StartsWith($"fairgan: {output} cannot be written: it is read as well", result.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Workplace.Mortgages), place.Text("rows.csv"));
    }

    [Fact]
    public async Task Two_names_of_one_output_are_refused()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Run("audit", Workplace.Mortgages, "--label", "deny", "--positive", "no", "--sensitive", "afam", "--json", "out", "--html", "./out");
        Assert.True(result.Code == 2, result.Error);
        Assert.Contains("the same output", result.Error, StringComparison.Ordinal);
        Assert.Empty(place.Names);
    }

    [Theory]
    [InlineData("folder.csv", "is a folder")]
    [InlineData("file/rows.csv", "is a file, not a folder")]
    [InlineData("nowhere.csv", "whose folder is not there")]
    [InlineData("circle.csv", "cannot be written")]
    public async Task What_cannot_be_written_is_known_before_the_work(string output, string reason)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        using var place = new Workplace();
        using RunningCommand before = RunningCommand.Shell(place.Folder, "mkdir folder.csv; touch file; ln -s /none/rows.csv nowhere.csv; ln -s circle.csv circle.csv");
        await before.Finish();
        RunningCommand.Result result = await place.Run("sample", model.Path, "--rows", "1000000000", "--out", output);
        Assert.True(result.Code == 2, result.Error);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_for_which_the_disk_has_no_room_are_refused()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Run("sample", model.Path, "--rows", "1000000000000000", "--out", "rows.csv");
        Assert.True(result.Code == 2, result.Error);
        Assert.Contains("has room for", result.Error, StringComparison.Ordinal);
        Assert.Empty(place.Names);
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows counts otherwise.");
        using var place = new Workplace();
        RunningCommand.Result result = await place.Run("sample", model.Path, "--rows", "10", "--out", $"{new string('n', 300)}.csv");
        Assert.True(result.Code == 2, result.Error);
        Assert.Contains("too long", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$fairgan sample MODEL --rows 2 --out /dev/stdout --quiet >> out.csv")]
    [InlineData("$fairgan sample MODEL --rows 2 --out - --quiet >> out.csv")]
    [InlineData("exec 5>> out.csv; $fairgan sample MODEL --rows 2 --out /dev/fd/5 --quiet")]
    [InlineData("mkfifo pipe; cat pipe >> out.csv & $fairgan sample MODEL --rows 2 --out pipe --quiet; wait")]
    public async Task Rows_go_on_where_a_redirection_or_pipe_stands(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such shell.");
        using var place = new Workplace();
        using RunningCommand command = RunningCommand.Shell(place.Folder, $"echo before > out.csv; {script.Replace("MODEL", model.Path, StringComparison.Ordinal)}; echo after >> out.csv");
        RunningCommand.Result result = await command.Finish();
        string[] lines = File.ReadAllLines(place.PathOf("out.csv"));
        Assert.True(lines.Length == 5, result.Error + string.Join('\n', lines));
        Assert.Equal(("before", "after"), (lines[0], lines[^1]));
    }

    [Fact]
    public async Task What_a_killed_run_left_is_removed_by_the_next_one()
    {
        using var place = new Workplace();
        place.Write(".fairgan.2147483647-1.1.0.tmp", "half of a table");
        await place.Succeed("sample", model.Path, "--rows", "10", "--out", "rows.csv");
        Assert.Equal(["rows.csv"], place.Names);
    }

    [Fact]
    public async Task Text_that_acts_on_a_terminal_or_a_page_is_made_visible()
    {
        using var place = new Workplace();
        var rows = new StringBuilder("y,g\n");
        for (int i = 0; i < 40; i++)
        {
            rows.Append(i % 3 == 0 ? "1," : "0,").Append(i % 2 == 0 ? "a\e[31mb\u202Ec" : "<b>d</b>").Append('\n');
        }

        place.Write("rows.csv", rows.ToString());
        RunningCommand.Result table = await place.Succeed("audit", "rows.csv", "--label", "y", "--sensitive", "g");
        Assert.Contains("a\\u001B[31mb\\u202Ec", table.Output, StringComparison.Ordinal);
        await place.Succeed("audit", "rows.csv", "--label", "y", "--sensitive", "g", "--html", "page.html", "--json", "figures.json");
        RunningCommand.Result wrong = await place.Run("audit", "rows.csv", "--label", "y", "--sensitive", "g\e]0;title\a");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("\\u001B]0;title\\u0007", wrong.Error, StringComparison.Ordinal);
        Assert.All([table.Output, wrong.Error, place.Text("page.html"), place.Text("figures.json")], text => Assert.DoesNotContain(text, letter => (char.IsControl(letter) && letter != '\n') || letter == '\u202E'));
        Assert.Contains("Content-Security-Policy", place.Text("page.html"), StringComparison.Ordinal);
        using var figures = System.Text.Json.JsonDocument.Parse(place.Text("figures.json"));
        Assert.Contains(figures.RootElement.GetProperty("metric_frame").GetProperty("by_group").EnumerateArray(), row => row.GetProperty("cell")[0].GetString() == "a\e[31mb\u202Ec");
    }

    [Fact]
    public async Task Cells_that_a_spreadsheet_would_run_are_pointed_out_and_written_harmless_on_request()
    {
        using var place = new Workplace();
        var rows = new StringBuilder("y,=g,amount\n");
        for (int i = 0; i < 60; i++)
        {
            rows.Append(i % 2 == 0 ? "yes," : "no,").Append(i % 3 == 0 ? "=1+1" : "+cmd").Append(',').Append(-i).Append('\n');
        }

        place.Write("rows.csv", rows.ToString());
        RunningCommand.Result table = await place.Succeed("inspect", "rows.csv");
        Assert.Contains("=g: a spreadsheet would run 60 cells as formulas, the first in row 1, '=1+1'", table.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("amount: a spreadsheet", table.Error, StringComparison.Ordinal);
        await place.Succeed("train", "rows.csv", "--steps", "5", "--seed", "1", "--min-rows", "0", "--out", "model");
        Assert.Contains("2 categories as formulas", (await place.Succeed("inspect", "model/generator.onnx")).Error, StringComparison.Ordinal);
        await place.Succeed("sample", "model/generator.onnx", "--rows", "50", "--out", "plain.csv");
        await place.Succeed("sample", "model/generator.onnx", "--rows", "50", "--out", "safe.csv", "--csv-safe");
        Assert.Equal(place.Text("safe.csv"), place.Text("plain.csv").Replace(",=", ",'=", StringComparison.Ordinal).Replace(",+", ",'+", StringComparison.Ordinal));
        Assert.Contains("'=g", place.Text("safe.csv"), StringComparison.Ordinal);
        await place.Succeed("fill", "model/generator.onnx", "rows.csv", "--out", "filled.csv", "--csv-safe");
        Assert.Contains(",'=1+1,", place.Text("filled.csv"), StringComparison.Ordinal);
        Assert.Equal(2, (await place.Run("sample", "model/generator.onnx", "--rows", "5", "--out", "rows.parquet", "--csv-safe")).Code);
    }
}
