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
    [InlineData("--epsilon", "Infinity", "'Infinity' is not a number from 0.001 to 1000")]
    [InlineData("--epsilon", "1001", "'1001' is not a number from 0.001 to 1000")]
    [InlineData("--delta", "-1e-6", "'-1e-6' is not a number above 0 and below 0.1")]
    [InlineData("--delta", "NaN", "'NaN' is not a number above 0 and below 0.1")]
    [InlineData("--rare-values", "placeholder", "--rare-values protects what --epsilon protects already")]
    [InlineData("--small-groups", "learn", "--small-groups protects what --epsilon protects already")]
    [InlineData("--seed", "7", "--seed: the noise of a private run comes from the operating system")]
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

    [Theory]
    [InlineData("--delta", "1e-6")]
    [InlineData("--estimate-domains", "")]
    public async Task Options_of_differential_privacy_without_epsilon_are_refused(string option, string value)
    {
        using var place = new Workplace();
        RunningCommand.Result refused = await place.Run([.. s_training.TakeWhile(word => word != "--epsilon"), option, .. value.Length > 0 ? new[] { value } : [], "--out", "model"]);
        Assert.Equal(2, refused.Code);
        Assert.Contains($"{option} belongs to differential privacy; ask for it with --epsilon", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_run_whose_budget_is_spent_cannot_be_resumed()
    {
        using var place = new Workplace();
        place.Write("schema.json", Schema);
        await place.Succeed([.. s_training, "--schema", "schema.json", "--quiet", "--out", "model"]);
        byte[] before = place.Bytes("model/generator.onnx");

        RunningCommand.Result refused = await place.Run([.. s_training, "--schema", "schema.json", "--resume", "--out", "model"]);

        Assert.Equal(2, refused.Code);
        Assert.Contains("--resume: a private run spends its budget once", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, place.Bytes("model/generator.onnx"));
        Assert.DoesNotContain(place.Names, name => name.Contains("checkpoint", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"minimum\": 90, \"maximum\": 16", "'age' contradicts itself")]
    [InlineData("\"minimum\": 16", "for 'age'")]
    [InlineData("\"maximum\": 90", "for 'age'")]
    public async Task Bounds_that_are_reversed_or_incomplete_are_refused_by_name(string bounds, string message)
    {
        using var place = new Workplace();
        place.Write("people.csv", People(""));
        place.Write("schema.json", PeopleSchema.Replace("\"minimum\": 16, \"maximum\": 90", bounds, StringComparison.Ordinal));

        RunningCommand.Result refused = await place.Run(s_people);

        Assert.Equal(2, refused.Code);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("model", place.Names);
    }

    public static TheoryData<string, string> Damaged => new()
    {
        { "quotes that are not closed", "yes,\"Marker7781,30\n" },
        { "text after quotes", "yes,\"f\"Marker7781,30\n" },
        { "too many cells", "yes,f,30,Marker7781\n" },
        { "too few cells", "Marker7781\n" },
        { "the character NUL", "yes,Marker7781\0,30\n" },
        { "a byte that is no text", "yes,Marker7781\uDFFF,30\n" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task A_damaged_table_is_refused_and_no_cell_is_quoted(string what, string line)
    {
        using var place = new Workplace();
        place.Write("people.csv", "");
        await File.WriteAllBytesAsync(place.PathOf("people.csv"), [.. People(line).SelectMany(c => c == '\uDFFF' ? [0xFF] : System.Text.Encoding.UTF8.GetBytes([c]))], TestContext.Current.CancellationToken);
        place.Write("schema.json", PeopleSchema);

        RunningCommand shell = RunningCommand.Shell(place.Folder, $"FAIRGAN_DEBUG=1 $fairgan {string.Join(' ', s_people)}");
        RunningCommand.Result refused = await shell.Finish();

        Assert.True(refused.Code == 2, $"{what}: {refused.Code}, {refused.Error}");
        Assert.Contains("people.csv", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Marker7781", refused.Output + refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("model", place.Names);
    }

    [Theory]
    [InlineData("", "'hired'")]
    [InlineData("--schema schema.json", "names none of the columns")]
    [InlineData("--schema schema.json --drop hird", "names none of the columns")]
    [InlineData("--schema schema.json --estimate-domains", "names none of the columns")]
    public async Task Without_a_line_of_names_the_first_row_is_not_quoted(string options, string message)
    {
        using var place = new Workplace();
        place.Write("people.csv", "yes,Marker7781,30\n" + string.Join('\n', People("").Split('\n')[1..]));
        place.Write("schema.json", PeopleSchema);
        string[] training = options.Length > 0 ? [.. s_people.TakeWhile(word => word != "--schema"), .. options.Split(' ')] : [.. s_people, "--label", "hired"];

        RunningCommand.Result refused = await place.Run(training);

        Assert.Equal(2, refused.Code);
        Assert.True(options.Length == 0 || refused.Error.Contains(message, StringComparison.Ordinal), refused.Error);
        Assert.DoesNotContain("Marker7781", refused.Output + refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_name_of_a_column_a_private_run_is_refused()
    {
        using var place = new Workplace();
        place.Write("people.csv", People(""));

        RunningCommand.Result refused = await place.Run("train", "people.csv", "--epsilon", "1", "--estimate-domains", "--out", "model");

        Assert.Equal(2, refused.Code);
        Assert.Contains("Name the columns in a schema (--schema)", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_that_the_schema_does_not_foresee_are_nowhere()
    {
        using var place = new Workplace();
        place.Write("people.csv", People("yes,Marker7781,30\nyes,f,Marker7781\nMarker7781,f,30\nyes,f,77819876543\n"));
        place.Write("schema.json", PeopleSchema);

        RunningCommand.Result result = await place.Succeed(s_people);
        await place.Succeed("sample", "model/generator.onnx", "--rows", "2000", "--out", "rows.csv", "--quiet");

        string all = result.Output + result.Error + string.Concat(new[] { "model/training.json", "model/MODEL_CARD.md", "model/generator.onnx", "rows.csv" }.Select(place.Text));
        Assert.DoesNotContain("Marker7781", all, StringComparison.Ordinal);
        Assert.DoesNotContain("77819876543", all, StringComparison.Ordinal);
        Assert.All(File.ReadLines(place.PathOf("rows.csv")).Skip(1), row => Assert.True(row.Split(',')[2] is "" || (int.TryParse(row.Split(',')[2], out int age) && age is >= 16 and <= 90), row));
    }

    [Fact]
    public async Task What_the_schema_lacks_is_estimated_if_asked_for_and_rare_cells_are_nowhere()
    {
        using var place = new Workplace();
        place.Write("people.csv", People("yes,Marker7781,30\nMarker7781,f,20\n"));

        RunningCommand.Result result = await place.Succeed("train", "people.csv", "--label", "hired", "--positive", "yes", "--sensitive", "sex", "--epsilon", "4", "--estimate-domains", "--steps", "20", "--threads", "1", "--out", "model");
        await place.Succeed("sample", "model/generator.onnx", "--rows", "500", "--out", "rows.csv", "--quiet");

        Assert.Contains("what 'hired', 'sex', 'age' can hold was estimated within the budget", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Marker7781", result.Output + result.Error + string.Concat(new[] { "model/training.json", "model/MODEL_CARD.md", "model/generator.onnx", "rows.csv" }.Select(place.Text)), StringComparison.Ordinal);
        JsonElement spent = JsonDocument.Parse(place.Text("model/training.json")).RootElement.GetProperty("privacy");
        Assert.Contains(spent.GetProperty("charges").EnumerateArray(), charge => charge.GetProperty("query").GetString() == "frequent texts of sex" && charge.GetProperty("delta").GetDouble() > 0);
        Assert.Contains(spent.GetProperty("charges").EnumerateArray(), charge => charge.GetProperty("query").GetString() == "orders of magnitude of age");
        Assert.All(File.ReadLines(place.PathOf("rows.csv")).Skip(1), row => Assert.True(row.Split(',')[1] is "" or "f" or "m", row));
    }

    [Fact]
    public async Task A_schema_written_from_a_table_says_so_and_a_private_run_warns_of_it()
    {
        using var place = new Workplace();
        place.Write("people.csv", People(""));
        place.Write("known.json", """{ "columns": [{ "name": "sex", "kind": "Categorical", "categories": ["f", "m"] }] }""");

        await place.Succeed("inspect", "people.csv", "--schema", "known.json", "--write-schema", "schema.json");

        JsonElement[] columns = [.. JsonDocument.Parse(place.Text("schema.json")).RootElement.GetProperty("columns").EnumerateArray()];
        Assert.True(columns.Single(column => column.GetProperty("name").GetString() == "hired").GetProperty("fromData").GetBoolean());
        Assert.False(columns.Single(column => column.GetProperty("name").GetString() == "sex").TryGetProperty("fromData", out _));
        RunningCommand.Result result = await place.Succeed([.. s_people, "--estimate-domains"]);
        Assert.Contains("the guarantee does not cover what the schema says of 'hired', 'age', because it was read from the rows (fromData)", result.Error, StringComparison.Ordinal);
        Assert.Contains("the guarantee does not cover", place.Text("model/training.json"), StringComparison.Ordinal);
    }

    private const string PeopleSchema = """
        { "columns": [
            { "name": "hired", "kind": "Categorical", "categories": ["no", "yes"] },
            { "name": "sex", "kind": "Categorical", "categories": ["f", "m"] },
            { "name": "age", "kind": "Integer", "minimum": 16, "maximum": 90 } ] }
        """;

    private static readonly string[] s_people =
        ["train", "people.csv", "--label", "hired", "--positive", "yes", "--sensitive", "sex", "--epsilon", "2", "--steps", "20", "--threads", "1", "--out", "model", "--schema", "schema.json"];

    // One line more in the middle.
    private static string People(string line) =>
        "hired,sex,age\n" + string.Concat(Enumerable.Range(0, 1500).Select(i => $"{(i % 3 == 0 ? "yes" : "no")},{(i % 2 == 0 ? "f" : "m")},{18 + (i % 60)}\n{(i == 700 ? line : "")}"));
}
