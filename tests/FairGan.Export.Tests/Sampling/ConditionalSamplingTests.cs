
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Writers;

namespace FairGan.Export.Tests.Sampling;

public class ConditionalSamplingTests
{
    private static readonly byte[] s_file = ExampleGenerator.File();

    [Theory]
    [InlineData("sex=Female,age=30..40,granted=yes", 0.5)]
    [InlineData("granted=no|later,income=0|4000..", 0)]
    [InlineData("household=large,age=..25,sex!=Female", 1)]
    [InlineData("\"town, \"\"or\"\" village\"=town 8 é|town 2 é|town 11 é,granted=yes", 1)]
    [InlineData("income=,children!=0|3", 0)]
    public void Rows_meet_the_conditions_and_are_else_like_those_of_all_rows_that_do(string text, double strength)
    {
        using var generator = OnnxGenerator.Open(s_file);
        var conditions = ColumnCondition.Parse(text);
        var drawn = Texts(generator.Generate(5000, new() { Where = conditions, Strength = strength })).ToArray();
        Assert.All(drawn, row => Assert.True(Meets(row), string.Join(" | ", row)));
        var filtered = Texts(generator.Generate(60_000, new() { Strength = strength, Seed = 5 })).Where(Meets).ToArray();
        for (int column = 0; column < ExampleGenerator.Schema.Columns.Count; column++)
        {
            string name = ExampleGenerator.Schema.Columns[column].Name;
            var (first, second) = (Shares(drawn, column), Shares(filtered, column));

            // Two samples of one distribution over k values are about 0.4·√(k(1/n + 1/m)) apart.
            double chance = 0.55 * Math.Sqrt(first.Keys.Union(second.Keys).Count() * ((1.0 / drawn.Length) + (1.0 / filtered.Length)));
            Assert.True(Distance(first, second) < 0.015 + chance, name);
        }

        bool Meets(string[] row) => conditions.All(condition =>
        {
            string cell = row[ExampleGenerator.Schema.IndexOf(condition.Column)];
            return condition.Alternatives.Any(alternative => alternative.Split("..") is [var low, var high] && cell.Length > 0
                ? Number(cell) >= (low.Length > 0 ? Number(low) : double.MinValue) && Number(cell) <= (high.Length > 0 ? Number(high) : double.MaxValue)
                : cell == alternative) != condition.Excluded;
        });
    }

