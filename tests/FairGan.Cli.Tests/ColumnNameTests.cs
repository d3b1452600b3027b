namespace FairGan.Cli.Tests;

public sealed class ColumnNameTests
{
    // Names with blanks around them, commas, quotes, dots, equal signs, marks of conditions, and letters of other scripts.
    private static readonly string[] s_names = ["net, of tax", "a \"b\"", "c.d", "e=f", "g|h", "größe", "x y"];

    [Theory]
    [InlineData(" sex,y \nF,0\nM,1\nF,0\nM,1\n", "y", "sex")]
    [InlineData(" sex,y \nF,0\nM,1\nF,0\nM,1\n", "y ", " sex")]
    [InlineData(",sex,y\n0,F,0\n1,M,1\n2,F,0\n3,M,1\n", "y", "sex")]
    [InlineData("sep=;\nsex;y\nF;0\nM;1\nF;0\nM;1\n", "y", "sex")]
    [InlineData("sex,y,\nF,0,\nM,1,\nF,0,\nM,1,\n", "y", "sex")]
    [InlineData("\"sex, as told\",\"y \"\"z\"\"\"\nF,0\nM,1\nF,0\nM,1\n", "\"y \"\"z\"\"\"", "\"sex, as told\"")]
    [InlineData("\"sex, as told\",\"y \"\"z\"\"\"\nF,0\nM,1\nF,0\nM,1\n", "y \"z\"", "\"sex, as told\"")]
    [InlineData("a=b,c.d\nF,0\nM,1\nF,0\nM,1\n", "c.d", "a=b")]
    [InlineData("Geschlecht ♀,结果\nF,0\nM,1\nF,0\nM,1\n", "结果", "Geschlecht ♀")]
    public async Task Columns_are_found_by_their_names_however_these_look(string csv, string label, string sensitive)
    {
        using var place = new Workplace();
        place.Write("t.csv", csv);
        RunningCommand.Result result = await place.Succeed("audit", "t.csv", "--label", label, "--sensitive", sensitive);
        Assert.StartsWith("4 rows; label ", result.Output, StringComparison.Ordinal);
        Assert.Contains("1.0000", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_names_go_all_the_way_from_training_to_the_report()
    {
        using var place = new Workplace();
        string[] header = [.. s_names.Select(Quoted)];
        IEnumerable<string> rows = Enumerable.Range(0, 300).Select(i => $"{i % 7},{(i % 3 == 0 ? "F" : "M")},{(i % 2 == 0 ? "yes" : "no")},{i % 5},{i % 11},{(i % 4 == 0 ? "u" : "v")},{i % 6}");
        place.Write("t.csv", $"{string.Join(',', header)}\n{string.Join('\n', rows)}\n");
        string[] roles = ["--label", "c.d", "--positive", "yes", "--sensitive", Quoted(s_names[1])];

        await place.Succeed(["train", "t.csv", .. roles, "--drop", "x y", "--text", "\"e=f\",größe", "--given", Quoted(s_names[0]), "--steps", "3", "--seed", "1", "--out", "m"]);
        await place.Succeed("sample", "m/generator.onnx", "--rows", "200", "--out", "s.csv", "--where", "\"a \"\"b\"\"\"=F,\"g|h\"=0..5", "--balance", "c.d=yes:0.5|no:0.5");
        await place.Succeed("sample", "m/generator.onnx", "--rows", "200", "--out", "all.csv");
        Assert.Equal(string.Join(',', header[..6]), place.Text("s.csv").Split('\n')[0]);
        await place.Succeed(["report", "t.csv", "all.csv", .. roles, "--model", "m/generator.onnx", "--out", "r.html"]);
        await place.Succeed(["audit", "s.csv", .. roles, "--control", Quoted(s_names[0])]);
    }

    [Theory]
    [InlineData("\"sex", "a double quote is not closed")]
    [InlineData("\"sex\"x", "text follows the closing double quote")]
    [InlineData("sex,", "one of the names is empty")]
    public async Task A_list_of_names_that_is_none_is_explained(string sensitive, string problem)
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Run("audit", Workplace.Mortgages, "--label", "deny", "--sensitive", sensitive);
        Assert.Equal(2, result.Code);
        Assert.Contains($"--sensitive: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(problem, result.Error, StringComparison.Ordinal);
    }

    private static string Quoted(string name) => name.AsSpan().ContainsAny(',', '"') ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
}
