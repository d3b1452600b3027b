using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;

namespace FairGan.Export.Tests.Sampling;

public class FillInTests
{
    private static readonly byte[] s_file = ExampleGenerator.File();

    [Fact]
    public void Present_cells_stay_and_no_cell_is_missing()
    {
        using var generator = OnnxGenerator.Open(s_file);
        var whole = Joined(generator.Generate(1200));
        var given = WithGaps(whole);
        var before = ConditionalSamplingTests.Texts([given]).ToArray();
        var after = ConditionalSamplingTests.Texts(generator.FillIn(given)).ToArray();
        Assert.Equal(before.Length, after.Length);
        Assert.All(before.Zip(after), row => Assert.All(row.First.Zip(row.Second), cell => Assert.True(cell.First.Length == 0 ? cell.Second.Length > 0 : cell.First == cell.Second)));
    }

    [Fact]
    public void A_filled_in_row_depends_on_the_seed_its_number_and_its_cells_alone()
    {
        using var one = OnnxGenerator.Open(s_file, new() { Threads = 1 });
        using var three = OnnxGenerator.Open(s_file, new() { Threads = 3 });
        var given = WithGaps(Joined(one.Generate(1300)));
        string[][] whole = [.. ConditionalSamplingTests.Texts(one.FillIn(given))];
        Assert.Equal(whole, ConditionalSamplingTests.Texts(three.FillIn(given)));
        Assert.Equal(whole[1000..1100], ConditionalSamplingTests.Texts(one.FillIn(Rows(given, 1000, 1100))));
        Assert.NotEqual(whole, ConditionalSamplingTests.Texts(one.FillIn(given, new() { Seed = 2 })));
    }

    // What was drawn is as good as new when some of it is drawn again given the rest.
    [Theory]
    [InlineData("sex", "granted", 0)]
    [InlineData("granted", "sex", 0.5)]
    [InlineData("children", "household", 1)]
    [InlineData("household", "children", 1)]
    [InlineData("age", "sex", 1)]
    [InlineData("age", "children", 1)]
    [InlineData("children", "age", 0)]
    public void Filling_in_a_column_keeps_its_dependence_on_another(string missing, string other, double strength)
    {
        using var generator = OnnxGenerator.Open(s_file);
        var whole = Joined(generator.Generate(5000, new() { Strength = strength }));
        var given = whole with { Columns = [.. whole.Columns.Where(column => column.Name != missing)] };
        var filled = generator.FillIn(given, new() { Strength = strength, Seed = 4 });
        var (first, second) = (Pairs(ConditionalSamplingTests.Texts([whole])), Pairs(ConditionalSamplingTests.Texts(filled)));
        double chance = 0.55 * Math.Sqrt(first.Count * 2.0 / whole.RowCount);
        Assert.True(first.Keys.Union(second.Keys).Sum(pair => Math.Abs(first.GetValueOrDefault(pair) - second.GetValueOrDefault(pair))) / 2 < 0.015 + chance);

        Dictionary<(string, string), double> Pairs(IEnumerable<string[]> rows) => rows
            .GroupBy(row => (row[ExampleGenerator.Schema.IndexOf(missing)], row[ExampleGenerator.Schema.IndexOf(other)]))
            .ToDictionary(group => group.Key, group => group.Count() / (double)whole.RowCount);
    }

    [Fact]
    public void A_value_that_the_generator_does_not_know_is_refused_with_its_row_and_column()
    {
        using var generator = OnnxGenerator.Open(s_file);
        Refused([new CategoricalColumn("sex", [0, 1], ["Male", "Mael"])], "Row 9, column 'sex'", "'Mael'", "'Male'");
        Refused([new RealColumn("children", [1, 7])], "Row 9, column 'children'", "'7'", "3");
        Refused([new RealColumn("age", [20, 20.5])], "Row 9, column 'age'", "'20.5'");
        Refused([new RealColumn("sex", [1, 1])], "'sex' contains categories");
        Refused([new RealColumn("agee", [1, 1])], "no column 'agee'", "'age'");

        void Refused(SyntheticColumn[] columns, params string[] expected)
        {
            var problem = Assert.Throws<ArgumentException>(() => generator.FillIn(new SyntheticBatch(7, 2, columns)));
            Assert.All(expected, part => Assert.Contains(part, problem.Message, StringComparison.Ordinal));
        }
    }

    // Every cell is left out in one row of four.
    private static SyntheticBatch WithGaps(SyntheticBatch rows) => rows with
    {
        Columns = [.. rows.Columns.Select((column, i) => (SyntheticColumn)(column switch
        {
            CategoricalColumn cells => cells with { Codes = [.. cells.Codes.Select((code, row) => Gap(row, i) ? -1 : code)] },
            IntegerColumn cells => new RealColumn(cells.Name, [.. cells.Values.Select((value, row) => Gap(row, i) ? double.NaN : value)]),
            RealColumn cells => cells with { Values = [.. cells.Values.Select((value, row) => Gap(row, i) ? double.NaN : value)] },
            _ => throw new NotSupportedException(),
        }))],
    };

    private static bool Gap(int row, int column) => ((row * 7) + (column * 3) + (row / 5)) % 4 == 0;

    private static SyntheticBatch Rows(SyntheticBatch rows, int from, int to) => new(rows.StartRow + from, to - from, [.. rows.Columns.Select(column => (SyntheticColumn)(column switch
    {
        CategoricalColumn cells => cells with { Codes = cells.Codes[from..to] },
        IntegerColumn cells => cells with { Values = cells.Values[from..to] },
        RealColumn cells => cells with { Values = cells.Values[from..to] },
        _ => throw new NotSupportedException(),
    }))]);

    private static SyntheticBatch Joined(IEnumerable<SyntheticBatch> drawn)
    {
        SyntheticBatch[] batches = [.. drawn];
        return new(batches[0].StartRow, batches.Sum(batch => batch.RowCount), [.. batches[0].Columns.Select((column, i) => (SyntheticColumn)(column switch
        {
            CategoricalColumn cells => cells with { Codes = [.. batches.SelectMany(batch => ((CategoricalColumn)batch.Columns[i]).Codes)] },
            IntegerColumn cells => cells with { Values = [.. batches.SelectMany(batch => ((IntegerColumn)batch.Columns[i]).Values)] },
            RealColumn cells => cells with { Values = [.. batches.SelectMany(batch => ((RealColumn)batch.Columns[i]).Values)] },
            _ => throw new NotSupportedException(),
        }))]);
    }
}
