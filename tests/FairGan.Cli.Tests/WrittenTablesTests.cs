using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FairGan.Cli.Tests;

/// <summary>Tables whose numbers, dates and codes are written as people and other programs write them.</summary>
public sealed class WrittenTablesTests
{
    private static readonly string[] s_roles = ["--label", "granted", "--positive", "yes", "--sensitive", "sex"];

    // Name, kind, a cell, and how Python's pandas reads the column.
    private static readonly (string Name, string Kind, Func<Random, string> Cell, string Pandas)[] s_columns =
    [
        ("balance", "real", random => Money(random, "$#,##0.00", "-$#,##0.00"), "s.str.replace('[$,]', '', regex=True).astype(float)"),
        ("accounting", "real", random => Money(random, "0.00", "(0.00)"), "pandas.to_numeric(s.str.replace(r'^[(](.*)[)]$', r'-\\1', regex=True))"),
        ("paid", "real", random => Money(random, "€ #,##0.00", "-€ #,##0.00", "de-DE"), "pandas.to_numeric(s.str.replace('[€ .]', '', regex=True).str.replace(',', '.'))"),
        ("lakh", "integer", random => random.Next(1000, 9_000_000).ToString("N0", CultureInfo.GetCultureInfo("en-IN")), "pandas.read_csv(io.StringIO(s.to_csv(index=False)), thousands=',').iloc[:, 0]"),
        ("rate", "real", random => (random.Next(10, 200) / 10.0).ToString("0.0 '%'", CultureInfo.InvariantCulture), "s.str.rstrip(' %').astype(float)"),
        ("tiny", "real", random => (random.NextDouble() / 1000).ToString("0.000e-00", CultureInfo.InvariantCulture), "s.astype(float)"),
        ("excel", "date", random => Time(random).ToString("M/d/yyyy H:mm", CultureInfo.InvariantCulture), "pandas.to_datetime(s, format='%m/%d/%Y %H:%M')"),
        ("socrata", "date", random => Time(random).ToString("MM/dd/yyyy hh:mm:ss tt", CultureInfo.InvariantCulture), "pandas.to_datetime(s, format='%m/%d/%Y %I:%M:%S %p')"),
        ("pg", "date", random => Time(random).ToString("yyyy-MM-dd HH:mm:ss'+00'", CultureInfo.InvariantCulture), "pandas.to_datetime(s, utc=True)"),
        ("month", "date", random => Time(random).ToString("MMM-yyyy", CultureInfo.InvariantCulture), "pandas.to_datetime(s, format='%b-%Y')"),
        ("born", "date", random => Time(random).AddYears(-40).ToString("dd-MMM-yy", CultureInfo.InvariantCulture).ToUpperInvariant(), "pandas.to_datetime(s, format='%d-%b-%y')"),
        ("quarter", "date", random => $"{Time(random).Year}Q{random.Next(1, 5)}", "pandas.PeriodIndex(s, freq='Q')"),
        ("created_at", "date", random => new DateTimeOffset(Time(random)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), "pandas.to_datetime(s.astype('int64'), unit='s')"),
        ("icd9", "categorical", random => ((string[])["007.1", "008.45", "250.83"])[random.Next(3)], "s"),
        ("section", "categorical", random => ((string[])["1E1", "2E4"])[random.Next(2)], "s"),
    ];

