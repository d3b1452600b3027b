using FairGan.Reporting.Quality.Privacy;
using FairGan.Reporting.Quality.Tables;
using Microsoft.ML;
using static FairGan.Reporting.Tests.Quality.Table;

namespace FairGan.Reporting.Tests.Quality;

public sealed class PrivacyTests
{
    [Fact]
    public void Distances_and_copies_are_as_by_hand()
    {
        // Range of x is 10. The synthetic row (5, a) is 0.5 and 0 from (0, a): 0.25. The row (10, b) is a copy: 0.
        // The held-out row (9, a) is 0.9 and 0 from (0, a), 0.1 and 1 from (10, b): 0.45.
        IDataView real = Of(Numbers("x", 0, 10), Text("c", "a", "b"));
        IDataView synthetic = Of(Numbers("x", 5, 10), Text("c", "a", "b"));
        IDataView holdout = Of(Numbers("x", 9), Text("c", "a"));

        PrivacyResult result = PrivacyEvaluator.Compare(real, synthetic, holdout, cancellationToken: Token);

        Assert.Equal(0.125, result.Synthetic.Median, 6);
        Assert.Equal(0.0125, result.Synthetic.FifthPercentile, 6);
        Assert.Equal(0.5, result.Synthetic.ExactCopyShare, 12);
        Assert.Equal(0.5, result.ExactCopyShare, 12);
        Assert.Equal(0.45, result.HeldOut.Median, 6);
        Assert.Equal(0, result.HeldOut.ExactCopyShare);
        Assert.Equal(1, result.CloserThanHeldOutShare);
        Assert.False(result.UsedHalves);
    }

    [Fact]
    public void Missing_values_agree_with_each_other_alone_and_no_cell_counts_more_than_one()
    {
        // (missing, missing) against (missing, missing): 0. (0, a) against (0, missing): 1/2. (99, a) is 1 from x = 0 and 1 from the missing c.
        IDataView real = Of(Numbers("x", double.NaN, 0, 1), Text("c", null, null, null));
        IDataView holdout = Of(Numbers("x", 0), Text("c", "a"));

        Assert.Equal(0, PrivacyEvaluator.Compare(real, Of(Numbers("x", double.NaN), Text("c", (string?)null)), holdout, cancellationToken: Token).Synthetic.Median);
        Assert.Equal(0.5, PrivacyEvaluator.Compare(real, Of(Numbers("x", 0), Text("c", "a")), holdout, cancellationToken: Token).Synthetic.Median, 6);
        Assert.Equal(1, PrivacyEvaluator.Compare(real, Of(Numbers("x", 99), Text("c", "a")), holdout, cancellationToken: Token).Synthetic.Median, 6);
    }

    [Fact]
    public void The_vectorized_search_agrees_with_the_definition()
    {
        Random random = new(7);
        IDataView Draw(int rows) => Of(
            Numbers("x", [.. Enumerable.Range(0, rows).Select(_ => random.Next(6) == 0 ? double.NaN : random.NextDouble() * 50)]),
            Numbers("constant", [.. Enumerable.Range(0, rows).Select(_ => 3.0)]),
            Text("c", [.. Enumerable.Range(0, rows).Select(_ => random.Next(6) == 0 ? null : $"c{random.Next(4)}")]));
        ColumnarTable table = ColumnarTableReader.Read(Draw(53), "table", CancellationToken.None);
        ColumnarTable queries = ColumnarTableReader.ReadLike(table, "table", Draw(20), "queries", CancellationToken.None);
        GowerSpace space = new(table);
        float[][] rows = space.Coordinates(table);
        float[][] sought = space.Coordinates(queries);

        for (int query = 0; query < 20; query++)
        {
            Assert.Equal(Naive(table, queries, query), GowerSpace.ClosestDistance(rows, sought, query, new float[53]), 5);
        }
    }

    [Fact]
    public void A_generator_that_repeats_its_rows_stands_out_against_halves_of_the_real_rows()
    {
        Random random = new(3);
        double[] values = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
        double[] fresh = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];

        PrivacyResult copied = PrivacyEvaluator.Compare(Of(Numbers("x", values)), Of(Numbers("x", values)), cancellationToken: Token);
        PrivacyResult drawn = PrivacyEvaluator.Compare(Of(Numbers("x", values)), Of(Numbers("x", fresh)), cancellationToken: Token);

        // Each copied row lies in one of the two halves.
        Assert.Equal(0.5, copied.Synthetic.ExactCopyShare, 12);
        Assert.Equal(1, copied.ExactCopyShare);
        Assert.Equal(0, copied.HeldOut.ExactCopyShare);
        Assert.True(copied.UsedHalves);
        Assert.InRange(copied.CloserThanHeldOutShare, 0.45, 0.6);
        Assert.Equal(0, drawn.Synthetic.ExactCopyShare);
        Assert.InRange(drawn.CloserThanHeldOutShare, 0.02, 0.09);
    }

    [Fact]
    public void Limits_cut_the_measured_rows_and_say_so()
    {
        double[] values = [.. Enumerable.Range(0, 4000).Select(value => (double)value)];
        IDataView table = Of(Numbers("x", values));

        PrivacyResult fewer = PrivacyEvaluator.Compare(table, table, table, new PrivacyOptions { SampledRows = 1000 }, cancellationToken: Token);
        PrivacyResult least = PrivacyEvaluator.Compare(table, table, table, new PrivacyOptions { MaximumComparisons = 40_000 }, cancellationToken: Token);

        Assert.Equal((1000, 4000), (fewer.Synthetic.Rows, fewer.SearchedRows));
        Assert.Equal((200, 100), (least.Synthetic.Rows, least.SearchedRows));
    }

    [Fact]
    public void A_single_real_row_without_held_out_rows_is_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => PrivacyEvaluator.Compare(Of(Numbers("x", 1)), Of(Numbers("x", 1)), cancellationToken: Token));

        Assert.Contains("at least two real rows", exception.Message, StringComparison.Ordinal);
    }

    private static double Naive(ColumnarTable table, ColumnarTable queries, int query)
    {
        double range = table["x"].Numbers.Where(double.IsFinite).Max() - table["x"].Numbers.Where(double.IsFinite).Min();
        return Enumerable.Range(0, table.RowCount).Min(row => table.Columns.Average(column =>
        {
            TableColumn other = queries[column.Name];
            return column.IsMissing(row) != other.IsMissing(query) ? 1
                : column.IsMissing(row) ? 0
                : column.Name == "x" ? Math.Min(1, Math.Abs(column.Numbers[row] - other.Numbers[query]) / range)
                : (column.IsNumeric ? column.Numbers[row] == other.Numbers[query] : column.Codes[row] == other.Codes[query]) ? 0 : 1;
        }));
    }
}
