using FairGan.Export.Columns.Categorical;
using FairGan.Export.Rules;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Preparation.Rules;

namespace FairGan.MLNet.Tests.Preparation;

public sealed class DerivedColumnsTests
{
    private static readonly string[] s_degrees = ["school", "college", "bachelor", "master"];

    [Fact]
    public void A_column_that_another_determines_in_every_row_is_found_with_its_rule()
    {
        var table = Encode(row => s_degrees[row % 4], row => 9 + (row % 4));
        var derivation = Assert.Single(table.Derivations);
        Assert.Equal((0, 1), (derivation.Column, derivation.Source)); // the first of the two can be looked up from the second
        Assert.All(Enumerable.Range(0, table.RowCount), row => Assert.Equal(table.Codes[0][row], derivation.Symbols[table.Codes[1][row]]));
        Assert.Equal(["years", "noise"], DependencyDetector.Drawn(table).Schema.Columns.Select(c => c.Name));
    }

    // The limits lie inside of bins that are cut by rows alone.
    [Fact]
    public void A_band_of_a_number_follows_from_it_wherever_its_limits_lie()
    {
        var random = new Random(2);
        string csv = "price,age,dear,group,near\n" + string.Concat(Enumerable.Range(0, 4000).Select(row =>
        {
            int price = (int)Math.Exp(6 + (4 * random.NextDouble())), age = 18 + (int)(50 * random.NextDouble() * random.NextDouble());
            string group = age < 25 ? "below 25" : age <= 45 ? "25 to 45" : "above 45";
            return $"{(row % 50 == 0 ? "" : price)},{age},{(price > 5003 ? "yes" : "no")},{group},{(price + random.Next(200) > 5003 ? "yes" : "no")}\n";
        }));
        EncodedTable table = TableEncoder.Encode(TestTables.FromCsv(csv), new());
        Assert.Equal(["age → group", "price → dear"], table.Report!.Rules.Where(rule => rule is { IsKept: true, BrokenRows: 0 }).Select(rule => rule.Rule).Order());
        Assert.All((string[])["price", "age"], name => Assert.InRange(table.Schema[name].SymbolCount, 20, 45));
        Assert.DoesNotContain(TableEncoder.Encode(TestTables.FromCsv(csv), new() { LabelColumn = "dear", PositiveValue = "yes" }).Report!.Rules, rule => rule.Rule == "price → dear");
    }

    // 32 symbols of eight rows each would determine much by chance, but hardly a column that changes at one number.
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void A_band_of_a_number_is_found_in_some_hundred_rows(int minRows)
    {
        var random = new Random(4);
        string csv = "energy,height,group,coin\n" + string.Concat(Enumerable.Range(0, 270).Select(_ =>
        {
            double energy = Math.Round(17 + (27 * (random.NextDouble() + random.NextDouble()) / 2), 4);
            return FormattableString.Invariant($"{energy},{150 + random.Next(40)},{(energy <= 27.5 ? "low" : "high")},{(random.Next(3) == 0 ? "a" : "b")}\n");
        }));
        EncodedTable table = TableEncoder.Encode(TestTables.FromCsv(csv), new() { Protection = new ProtectionOptions { MinRows = minRows } });
        Assert.Equal(["energy → group"], table.Report!.Rules.Select(rule => rule.Rule));
        Assert.All(Enumerable.Range(0, table.RowCount), row => Assert.Equal(table.Codes[2][row], table.Derivations[0].Symbols[table.Codes[0][row]]));
    }

    [Fact]
    public void One_exception_breaks_a_rule_that_holds_one_way_only()
    {
        // Years no longer tell the degree of the last row, but the degree still tells the years.
        var derivation = Assert.Single(Encode(row => row == 399 ? "doctor" : s_degrees[row % 4], row => 9 + (row % 4)).Derivations);
        Assert.Equal((1, 0), (derivation.Column, derivation.Source));
        Assert.Empty(Encode(row => s_degrees[(row + (row == 399 ? 1 : 0)) % 4], row => 9 + (row % 4)).Derivations);
    }

