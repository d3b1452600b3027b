using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;

namespace FairGan.Export.Tests.Sampling;

public class RuleTests
{
    private const int Rows = 6000;
    private static readonly byte[] s_file = RuledGenerator.File();
    private static readonly Dictionary<string, string> s_years = new() { ["bachelor"] = "10", ["master"] = "11", ["school"] = "9" };

    [Fact]
    public void Every_row_keeps_the_rules_and_cells_stay_missing()
    {
        using var generator = OnnxGenerator.Open(s_file);
        string[][] rows = Read(generator.Generate(Rows));
        Assert.All(rows, Keeps);
        Assert.Contains(rows, row => row[0].Length == 0 && row[1].Length > 0);
        Assert.Contains(rows, row => row[0].Length > 0 && row[1].Length == 0);
        Assert.Contains(rows, row => row[0] == "trade" && row[1].Length > 0);
    }

    [Theory]
    [InlineData("years=9")]
    [InlineData("years=9|10,granted=yes")]
    [InlineData("years=")]
    [InlineData("years=10..,degree=master|trade")]
    [InlineData("degree=,granted=no")]
    public void Conditioned_rows_keep_the_rules_and_are_like_those_of_all_rows_that_meet_the_conditions(string text)
    {
        using var generator = OnnxGenerator.Open(s_file);
        var conditions = ColumnCondition.Parse(text);
        string[][] drawn = Read(generator.Generate(Rows, new() { Where = conditions }));
        Assert.All(drawn, row => Assert.True(Meets(row), string.Join(" | ", row)));
        Assert.All(drawn, Keeps);
        string[][] filtered = [.. Read(generator.Generate(80_000, new() { Seed = 9 })).Where(Meets)];
        foreach (int column in (int[])[0, 1, 8])
        {
            string[] values = [.. drawn.Concat(filtered).Select(row => row[column]).Distinct()];
            double distance = values.Sum(value => Math.Abs(Share(drawn, value) - Share(filtered, value))) / 2;
            double chance = 0.55 * Math.Sqrt(values.Length * ((1.0 / drawn.Length) + (1.0 / filtered.Length)));
            Assert.True(distance < 0.015 + chance, $"{column}: {distance}");

            double Share(string[][] rows, string value) => rows.Count(row => row[column] == value) / (double)rows.Length;
        }

        bool Meets(string[] row) => conditions.All(condition => condition.Alternatives.Any(alternative =>
            row[RuledGenerator.Schema.IndexOf(condition.Column)] is var cell && (alternative == "10.." ? cell is "10" or "11" : cell == alternative)));
    }

    [Theory]
    [InlineData("", 0, 673.65)]
    [InlineData("wage=100.02..250.01", 100.05, 250)]
    [InlineData("wage=..0.06", 0, 0.05)]
    public void Multiples_of_a_step_stay_such_under_conditions_too(string where, double least, double most)
    {
        var codec = Assert.IsType<NumericCodec>(RuledGenerator.Schema["wage"]);
        Assert.Equal((2, 5), (codec.Decimals, codec.Multiple));
        using var generator = OnnxGenerator.Open(s_file);
        double[] wages = [.. Read(generator.Generate(Rows, new() { Where = where.Length == 0 ? [] : ColumnCondition.Parse(where) })).Select(row => double.Parse(row[5], CultureInfo.InvariantCulture))];
        Assert.All(wages, wage => Assert.Equal(Math.Round(wage * 20), wage * 20, 1e-9));
        Assert.All(wages, wage => Assert.InRange(wage, least, most));
        Assert.Contains(wages, wage => wage % 0.1 is > 0.01 and < 0.09);
    }