    [Fact]
    public void A_value_that_two_columns_share_is_met_in_both_where_one_determines_the_other()
    {
        using var generator = OnnxGenerator.Open(s_file);
        var rows = Texts(generator.Generate(2000, new() { Where = ColumnCondition.Parse("household=large,children=1|2") }));
        Assert.All(rows, row => Assert.Equal(("1", "large"), (row[4], row[6])));
        var problem = Assert.Throws<ArgumentException>(() => generator.Generate(1, new() { Where = ColumnCondition.Parse("household=large,children=2") }));
        Assert.Contains("determines", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sex=Female,granted=yes", null)]
    [InlineData("age=..40", "sex=Female:3|Male:1")]
    [InlineData("age=..40", "granted")]
    public void Rows_are_the_same_however_the_run_is_cut_and_on_any_number_of_threads(string where, string? balance)
    {
        var options = new SamplingOptions { Where = ColumnCondition.Parse(where), Balance = balance is null ? null : ColumnBalance.Parse(balance) };
        using var one = OnnxGenerator.Open(s_file, new() { Threads = 1 });
        using var three = OnnxGenerator.Open(s_file, new() { Threads = 3 });
        string whole = Csv(one, 3000, 700);
        Assert.Equal(whole, Csv(three, 3000, 700));
        Assert.Equal(whole, Csv(three, 1, 700) + Csv(one, 1999, 701) + Csv(three, 1000, 2700));

        string Csv(OnnxGenerator generator, long rows, long start)
        {
            using var stream = new MemoryStream();
            CsvBatchWriter.WriteRows(generator.Generate(rows, options with { StartRow = start }), stream);
            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    [Theory]
    [InlineData("sex", 0, "Female", 0.5)]
    [InlineData("sex=Female:3|Male:1", 0, "Female", 0.75)]
    [InlineData("children=0:1|2..3:3", 4, "0", 0.25)]
    [InlineData("granted", 5, "later", 1 / 3.0)]
    [InlineData("granted=yes:1|no:4", 5, "yes", 0.2)]
    [InlineData("household", 6, "small", 0.5)]
    public void A_column_is_balanced_to_its_shares(string balance, int column, string value, double share)
    {
        using var generator = OnnxGenerator.Open(s_file);
        var rows = Texts(generator.Generate(10_000, new() { Balance = ColumnBalance.Parse(balance), Strength = 0.5 })).ToArray();
        Assert.InRange(rows.Count(row => row[column] == value) / (double)rows.Length, share - 0.02, share + 0.02);
    }

    [Theory]
    [InlineData("sxe=Female", "'sxe'", "nearest are 'sex'")]
    [InlineData("age>=30", "'age>'", "age=20..")]
    [InlineData("sex=female", "'sex' has no value 'female'", "nearest are 'Female'")]
    [InlineData("sex=", "no missing cells")]
    [InlineData("age=old", "'old'", "neither a number nor a range")]
    [InlineData("age=40..30", "'40..30'", "neither")]
    [InlineData("age=200..", "'age' has no value 200..", "from 18 to 77")]
    [InlineData("children=2.5", "it has 0, 1, 2, 3")]
    [InlineData("children!=0..3", "no value but 0..3")]
    [InlineData("sex=Female,sex=Male", "'sex' has two conditions", "sex=A|B")]
    public void A_condition_that_no_row_can_meet_is_refused_with_what_comes_near(string text, params string[] expected)
    {
        using var generator = OnnxGenerator.Open(s_file);
        var problem = Assert.Throws<ArgumentException>(() => generator.Generate(1, new() { Where = ColumnCondition.Parse(text) }));
        Assert.All(expected, part => Assert.Contains(part, problem.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("income", "too many values", "..30:1|31..:1")]
    [InlineData("sex=Femal:1", "nearest are 'Female'")]
    public void A_balance_that_cannot_be_is_refused(string text, params string[] expected)
    {
        using var generator = OnnxGenerator.Open(s_file);
        var problem = Assert.Throws<ArgumentException>(() => generator.Generate(1, new() { Balance = ColumnBalance.Parse(text) }));
        Assert.All(expected, part => Assert.Contains(part, problem.Message, StringComparison.Ordinal));
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    // The cells as a CSV file would hold them.
    internal static IEnumerable<string[]> Texts(IEnumerable<SyntheticBatch> batches) => batches.SelectMany(batch => Enumerable.Range(0, batch.RowCount).Select(row => batch.Columns.Select(column => column switch
    {
        CategoricalColumn cells => cells.Codes[row] >= 0 && cells.Codes[row] < cells.Categories.Count ? cells.Categories[cells.Codes[row]] : "",
        IntegerColumn cells => cells.Values[row].ToString(System.Globalization.CultureInfo.InvariantCulture),
        RealColumn cells => double.IsNaN(cells.Values[row]) ? "" : cells.Values[row].ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(),
    }).ToArray()));

    // Of a column of incomes, in steps of 1,000.
    private static Dictionary<string, double> Shares(string[][] rows, int column) => rows
        .GroupBy(row => column == 3 && row[column].Length > 0 ? $"{Math.Floor(Number(row[column]) / 1000)}" : row[column])
        .ToDictionary(group => group.Key, group => group.Count() / (double)rows.Length);

    // Total variation.
    private static double Distance(Dictionary<string, double> first, Dictionary<string, double> second) =>
        first.Keys.Union(second.Keys).Sum(key => Math.Abs(first.GetValueOrDefault(key) - second.GetValueOrDefault(key))) / 2;
}