    [Fact]
    public async Task A_table_comes_back_as_it_was_written_and_other_programs_read_it()
    {
        using var place = new Workplace();
        place.Write("loans.csv", Table(600, ""));
        place.Write("holes.csv", Table(60, "N/A"));
        await place.Succeed(["train", "loans.csv", .. s_roles, "--steps", "5", "--threads", "1", "--seed", "1", "--quiet", "--out", "model"]);
        using JsonDocument model = JsonDocument.Parse((await place.Succeed("inspect", "model/generator.onnx", "--json")).Output);
        Assert.Equal(s_columns.Select(column => $"{column.Name} {column.Kind}"), model.RootElement.GetProperty("columns").EnumerateArray().Skip(2).Select(column => $"{column.GetProperty("name")} {column.GetProperty("kind")}"));
        await place.Succeed("sample", "model/generator.onnx", "--rows", "500", "--quiet", "--out", "synthetic.csv");
        await place.Succeed("fill", "model/generator.onnx", "holes.csv", "--quiet", "--out", "filled.csv");
        await place.Succeed("fill", "model/generator.onnx", "loans.csv", "--quiet", "--out", "same.csv");

        Assert.Equal(place.Text("loans.csv"), place.Text("same.csv"));
        string[] holes = place.Text("holes.csv").Split('\n'), filled = place.Text("filled.csv").Split('\n');
        Assert.Equal(holes.Length, filled.Length);
        Assert.DoesNotContain("N/A", place.Text("filled.csv"), StringComparison.Ordinal);
        Assert.Contains("N/A", place.Text("holes.csv"), StringComparison.Ordinal);

        var script = new StringBuilder("import io, pandas\nfor name in ('loans', 'synthetic', 'filled'):\n t = pandas.read_csv(name + '.csv', dtype=str, keep_default_na=False)\n");
        foreach (var (name, _, _, pandas) in s_columns)
        {
            script.Append(CultureInfo.InvariantCulture, $" s = t['{name}']; assert not pandas.isna({pandas}).any(), '{name}'\n");
        }

        place.Write("read.py", script.ToString());
        (int code, string error) = Python(place, "-c", "import pandas");
        Assert.SkipUnless(code == 0, "Python's pandas is not here (Debian: python3-pandas).");
        (code, error) = Python(place, "read.py");
        Assert.True(code == 0, error);
    }

    [Fact]
    public async Task Filling_in_takes_the_table_that_was_learned_with_its_rare_values_and_identifiers()
    {
        using var place = new Workplace();
        var random = new Random(4);
        place.Write("loans.csv", "granted,sex,age,town,customer_id\n" + string.Concat(Enumerable.Range(0, 400).Select(row =>
            $"{(random.Next(2) == 0 ? "yes" : "no")},{(row % 3 == 0 ? " f" : "M")},{(row == 17 ? "many" : row % 40 == 0 ? "?" : random.Next(20, 60) + (row == 5 ? 900 : 0))},{(row == 9 ? "Hamlet" : row % 2 == 0 ? "Bergen" : "bergen")},C-{row + 5000:D6}\n")));
        await place.Succeed(["train", "loans.csv", .. s_roles, "--steps", "5", "--threads", "1", "--seed", "1", "--quiet", "--out", "model"]);
        RunningCommand.Result filled = await place.Succeed("fill", "model/generator.onnx", "loans.csv", "--out", "filled.csv");

        string[][] rows = [.. place.Text("filled.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(','))];
        Assert.All(rows, row => Assert.InRange(double.Parse(row[2], CultureInfo.InvariantCulture), 18, 1000));
        Assert.InRange(double.Parse(rows[5][2], CultureInfo.InvariantCulture), 920, 960);
        Assert.Equal("Hamlet", rows[9][3]);
        Assert.Equal(Enumerable.Range(5000, 400).Select(number => $"C-{number:D6}"), rows.Select(row => row[4]));
        Assert.Equal(["M", "f"], rows.Select(row => row[1]).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("town: 1 cell holds a category that the generator does not know", filled.Error, StringComparison.Ordinal);
        Assert.Contains("age: 1 cell is no number; it counts as missing and is filled in: 'many'", filled.Error, StringComparison.Ordinal);
    }

    private static string Table(int rows, string hole)
    {
        var random = new Random(rows);
        var table = new StringBuilder($"granted,sex,{string.Join(',', s_columns.Select(column => column.Name))}\n");
        for (int row = 0; row < rows; row++)
        {
            string[] cells = [random.Next(2) == 0 ? "yes" : "no", row % 3 == 0 ? "f" : "m", .. s_columns.Select(column => column.Cell(random))];
            if (hole.Length > 0)
            {
                cells[2 + (row % s_columns.Length)] = hole;
            }

            table.AppendJoin(',', cells.Select(cell => cell.Contains(',', StringComparison.Ordinal) ? $"\"{cell}\"" : cell)).Append('\n');
        }

        return table.ToString();
    }

    private static string Money(Random random, string positive, string negative, string culture = "") =>
        ((decimal)Math.Round(Math.Exp(9 * random.NextDouble()) + 1, 2) * (random.Next(4) == 0 ? -1 : 1)).ToString($"{positive};{negative}", CultureInfo.GetCultureInfo(culture));

    private static DateTime Time(Random random) => new(new DateTime(2004, 2, 5).AddMinutes(random.Next(5_000_000)).Ticks, DateTimeKind.Utc);

    private static (int Code, string Error) Python(Workplace place, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardError = true, WorkingDirectory = place.Folder })!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, error);
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            return (-1, problem.Message);
        }
    }
}
