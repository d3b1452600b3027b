using FairGan.Export.Columns;
using FairGan.Export.Columns.Numeric;
using FsCheck;
using FsCheck.Fluent;

namespace FairGan.MLNet.Tests.Protection;

/// <summary>What a codec of numbers may say of the values that few rows hold.</summary>
public sealed class NumericProtectionTests
{
    private const int MinRows = 10;
    private static readonly CodecOptions s_options = new() { MinRows = MinRows };

    [Fact]
    public void A_number_that_few_rows_hold_is_nowhere_in_a_codec()
    {
        Gen<double> values = Gen.OneOf(
            Gen.Choose(-100, 100).Select(i => (double)i),
            Gen.Choose(0, 1 << 20).Select(i => i / 128.0),
            Gen.Choose(0, 3).Select(i => 1000.0 * i),
            Gen.Choose(1, 1000).Select(i => Math.Exp(i / 60.0)));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(5, 7),
            Prop.ForAll(values.ArrayOf(400).ToArbitrary(), cells =>
            {
                NumericCodec codec = NumericCodec.Fit("x", cells, s_options);
                HashSet<double> rare = [.. cells.GroupBy(cell => cell).Where(group => group.Count() < MinRows).Select(group => group.Key)];
                double low = cells.Order().Take(MinRows).Average(), high = cells.OrderDescending().Take(MinRows).Average();
                double slack = codec.Grid.Step + (1e-9 * (high - low));
                return !codec.Atoms.Any(rare.Contains) && (codec.Values is null || !codec.Values.Any(rare.Contains))
                    && codec.Knots.All(bin => bin.All(knot => knot >= low - slack && knot <= high + slack))
                    && codec.Knots.Count == codec.Edges.Count + (codec.Knots.Count > 0 ? 1 : 0)
                    && cells.All(cell => codec.EncodeNearest(cell) >= 0);
            }));
    }

    [Fact]
    public void Every_symbol_rests_on_enough_rows()
    {
        var random = new Random(3);
        double[] cells = [.. Enumerable.Range(0, 500).Select(i => i % 3 == 0 ? 0 : Math.Round(Math.Exp(8 * random.NextDouble()), 2))];
        NumericCodec codec = NumericCodec.Fit("x", cells, s_options);
        Assert.True(codec.Knots.Count > 5);
        Assert.All(cells.CountBy(codec.EncodeNearest), symbol => Assert.True(symbol.Value >= MinRows));
    }

    [Fact]
    public void The_largest_income_comes_out_of_nothing()
    {
        double[] cells = [.. Enumerable.Range(0, 2000).Select(i => 20_000.0 + (17 * i)), 9_876_543];
        NumericCodec codec = NumericCodec.Fit("income", cells, s_options);
        double greatest = Enumerable.Range(0, codec.SymbolCount).Max(symbol => codec.Decode(symbol, 1));
        Assert.True(greatest < 1_100_000, $"{greatest} is generated.");
    }

    [Fact]
    public void A_rare_extreme_is_not_what_its_mean_is_rounded_to()
    {
        // Eight people are 17, one is 90.
        double[] cells = [.. Enumerable.Range(0, 1000).Select(i => i < 8 ? 17 : i == 8 ? 90 : 18.0 + (i % 50))];
        NumericCodec codec = NumericCodec.Fit("age", cells, s_options);
        Assert.All(Enumerable.Range(0, codec.SymbolCount), symbol => Assert.All([0.0, 1.0], uniform => Assert.InRange(codec.Decode(symbol, uniform), 18, 80)));
    }

    [Fact]
    public void Values_that_enough_rows_hold_keep_their_shares()
    {
        double[] cells = [.. Enumerable.Range(0, 6000).Select(i => 17.0 + (i * i % 60))];
        NumericCodec codec = NumericCodec.Fit("age", cells, s_options), open = NumericCodec.Fit("age", cells, new CodecOptions());
        Assert.Equal(open, codec);
    }

    [Fact]
    public void Rare_values_of_a_list_become_their_neighbours()
    {
        double[] cells = [.. Enumerable.Range(0, 3000).Select(i => i % 100 == 0 ? 2600 + (100.0 * (i / 100)) : 1000.0 * (i % 5))];
        NumericCodec codec = NumericCodec.Fit("fee", cells, s_options);
        Assert.All(Enumerable.Range(0, codec.SymbolCount), symbol => Assert.InRange(codec.Decode(symbol, 0.5), 0, 5000));
        Assert.Contains(4000, codec.Atoms);
    }

    [Fact]
    public void A_person_with_many_rows_counts_once()
    {
        // 40 visits of one patient at 777, and another patient in every other row.
        double[] cells = [.. Enumerable.Range(0, 400).Select(i => i < 40 ? 777 : Math.Floor(50 + (i / 4.0)))];
        int[] people = [.. Enumerable.Range(0, 400).Select(i => i < 40 ? 0 : i)];
        double[] distinct = [.. cells.Distinct().Order()];
        int[] ranks = Array.ConvertAll(cells, cell => Array.IndexOf(distinct, cell));
        long[] counts = [.. distinct.Select(value => cells.LongCount(cell => cell == value))];
        var numbers = new NumberCounts(distinct, counts, false);
        NumericCodec byRow = NumericCodec.Fit("x", numbers, s_options), bySubject = NumericCodec.Fit("x", numbers with { Holders = ValueHolders.Subjects(ranks, people, counts) }, s_options);
        Assert.Contains(777, byRow.Atoms);
        Assert.DoesNotContain(777, bySubject.Atoms);
        Assert.True(bySubject.Decode(bySubject.EncodeNearest(777), 1) < 700);
    }

    [Theory]
    [InlineData(49_990, 50_020, 50_000)]
    [InlineData(37, 38, 37.5)]
    [InlineData(-3, 4, 0)]
    [InlineData(0.1234, 0.1301, 0.13)]
    [InlineData(-1260, -1180, -1200)]
    [InlineData(99, 10_000, 5000)]
    public void Edges_are_round(double below, double above, double edge) => Assert.Equal(edge, RoundNumber.Between(below, above), 12);
}
