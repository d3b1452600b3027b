using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Rules;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Preparation.Streaming;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.MLNet.Tests.Preparation;

public sealed class StreamedTableTests
{
    private const int Rows = 20_000;

    [Fact]
    public void A_table_in_parts_is_coded_like_the_whole()
    {
        IDataView[] parts = [Part(0, 7000), Part(7000, 1), Part(7001, Rows - 7001)];
        // So many symbols that no number is cut finer for what it says of others, which is not asked of tables in parts.
        var options = new SynthesizerOptions { LabelColumn = "granted", PositiveValue = "yes", SensitiveColumns = ["sex"], Codec = new() { NumericSymbols = 128 }, Protection = new() { MinRows = 0 } };
        using var folder = new TemporaryFolder();
        using MappedTable mapped = StreamedTable.Encode(() => parts, options, folder.Path, TestContext.Current.CancellationToken);
        EncodedTable whole = TableEncoder.Encode(Part(0, Rows), options, TestContext.Current.CancellationToken);
        Assert.Equal(Rows, mapped.RowCount);
        foreach (string name in (string[])["granted", "sex", "age"])
        {
            int column = whole.Schema.IndexOf(name);
            Assert.Equal(whole.Schema[name], mapped.Schema[name]);
            Assert.All(Enumerable.Range(0, Rows), row => Assert.Equal(whole.Codes[column][row], mapped[column, row]));
        }

        // Of many different numbers the quantiles are told to within a small share of the rows.
        var exact = (NumericCodec)whole.Schema["income"];
        var sketched = (NumericCodec)mapped.Schema["income"];
        Assert.Equal(exact.Atoms, sketched.Atoms);
        Assert.Equal(exact.Decimals, sketched.Decimals);
        Assert.All(exact.Edges.Zip(sketched.Edges), edges => Assert.Equal(Share(edges.First), Share(edges.Second), 0.005));
        Assert.IsType<IdentifierCodec>(mapped.Schema["id"]);
        Assert.Equal(1000, mapped.Draw(1000, 3).RowCount);
        Assert.Equal(whole.Report!.Columns.Select(column => (column.Name, column.Missing, column.Lowest, column.Highest)), mapped.Report.Columns.Select(column => (column.Name, column.Missing, column.Lowest, column.Highest)));

        double Share(double income) => Enumerable.Range(0, Rows).Count(row => Income(row) <= income) / (double)Rows;
    }

    [Fact]
    public void Dependencies_are_enforced_and_a_given_order_is_refused()
    {
        var options = new SynthesizerOptions();
        using var folder = new TemporaryFolder();
        string[] towns = ["a", "b", "c", "d"], districts = ["north", "south"];
        IDataView[] parts = [.. Enumerable.Range(0, 3).Select(part => TestTables.FromCsv("town,district,other\n" + string.Concat(Enumerable.Range(0, 2000).Select(row =>
            $"{(row % 9 == 0 ? "" : towns[row % 4])},{districts[row % 4 / 2]},{(part == 2 && row == 1999 ? "a" : towns[row % 4])}\n"))))];
        using MappedTable mapped = StreamedTable.Encode(() => parts, options, folder.Path, TestContext.Current.CancellationToken);
        EncodedTable drawn = mapped.Draw(1000, 1);
        Assert.Contains(drawn.Report!.Rules, rule => rule is { Rule: "town → district", BrokenRows: 0, IsKept: true });
        Assert.DoesNotContain(drawn.Report.Rules, rule => rule is { Rule: "town → other" or "other → town", IsKept: true });

        var ordered = new SynthesizerOptions { Preparation = new() { Description = new() { Rules = [new OrderRule("town", "other")] } } };
        Assert.Contains("town ≤ other", Assert.Throws<FormatException>(() => StreamedTable.Encode(() => parts, ordered, folder.Path, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sketches_of_two_streams_merge_into_that_of_both()
    {
        var first = new QuantileSketch();
        var second = new QuantileSketch();
        for (int i = 0; i < 100_000; i++)
        {
            (i % 3 == 0 ? first : second).Add(i * 7919L % 100_003);
        }

        first.Merge(second);
        var (values, rows) = first.Weighted();
        Assert.Equal(100_000, first.Count);
        Assert.Equal(100_000, rows.Sum());
        long seen = 0;
        for (int i = 0; i < values.Length; i++)
        {
            seen += rows[i];
            Assert.Equal(values[i] / 100_003, seen / 100_000.0, 0.005);
        }
    }

    [Fact]
    public void Frequent_values_survive_many_rare_ones()
    {
        var first = new FrequentValues();
        var second = new FrequentValues();
        for (int i = 0; i < 200_000; i++)
        {
            FrequentValues values = i % 2 == 0 ? first : second;
            values.Add((i % 10 == 0 ? "often" : $"once {i}").AsMemory());
        }

        first.Merge(second);
        Assert.InRange(first.Rows["often"], 20_000 - first.Error, 20_000);
        Assert.True(first.Error > 0);
        Assert.True(first.Rows.Count <= 1 << 16);
    }

    private static double Income(int row) => row % 5 == 0 ? 0 : Math.Round(1000 + (row * 7919L % 100_003 / 7.0), 2);

    private static IDataView Part(int start, int count)
    {
        int[] rows = [.. Enumerable.Range(start, count)];
        return ColumnarDataView.Create(
            ("id", ColumnData.Of(Array.ConvertAll(rows, row => 5000L + row))),
            ("sex", ColumnData.Text(Array.ConvertAll(rows, row => row % 3 == 0 ? "f" : "m"))),
            ("age", ColumnData.Of(Array.ConvertAll(rows, row => row % 11 == 0 ? double.NaN : 18 + (row % 60)))),
            ("income", ColumnData.Of(Array.ConvertAll(rows, Income))),
            ("granted", ColumnData.Text(Array.ConvertAll(rows, row => row % 7 < 3 ? "yes" : "no"))));
    }
}