    [Fact]
    public void A_column_that_hardly_varies_is_not_said_to_follow_from_another() =>
        Assert.Empty(Encode(row => row < 3 ? "rare" : "usual", row => row < 3 ? 1 : 2 + (row % 5)).Derivations);

    [Fact]
    public void Cells_that_are_missing_apart_leave_the_rule_in_the_others()
    {
        var table = Encode(row => row % 7 == 0 ? "" : s_degrees[row % 4], row => row % 9 == 0 ? null : 9 + (row % 4));
        var derivation = Assert.Single(table.Derivations);
        Assert.True(derivation.IsDrawn);
        Assert.Equal(-1, derivation.Symbols[table.Schema.Columns[derivation.Source].MissingSymbol]);
        Assert.Equal(3, DependencyDetector.Drawn(table).Codes.Length);
        Assert.Contains(table.Report!.Rules, rule => rule is { Rule: "years → degree", BrokenRows: 0, IsKept: true });
    }

    [Fact]
    public void Cells_that_are_missing_together_are_looked_up_with_the_others() =>
        Assert.False(Assert.Single(Encode(row => row % 7 == 0 ? "" : s_degrees[row % 4], row => row % 7 == 0 ? null : 9 + (row % 4)).Derivations).IsDrawn);

    [Fact]
    public void A_rule_that_a_few_rows_violate_is_reported_and_enforced_where_it_is_given()
    {
        var found = Encode(row => s_degrees[(row + (row is 100 or 399 ? 1 : 0)) % 4], row => 9 + (row % 4));
        Assert.Contains(found.Report!.Rules, rule => rule is { Rule: "years → degree", BrokenRows: 2, IsKept: false });

        var given = Encode(row => s_degrees[(row + (row is 100 or 399 ? 1 : 0)) % 4], row => 9 + (row % 4), new DependencyRule("degree", "years"));
        Assert.Contains(given.Report!.Rules, rule => rule is { Rule: "degree → years", BrokenRows: 2, IsKept: true });
        Assert.Equal((1, 0), Assert.Single(given.Derivations) is var derivation ? (derivation.Column, derivation.Source) : default);
        Assert.Contains(new DependencyRule("degree", "years"), TableDescription.Parse(given.Description!.ToJson()).Rules);
    }

    [Fact]
    public void A_given_rule_that_cannot_be_enforced_is_refused()
    {
        Assert.Contains("degree → years", Assert.Throws<FormatException>(() => Encode(row => s_degrees[row % 4], row => 9 + row, new DependencyRule("degree", "years"))).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => Encode(row => s_degrees[row % 4], row => 9 + (row % 4), new DependencyRule("degree", "years"), new DependencyRule("years", "degree")));
        Assert.Throws<FormatException>(() => Encode(row => s_degrees[row % 4], row => 9 + (row % 4), new OrderRule("years", "noise"), new OrderRule("noise", "years")));
    }

    [Fact]
    public void Cells_that_were_replaced_to_protect_people_break_no_rule()
    {
        string csv = "degree,years\n" + string.Concat(Enumerable.Range(0, 400).Select(row => row < 4 ? "doctor,21\n" : $"{s_degrees[row % 4]},{9 + (row % 4)}\n"));
        EncodedTable table = TableEncoder.Encode(TestTables.FromCsv(csv), new());
        Assert.Single(table.Derivations);
        Assert.Equal(s_degrees.Order(StringComparer.Ordinal), ((CategoricalCodec)table.Schema["degree"]).Categories);
        Assert.Equal(4, table.Schema["years"].SymbolCount);
    }

    private static EncodedTable Encode(Func<int, string> degree, Func<int, int?> years, params ColumnRule[] rules)
    {
        var random = new Random(1);
        return TableEncoder.Encode(
            TestTables.FromCsv("degree,years,noise\n" + string.Concat(Enumerable.Range(0, 400).Select(row => $"{degree(row)},{years(row)},{random.Next(3)}\n"))),
            new() { Preparation = new() { Description = new() { Rules = rules } }, Protection = new() { MinRows = 0 } });
    }
}
