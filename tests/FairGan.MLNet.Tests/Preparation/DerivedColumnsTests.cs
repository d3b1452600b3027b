using FairGan.MLNet.Preparation;
using FairGan.MLNet.Tests.Data;

namespace FairGan.MLNet.Tests.Preparation;

public sealed class DerivedColumnsTests
{
    private static readonly string[] s_degrees = ["school", "college", "bachelor", "master"];

    [Fact]
    public void A_column_that_another_determines_in_every_row_is_found_with_its_rule()
    {
        var table = Encode(row => s_degrees[row % 4], row => 9 + (row % 4));
        var derivation = Assert.Single(DerivedColumns.Find(table));
        Assert.Equal((0, 1), (derivation.Column, derivation.Source)); // the first of the two can be looked up from the second
        Assert.All(Enumerable.Range(0, table.RowCount), row => Assert.Equal(table.Codes[0][row], derivation.Symbols[table.Codes[1][row]]));
        Assert.Equal(["years", "noise"], DerivedColumns.Drawn(table, [derivation]).Schema.Columns.Select(c => c.Name));
    }

    [Fact]
    public void One_exception_breaks_a_rule_that_holds_one_way_only()
    {
        // Years no longer tell the degree of the last row, but the degree still tells the years.
        var derivation = Assert.Single(DerivedColumns.Find(Encode(row => row == 399 ? "doctor" : s_degrees[row % 4], row => 9 + (row % 4))));
        Assert.Equal((1, 0), (derivation.Column, derivation.Source));
        Assert.Empty(DerivedColumns.Find(Encode(row => s_degrees[(row + (row == 399 ? 1 : 0)) % 4], row => 9 + (row % 4))));
    }

    [Fact]
    public void A_column_that_hardly_varies_is_not_said_to_follow_from_another() =>
        Assert.Empty(DerivedColumns.Find(Encode(row => row < 3 ? "rare" : "usual", row => row < 3 ? 1 : 2 + (row % 5))));

    private static EncodedTable Encode(Func<int, string> degree, Func<int, int> years)
    {
        var random = new Random(1);
        return TableEncoder.Encode(
            Tables.FromCsv("degree,years,noise\n" + string.Concat(Enumerable.Range(0, 400).Select(row => $"{degree(row)},{years(row)},{random.Next(3)}\n"))),
            new());
    }
}
