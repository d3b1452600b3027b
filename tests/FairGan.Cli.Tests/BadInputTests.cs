namespace FairGan.Cli.Tests;

public sealed class BadInputTests(TrainedModel model)
{
    private const string Rows = "approved,sex,income\nyes,f,10\nno,m,20\nyes,m,30\nno,f,40\n";

    public static TheoryData<string, string, string[]> Tables => new()
    {
        { "no such label", Rows, ["--label", "granted", "'granted'", "'approved'"] },
        { "no such sensitive column", Rows, ["--sensitive", "race", "'race'", "'sex'"] },
        { "no such text column", Rows, ["--text", "race", "'race'", "sex"] },
        { "no such positive value", Rows, ["--positive", "maybe", "'approved'", "'maybe'", "yes"] },
        { "one group only", Rows.Replace(",m,", ",f,", StringComparison.Ordinal), ["", "", "'sex'", "at least two"] },
        { "a constant label", Rows.Replace("no,", "yes,", StringComparison.Ordinal), ["", "", "'approved'", "one value only"] },
        { "a sensitive column of many numbers", "approved,sex,income\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{(i % 2 == 0 ? "yes" : "no")},f,{i}.5\n")), ["--sensitive", "income", "'income'", "ranges"] },
        { "label and sensitive column the same", Rows, ["--sensitive", "approved", "'approved'", "both"] },
        { "an empty file", "", ["", "", "empty", "first line"] },
        { "a header alone", "approved,sex,income\n", ["", "", "no rows"] },
        { "long texts", "approved,sex,income\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{(i % 2 == 0 ? "yes" : "no")},{(i % 3 == 0 ? "f" : "m")},{string.Concat(Enumerable.Repeat($"note {i} ", 20))}\n")), ["", "", "'income'", "long texts", "--drop income"] },
        { "a row too short", Rows + "yes,f\n", ["", "", "line 6", "2 cells"] },
        { "a column without a name", "approved,,income\nyes,f,1\n", ["", "", "column 2"] },
        { "a cell with the character NUL", Rows + "yes,f\0,1\n", ["", "", "line 6, column 'sex'", "NUL", "UTF-8"] },
        { "too many columns", string.Join(',', Enumerable.Range(0, 5000).Select(i => $"c{i}")) + "\n1\n", ["", "", "5,000 columns", "4,096", "--drop"] },
        { "two columns of a name", "approved,sex,sex\nyes,f,1\n", ["", "", "'sex'"] },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_table_that_cannot_be_learned_is_refused_in_one_line(string what, string table, string[] expected)
    {
        using var place = new Workplace();
        place.Write("loans.csv", table);
        Dictionary<string, string> options = new() { ["--label"] = "approved", ["--positive"] = "yes", ["--sensitive"] = "sex", ["--out"] = "made/model" };
        if (expected[0].Length > 0)
        {
            options[expected[0]] = expected[1];
        }

        RunningCommand.Result result = await place.Run(["train", "loans.csv", .. options.SelectMany(option => new[] { option.Key, option.Value })]);
        string line = ExpectRefusal(place, result, "loans.csv");
        Assert.All(expected[2..], part => Assert.True(line.Contains(part, StringComparison.Ordinal), $"{what}: '{part}' is not in: {line}"));
    }

    [Theory]
    [InlineData("null", "empty")]
    [InlineData("[]", "line 1")]
    [InlineData("{\"columns\":[null]}", "contains null")]
    [InlineData("{\"columns\":[{\"name\":null}]}", "columns[0].name")]
    [InlineData("{\"columns\":[{\"name\":\"sex\",\"categories\":[]}]}", "'sex' lists no categories")]
    [InlineData("{\"columns\":[{\"name\":\"sex\",\"categories\":[\"f\",\"f\"]}]}", "one of them twice")]
    [InlineData("{\"columns\":[{\"name\":\"sex\",\"kind\":99}]}", "the kinds are")]
    [InlineData("{\"columns\":[{\"name\":\"sex\",\"labels\":{\"f\":null}}]}", "sex")]
    [InlineData("{\"columns\":[{\"name\":\"income\",\"minimum\":1e999}]}", "income")]
    [InlineData("{\"rules\":[{}]}", "cannot be read")]
    [InlineData("{\"rules\":[{\"rule\":\"order\",\"low\":null,\"high\":\"income\"}]}", "rules[0].low")]
    [InlineData("{\"rules\":[{\"rule\":\"sum\",\"total\":\"income\",\"parts\":null}]}", "rules[0].parts")]
    [InlineData("{\"rules\":[{\"rule\":\"sum\",\"total\":\"income\",\"parts\":[]}]}", "lacks a column")]
    public async Task A_schema_with_nothing_where_something_belongs_is_refused_in_one_line(string schema, string expected)
    {
        using var place = new Workplace();
        place.Write("loans.csv", Rows);
        place.Write("schema.json", schema);
        RunningCommand.Result result = await place.Run(["inspect", "loans.csv", "--schema", "schema.json"]);
        string line = ExpectRefusal(place, result, "loans.csv", "schema.json");
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("FairGan", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file 'loans.csv'", "train", "loans.csv", "--label", "a", "--sensitive", "b", "--out", "made")]
    [InlineData("There is no file 'loans.csv'", "audit", "loans.csv", "--label", "a", "--sensitive", "b", "--json", "made.json")]
    [InlineData("There is no file 'loans.csv'", "report", "loans.csv", "b.csv", "--label", "a", "--sensitive", "b", "--out", "made.html")]
    [InlineData("There is no file 'm.onnx'", "sample", "m.onnx", "--rows", "5", "--out", "made.csv")]
    [InlineData("There is no file 'm.onnx'", "inspect", "m.onnx")]
    [InlineData("--bogus", "train", "MORTGAGES", "--label", "deny", "--sensitive", "afam", "--out", "made", "--bogus")]
    [InlineData("--positive: 'no' is the favourable value of a label", "train", "MORTGAGES", "--positive", "no", "--sensitive", "afam", "--out", "made")]
    [InlineData("--fairness: fairness between groups needs a label and sensitive columns", "train", "MORTGAGES", "--label", "deny", "--positive", "no", "--fairness", "demographic-parity", "--out", "made")]
    [InlineData("--given: fairness between groups needs a label and sensitive columns", "train", "MORTGAGES", "--sensitive", "afam", "--given", "single", "--out", "made")]
    [InlineData("--strength: fairness between groups needs a label and sensitive columns", "train", "MORTGAGES", "--strength", "0.5", "--out", "made")]
    [InlineData("--fairness: fairness between groups needs to know which value of the label is favourable", "train", "MORTGAGES", "--label", "pirat", "--sensitive", "afam", "--fairness", "demographic-parity", "--out", "made")]
    [InlineData("is the favourable outcome; it has no, yes", "train", "MORTGAGES", "--label", "deny", "--sensitive", "afam", "--out", "made")]
    [InlineData("--strength has to be a number from 0 to 1", "train", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--out", "made", "--strength", "1.5")]
    [InlineData("--max-time", "train", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--out", "made", "--max-time", "soon")]
    [InlineData("--device", "train", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--out", "made", "--device", "tpu")]
    [InlineData("--threads", "train", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--out", "made", "--threads", "0")]
    [InlineData("'parity' is not a definition of fairness; there are demographic-parity", "train", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--out", "made", "--fairness", "parity")]
    [InlineData("only conditional parity is given any", "train", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--out", "made", "--fairness", "equalized-odds", "--given", "single")]
    [InlineData("name at least one", "train", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--out", "made", "--fairness", "conditional-parity")]
    [InlineData("'nope'", "train", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--given", "nope", "--out", "made")]
    [InlineData("has none of the generator's columns", "fill", "MODEL", "TABLE", "--out", "made.csv")]
    [InlineData("--checkpoint-every", "train", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--out", "made", "--checkpoint-every", "often")]
    [InlineData("for 'deny', 'pirat'", "train", "MORTGAGES", "--epsilon", "1", "--delta", "1e-6", "--label", "deny", "--sensitive", "afam", "--out", "made")]
    [InlineData("--where: 'afam', character 5: expected = or !=", "sample", "MODEL", "--rows", "5", "--out", "made.csv", "--where", "afam")]
    [InlineData("'afam' has no value 'maybe'; the nearest are", "sample", "MODEL", "--rows", "5", "--out", "made.csv", "--where", "afam=maybe")]
    [InlineData("--balance: 'afam=yes', character 9: expected a colon and a share", "sample", "MODEL", "--rows", "5", "--out", "made.csv", "--balance", "afam=yes")]
    [InlineData("no column 'race'; the nearest are", "sample", "MODEL", "--rows", "5", "--out", "made.csv", "--balance", "race")]
    [InlineData("--shard", "sample", "MODEL", "--rows", "5", "--out", "made.csv", "--shard", "4/4")]
    [InlineData("give one of them", "sample", "MODEL", "--rows", "5", "--out", "made.csv", "--shard", "0/4", "--start-row", "0")]
    [InlineData("ends in .csv or .parquet", "sample", "MODEL", "--rows", "5", "--out", "made.txt")]
    [InlineData("not an ONNX file", "sample", "MORTGAGES", "--rows", "5", "--out", "made.csv")]
    [InlineData("--sql has to be duckdb:FILE.db", "audit", "--sql", "Data Source=x", "--table", "t", "--label", "deny", "--sensitive", "afam")]
    [InlineData("--table is missing", "audit", "--sql", "duckdb:", "--label", "deny", "--sensitive", "afam")]
    [InlineData("--sql is missing", "audit", "MORTGAGES", "--table", "t", "--label", "deny", "--sensitive", "afam")]
    [InlineData("name one of them", "audit", "MORTGAGES", "--sql", "duckdb:", "--table", "t.csv", "--label", "deny", "--sensitive", "afam")]
    [InlineData("Name the table to audit", "audit", "--label", "deny", "--sensitive", "afam")]
    [InlineData("no file 'none.csv'", "audit", "--sql", "duckdb:", "--table", "none.csv", "--label", "deny", "--sensitive", "afam")]
    [InlineData("no such DuckDB file", "audit", "--sql", "duckdb:none.db", "--table", "t", "--label", "deny", "--sensitive", "afam")]
    [InlineData("not a file of this machine", "audit", "--sql", "duckdb:", "--table", "https://localhost/t.csv", "--label", "deny", "--sensitive", "afam")]
    [InlineData("ends in .csv, .csv.gz or .parquet", "audit", "--sql", "duckdb:", "--table", "t.txt", "--label", "deny", "--sensitive", "afam")]
    [InlineData("no column 'nope' in table 'hmda.csv'", "audit", "--sql", "duckdb:", "--table", "MORTGAGES", "--label", "nope", "--sensitive", "afam")]
    [InlineData("Score column 'pirat'", "audit", "--sql", "duckdb:", "--table", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "afam", "--score", "pirat")]
    [InlineData("no connection to PostgreSQL", "audit", "--sql", "postgres:Nonsense=1", "--table", "t", "--label", "deny", "--sensitive", "afam")]
    [InlineData("'nope'", "audit", "MORTGAGES", "--label", "nope", "--sensitive", "afam", "--json", "made.json")]
    [InlineData("'nope'", "audit", "MORTGAGES", "--label", "deny", "--positive", "no", "--sensitive", "nope", "--json", "made/made.json")]
    [InlineData("'maybe'", "audit", "MORTGAGES", "--label", "deny", "--positive", "maybe", "--sensitive", "afam", "--json", "made.json")]
    [InlineData("'nope'", "report", "MORTGAGES", "MORTGAGES", "--label", "nope", "--sensitive", "afam", "--out", "made.html")]
    [InlineData("ends in .html", "report", "MORTGAGES", "MORTGAGES", "--label", "deny", "--sensitive", "afam", "--out", "made.txt")]
    [InlineData("There is no verb 'paint'", "paint")]
    [InlineData("Name a verb")]
    public async Task A_wrong_command_line_is_refused_in_one_line(string expected, params string[] arguments)
    {
        using var place = new Workplace();
        using var elsewhere = new Workplace();
        elsewhere.Write("notes.csv", "day,notes\n1,late\n");
        string[] named = [.. arguments.Select(argument => argument switch
        {
            "MORTGAGES" => Workplace.Mortgages,
            "MODEL" => model.Path,
            "TABLE" => elsewhere.PathOf("notes.csv"),
            _ => argument,
        })];
        RunningCommand.Result result = await place.Run(named);
        Assert.Contains(expected, ExpectRefusal(place, result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_model_is_refused_in_one_line()
    {
        using var place = new Workplace();
        byte[] file = File.ReadAllBytes(model.Path);
        File.WriteAllBytes(place.PathOf("half.onnx"), file[..(file.Length / 2)]);
        ExpectRefusal(place, await place.Run("inspect", "half.onnx"), "half.onnx");
    }

    [Fact]
    public async Task An_output_that_cannot_be_a_file_is_refused_before_the_work()
    {
        using var place = new Workplace();
        place.Write("taken", "");
        Directory.CreateDirectory(place.PathOf("folder.csv"));
        ExpectRefusal(place, await place.Run([.. TrainedModel.Training, "--out", "taken/model"]), "folder.csv", "taken");
        ExpectRefusal(place, await place.Run("sample", model.Path, "--rows", "5", "--out", "folder.csv"), "folder.csv", "taken");
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_a_failure()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Run([.. TrainedModel.Training, "--out", "made", "--device", "cuda:99"]);
        Assert.Equal(1, result.Code);
        Assert.Contains("CUDA", Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Empty(place.Names);
    }

    private static string ExpectRefusal(Workplace place, RunningCommand.Result result, params string[] names)
    {
        Assert.True(result.Code == 2, $"{result.Code}: {result.Error}");
        Assert.Empty(result.Output);
        string line = Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("fairgan: ", line, StringComparison.Ordinal);
        Assert.Equal(names, place.Names);
        return line;
    }
}
