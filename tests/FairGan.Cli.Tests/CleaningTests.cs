using System.Text.Json;

namespace FairGan.Cli.Tests;

public sealed class CleaningTests
{
    private static readonly string[] s_roles = ["--label", "deny", "--positive", "no", "--sensitive", "afam"];

    [Fact]
    public async Task A_messy_table_is_compared_with_the_rows_of_its_generator_as_train_read_it()
    {
        using var place = new Workplace();
        string clean = File.ReadAllText(Workplace.Mortgages);
        place.Write("messy.csv", MessyTable.Of(clean, "deny"));
        await place.Succeed(["train", "messy.csv", .. s_roles, "--steps", "3", "--seed", "1", "--threads", "1", "--drop", "unemp", "--out", "model"]);
        await place.Succeed("sample", "model/generator.onnx", "--rows", "2000", "--quiet", "--out", "synthetic.csv");
        RunningCommand.Result told = await place.Succeed(["report", "messy.csv", "synthetic.csv", .. s_roles, "--test", "messy.csv", "--model", "model/generator.onnx", "--out", "report.html"]);

        Assert.Contains("cells were cleaned", told.Error, StringComparison.Ordinal);
        using JsonDocument report = JsonDocument.Parse(place.Text("report.json"));
        JsonElement root = report.RootElement;
        JsonElement[] columns = [.. root.GetProperty("columns").EnumerateArray()];
        string[] names = [.. columns.Select(column => column.GetProperty("name").GetString()!)];
        Assert.DoesNotContain("unemp", names);
        Assert.DoesNotContain(MessyTable.Identifier, names);
        Assert.Equal("numeric", columns.Single(column => column.GetProperty("name").GetString() == MessyTable.Amount).GetProperty("kind").GetString());
        string[] remarks = [.. root.GetProperty("preparation").EnumerateArray().Select(remark => remark.GetString()!)];
        Assert.Contains(remarks, remark => remark.StartsWith("customer_id: contains identifiers", StringComparison.Ordinal));
        Assert.Contains(remarks, remark => remark.StartsWith("unemp: is no column of the generator", StringComparison.Ordinal));
        Assert.Contains(remarks, remark => remark.StartsWith("afam: ", StringComparison.Ordinal) && remark.Contains("in case", StringComparison.Ordinal));
        Assert.All(remarks, remark => Assert.DoesNotContain(": '", remark, StringComparison.Ordinal));
        Assert.Contains("Before they were compared", place.Text("report.html"), StringComparison.Ordinal);

        // The groups are those of the clean table, less the emptied cells.
        JsonElement[] groups = [.. root.GetProperty("label_fairness")[0].GetProperty("groups").EnumerateArray()];
        Assert.Equal([null, "no", "yes"], groups.Select(group => group.GetProperty("values")[0].GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(2380, groups.Sum(group => group.GetProperty("real_rows").GetInt32()));
        Assert.All(groups, group => Assert.True(group.GetProperty("synthetic_rows").GetInt32() > 0));
    }

    [Fact]
    public async Task Without_the_generator_cells_are_cleaned_too_unless_they_are_to_count_as_written()
    {
        using var place = new Workplace();
        place.Write("real.csv", "label,sex,note\nyes,F,a\nno,f,b\nyes, F ,a\nno,M,n/a\nyes,m,b\nyes,M,a\n");
        place.Write("other.csv", "label,sex,note\nYES,F,c\nno,M,b\nyes,F,a\nno,M,b\n");
        string[] roles = ["--label", "label", "--positive", "yes", "--sensitive", "sex"];

        RunningCommand.Result raw = await place.Succeed(["report", "real.csv", "other.csv", .. roles, "--as-written", "--out", "raw.html"]);
        Assert.Contains("without --as-written", raw.Error, StringComparison.Ordinal);
        Assert.Contains("sex: ", raw.Error, StringComparison.Ordinal);
        Assert.Equal(5, Groups(place, "raw.json"));

        RunningCommand.Result told = await place.Succeed(["report", "real.csv", "other.csv", .. roles, "--out", "clean.html"]);
        Assert.Contains("cells were cleaned as train does (--as-written leaves them): sex: ", told.Error, StringComparison.Ordinal);
        await place.Succeed(["report", "real.csv", "other.csv", .. roles, "--clean", "--out", "asked.html"]);
        Assert.Equal(2, Groups(place, "asked.json"));
        Assert.Equal(2, Groups(place, "clean.json"));
        using JsonDocument clean = JsonDocument.Parse(place.Text("clean.json"));
        JsonElement women = clean.RootElement.GetProperty("label_fairness")[0].GetProperty("groups")[0];
        Assert.Equal(1, women.GetProperty("synthetic_selection_rate").GetDouble());

        // A category that the real table lacks stays one: c is no missing cell.
        JsonElement note = clean.RootElement.GetProperty("fidelity").GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("column").GetString() == "note");
        Assert.Equal((3, 0.0), (note.GetProperty("synthetic_distinct").GetInt32(), note.GetProperty("synthetic_missing_rate").GetDouble()));
        Assert.Equal(1.0 / 6, note.GetProperty("real_missing_rate").GetDouble(), 12);
    }

    [Fact]
    public async Task Identifiers_are_left_out_and_dates_are_points_in_time_without_the_generator_too()
    {
        using var place = new Workplace();
        string Rows(int first) => string.Concat(Enumerable.Range(first, 60).Select(row => $"C-{row},{(row % 3 == 0 ? "yes" : "no")},{(row % 2 == 0 ? "F" : "M")},{new DateTime(2020, 1, 1).AddHours(7 * row):yyyy-MM-dd HH:mm}\n"));
        place.Write("real.csv", "customer,label,sex,opened\n" + Rows(0));
        place.Write("other.csv", "customer,label,sex,opened\n" + Rows(6));

        RunningCommand.Result told = await place.Succeed("report", "real.csv", "other.csv", "--label", "label", "--positive", "yes", "--sensitive", "sex", "--out", "report.html");

        Assert.Contains("customer: contains identifiers", told.Error, StringComparison.Ordinal);
        using JsonDocument report = JsonDocument.Parse(place.Text("report.json"));
        Assert.Equal(["customer: contains identifiers, which carry no information about people; left out"], report.RootElement.GetProperty("preparation").EnumerateArray().Select(remark => remark.GetString()!));
        JsonElement[] columns = [.. report.RootElement.GetProperty("fidelity").GetProperty("columns").EnumerateArray()];
        Assert.Equal(["label", "sex", "opened"], columns.Select(column => column.GetProperty("column").GetString()!));
        Assert.Equal(0.9, columns[2].GetProperty("shape").GetDouble(), 12);
    }

    [Fact]
    public async Task An_audit_counts_cells_as_written_says_so_and_cleans_them_when_asked()
    {
        using var place = new Workplace();
        place.Write("people.csv", "label,sex\nyes,F\nno,f\nYES, F \nno,M\nyes,m\nyes,M\n");
        string[] arguments = ["audit", "people.csv", "--label", "label", "--positive", "yes", "--sensitive", "sex", "--json", "-"];

        RunningCommand.Result raw = await place.Succeed(arguments);
        Assert.Contains("count as different groups", raw.Error, StringComparison.Ordinal);
        Assert.Equal(5, AuditedGroups(raw));
        RunningCommand.Result clean = await place.Succeed([.. arguments, "--clean"]);
        Assert.Contains("sex: ", clean.Error, StringComparison.Ordinal);
        Assert.Equal(2, AuditedGroups(clean));

        RunningCommand.Result refused = await place.Run("audit", "--sql", "duckdb:", "--table", "people.csv", "--label", "label", "--sensitive", "sex", "--clean");
        Assert.Equal(2, refused.Code);
        Assert.Contains("--clean", refused.Error, StringComparison.Ordinal);
    }

    private static int Groups(Workplace place, string name)
    {
        using JsonDocument report = JsonDocument.Parse(place.Text(name));
        return report.RootElement.GetProperty("label_fairness")[0].GetProperty("groups").GetArrayLength();
    }

    private static int AuditedGroups(RunningCommand.Result audit)
    {
        using JsonDocument json = JsonDocument.Parse(audit.Output);
        return json.RootElement.GetProperty("metric_frame").GetProperty("by_group").GetArrayLength();
    }
}