    [Theory]
    [InlineData("bonus=..5", 0, 5)]
    [InlineData("bonus=10..60.01", 10, 60.01)]
    [InlineData("granted=yes,bonus=40..", 40, 200)]
    [InlineData("bonus!=..10|50.64", 10, 200, 50.64)]
    public void Numbers_of_few_distinct_values_are_all_generated_and_never_others(string where, double least, double most, params double[] excluded)
    {
        var codec = Assert.IsType<NumericCodec>(RuledGenerator.Schema["bonus"]);
        using var generator = OnnxGenerator.Open(s_file);
        double[] drawn = [.. Read(generator.Generate(Rows, new() { Where = where.Length == 0 ? [] : ColumnCondition.Parse(where) })).Select(row => double.Parse(row[6], CultureInfo.InvariantCulture))];
        Assert.Equal(codec.Atoms.Concat(codec.Values!).Where(value => value >= least && value <= most).Except(excluded).Order(), drawn.Distinct().Order());
    }

    [Theory]
    [InlineData("degree")]
    [InlineData("years")]
    [InlineData("degree", "years")]
    [InlineData("start")]
    [InlineData("start", "middle")]
    [InlineData("middle")]
    [InlineData("end", "granted")]
    [InlineData("wage")]
    [InlineData("wage", "bonus")]
    [InlineData("pay")]
    [InlineData("start", "end", "bonus", "degree")]
    public void Filled_in_cells_keep_the_rules_with_the_given_ones(params string[] missing)
    {
        using var generator = OnnxGenerator.Open(s_file);
        SyntheticBatch[] batches = [.. generator.Generate(1024, new() { Seed = 3 })];
        var given = batches[0] with { Columns = [.. batches[0].Columns.Where(column => !missing.Contains(column.Name) && column is not IdentifierColumn)] };
        string[][] before = Read([batches[0]]), after = Read(generator.FillIn(given));
        Assert.All(after, Keeps);
        for (int row = 0; row < before.Length; row++)
        {
            for (int column = 0; column < before[row].Length; column++)
            {
                string cell = before[row][column];
                var codec = RuledGenerator.Schema.Columns[column];
                Assert.True(cell.Length == 0 || missing.Contains(codec.Name) || codec is IdentifierCodec || cell == after[row][column]);
            }
        }
    }

    [Fact]
    public void Given_cells_that_break_a_rule_are_refused_with_their_row()
    {
        using var generator = OnnxGenerator.Open(s_file);
        Refused([new CategoricalColumn("degree", [0, 1], ["school", "master"]), new RealColumn("years", [9, 10])], "Row 9", "'master' goes with '11', not with '10'");
        Refused([Day("start", 3, 9), Day("end", 3, 8)], "Row 9", "middle ≤ end");
        Refused([new RealColumn("wage", [1, 2]), new RealColumn("bonus", [2, 3]), new RealColumn("pay", [3, 6])], "Row 9", "pay = wage + bonus");

        void Refused(SyntheticColumn[] columns, params string[] expected)
        {
            var problem = Assert.Throws<ArgumentException>(() => generator.FillIn(new SyntheticBatch(7, 2, columns)));
            Assert.All(expected, part => Assert.Contains(part, problem.Message, StringComparison.Ordinal));
        }

        static DateColumn Day(string name, params int[] days) => new(name, [.. days.Select(day => (DateTime?)new DateTime(2020, 1, 1).AddDays(day))], "yyyy-MM-dd");
    }

    private static string[][] Read(IEnumerable<SyntheticBatch> batches) =>
        [.. batches.SelectMany(batch => Enumerable.Range(0, batch.RowCount).Select(row => batch.Columns.Select(column => column.Text(row)).ToArray()))];

    private static void Keeps(string[] row)
    {
        string text = string.Join(" | ", row);
        Assert.True(row[0].Length == 0 || row[1].Length == 0 || s_years.GetValueOrDefault(row[0], row[1]) == row[1], text);
        string[] days = [.. row[2..5].Where(day => day.Length > 0)];
        Assert.True(days.SequenceEqual(days.Order(StringComparer.Ordinal)), text);
        Assert.Equal(Number(row[7]), Number(row[5]) + Number(row[6]), 1e-9);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
