using System.Globalization;
using System.Text.Json;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Cli.Tests;

/// <summary>One CSV file has the same types of columns on whichever path it is read.</summary>
public sealed class ColumnTypesTests
{
    private const int Rows = 400;

    // What each column holds, row by row, and what it is: a number, a date or a text.
    private static readonly (string Name, string Type, Func<int, string> Cell)[] s_columns =
    [
        ("integer", "number", row => $"{row * 7 % 90}"),
        ("decimal", "number", row => Invariant($"{row * 13 % 50 / 4.0}")),
        ("capitalised", "text", row => row % 3 == 0 ? "True" : "False"),
        ("lower", "text", row => row % 5 == 0 ? "true" : "false"),
        ("answer", "text", row => row % 2 == 0 ? "yes" : "no"),
        ("day", "date", row => new DateTime(2020, 1, 1).AddDays(row % 200).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("digits", "date", row => new DateTime(2020, 1, 1).AddDays(row % 150).ToString("yyyyMMdd", CultureInfo.InvariantCulture)),
        ("time", "date", row => new DateTime(2020, 1, 1).AddMinutes(row * 97).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
        ("grouped", "number", row => Invariant($"\"{row * 37 % 5000:N0}\"")),
        ("currency", "number", row => $"${row % 40}"),
        ("percent", "number", row => $"{row % 30} %"),
        ("holes", "number", row => row % 11 == 0 ? "NA" : row % 13 == 0 ? "?" : row % 17 == 0 ? "null" : row % 19 == 0 ? "" : $"{row % 60}"),
        ("large", "text", row => $"{9007199254740993 + (row % 7)}"),
        ("code", "text", row => (row % 30).ToString("D5", CultureInfo.InvariantCulture)),
        ("word", "text", row => $"word {row % 6}"),
        ("mistakes", "number", row => row is 57 or 211 ? "twelve" : $"{row % 45}"),
    ];

    [Fact]
    public async Task One_file_has_the_same_types_of_columns_in_code_training_audit_report_and_inspection()
    {
        using var place = new Workplace();
        string header = string.Join(',', s_columns.Select(column => column.Name));
        place.Write("table.csv", $"{header}\n{string.Concat(Enumerable.Range(0, Rows).Select(row => string.Join(',', s_columns.Select(column => column.Cell(row))) + "\n"))}");
        string[] roles = ["--label", "answer", "--positive", "yes", "--sensitive", "capitalised"];

        RunningCommand.Result inspected = await place.Succeed("inspect", "table.csv", "--json");
        await place.Succeed(["train", "table.csv", .. roles, "--steps", "2", "--seed", "1", "--threads", "1", "--out", "model"]);
        RunningCommand.Result reported = await place.Succeed(["report", "table.csv", "table.csv", .. roles, "--out", "report.html"]);

        Dictionary<string, string> expected = s_columns.ToDictionary(column => column.Name, column => column.Type);
        Assert.Equal(expected, InCode(place));
        Assert.Equal(expected, Kinds(JsonDocument.Parse(inspected.Output).RootElement, "kind"));
        Assert.Equal(expected, Kinds(JsonDocument.Parse(place.Text("model/training.json")).RootElement.GetProperty("preparation"), "kind"));

        // A report compares dates as numbers of days.
        Assert.Equal(expected.ToDictionary(column => column.Key, column => column.Value == "date" ? "number" : column.Value), Kinds(JsonDocument.Parse(place.Text("report.json")).RootElement, "kind"));
        Assert.Contains("cells were cleaned as train does", reported.Error, StringComparison.Ordinal);
        Assert.Contains("mistakes: 2 cells are no number and count as missing", place.Text("report.json"), StringComparison.Ordinal);

        // An audit says what it takes for numbers by what it accepts as scores; dates are groups, as they are written.
        RunningCommand.Result[] audits = await Task.WhenAll(s_columns.Select(column => place.Run(["audit", "table.csv", .. roles, "--prediction", "answer", "--score", column.Name])));
        IEnumerable<string> scores = s_columns.Where((_, i) => !audits[i].Error.Contains("it must contain numbers", StringComparison.Ordinal)).Select(column => column.Name);
        Assert.Equal(s_columns.Where(column => column.Type == "number").Select(column => column.Name), scores);
    }

    private static Dictionary<string, string> InCode(Workplace place)
    {
        IDataView table = TableReader.Load(new MLContext(1), place.PathOf("table.csv"));
        PreparationReport report = new MLContext(1).FairGan().Prepare(new PreparationOptions()).Fit(table).Report;
        return table.Schema.ToDictionary(column => column.Name, column => column.Type is NumberDataViewType ? "number" : Type($"{report.Columns.Single(found => found.Name == column.Name).Kind}"));
    }

    private static Dictionary<string, string> Kinds(JsonElement root, string property) => root.GetProperty("columns").EnumerateArray()
        .ToDictionary(column => column.GetProperty("name").GetString()!, column => Type(column.GetProperty(property).GetString()!));

    private static string Type(string kind) => kind.ToUpperInvariant() switch
    {
        "REAL" or "INTEGER" or "NUMERIC" => "number",
        "DATE" => "date",
        "CATEGORICAL" or "BOOLEAN" or "ORDINAL" or "IDENTIFIER" or "TEXT" => "text",
        _ => kind,
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    [Fact]
    public async Task What_determines_the_label_or_a_sensitive_column_is_said_in_training_and_inspection_alike()
    {
        using var place = new Workplace();
        string[] names = ["Amy", "Bob", "Cem", "Dia"];
        place.Write("t.csv", "name,origin,region,score,hired\n" + string.Concat(Enumerable.Range(0, 400).Select(row => $"{names[row % 4]},{(row % 4 < 2 ? "here" : "there")},{(row % 4 < 3 ? "N" : "S")},{row * 7 % 13},{(row * 5 % 11 < 6 ? "yes" : "no")}\n")));
        const string Kept = "name → region: holds in every row, and kept by every generated row", Told = "name → origin: holds in every row; not kept, for sensitive columns are always sampled";
        RunningCommand.Result trained = await place.Succeed("train", "t.csv", "--label", "hired", "--positive", "yes", "--sensitive", "origin", "--steps", "3", "--seed", "1", "--out", "m");
        Assert.Contains(Kept, trained.Error, StringComparison.Ordinal);
        Assert.Contains(Told, trained.Error, StringComparison.Ordinal);
        string inspected = (await place.Succeed("inspect", "t.csv", "--label", "hired", "--positive", "yes", "--sensitive", "origin")).Output;
        Assert.Contains(Kept, inspected, StringComparison.Ordinal);
        Assert.Contains(Told, inspected, StringComparison.Ordinal);
        Assert.Contains("name → origin: holds in every row, and kept", (await place.Succeed("inspect", "t.csv")).Output, StringComparison.Ordinal);
    }
}
