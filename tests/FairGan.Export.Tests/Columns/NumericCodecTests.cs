
using FairGan.Export.Columns;
using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Tests.Columns;

public class NumericCodecTests
{
    private static readonly CodecOptions s_options = new();

    [Fact]
    public void Few_values_are_all_atoms_and_come_back_exactly()
    {
        double[] values = [3, -0.0, 0.25, 3, 1e300, -1e-300, double.NaN];
        var codec = NumericCodec.Fit("x", values, s_options);
        Assert.Equal(5, codec.Atoms.Count);
        Assert.True(codec.HasMissing);
        foreach (double value in values)
        {
            Assert.Equal(value, codec.Decode(codec.Encode(value), 0.3));
        }
    }

    [Fact]
    public void A_frequent_value_among_many_is_an_atom()
    {
        double[] values = [.. Enumerable.Range(0, 10_000).Select(i => i % 10 != 0 ? 0.0 : 1000 + i)];
        var codec = NumericCodec.Fit("capital-gain", values, s_options);
        Assert.Equal(0, codec.Encode(0));
        Assert.Equal([0.0], codec.Atoms);
        Assert.Equal(s_options.NumericSymbols, codec.SymbolCount);
    }

    // Drawing symbols by their frequency and values inside them uniformly must give the column's distribution back.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Decoding_the_codes_of_a_column_gives_back_its_distribution(int kind)
    {
        var random = new Random(kind);
        double[] values = [.. Enumerable.Range(0, 20_000).Select(_ => kind switch
        {
            1 => Math.Floor(17 + (70 * random.NextDouble() * random.NextDouble())),
            2 => Math.Exp(5 * random.NextDouble()),
            3 => Math.Round(100 * random.NextDouble(), 1),
            _ => random.NextDouble() < 0.9 ? 0 : Math.Floor(Math.Pow(10, 6 * random.NextDouble())),
        })];
        var codec = NumericCodec.Fit("x", values, s_options);
        double[] decoded = [.. values.Select(value => codec.Decode(codec.Encode(value), random.NextDouble()))];
        Assert.InRange(KolmogorovSmirnov(values, decoded), 0, 0.015);
        if (kind is 1 or 4)
        {
            Assert.Equal(ColumnKind.Integer, codec.Kind);
            Assert.All(decoded, value => Assert.Equal(Math.Floor(value), value));
        }

        if (kind == 3)
        {
            Assert.Equal(1, codec.Decimals);
            Assert.All(decoded, value => Assert.Equal(Math.Round(value, 1), value));
        }
    }

    [Fact]
    public void A_value_keeps_its_bin_when_it_is_decoded_and_coded_again()
    {
        var random = new Random(9);
        double[] values = [.. Enumerable.Range(0, 5000).Select(_ => random.NextDouble() * 1e6)];
        var codec = NumericCodec.Fit("x", values, s_options);
        foreach (double value in values)
        {
            int symbol = codec.Encode(value);
            Assert.Equal(symbol, codec.Encode(codec.Decode(symbol, random.NextDouble())));
        }
    }

    [Fact]
    public void A_column_of_missing_cells_alone_has_one_symbol()
    {
        var codec = NumericCodec.Fit("x", [double.NaN, double.NaN], s_options);
        Assert.Equal(1, codec.SymbolCount);
        Assert.Equal(0, codec.Encode(double.NaN));
        Assert.True(double.IsNaN(codec.Decode(0, 0.5)));
    }

    [Fact]
    public void Infinity_is_refused_by_column_and_row()
    {
        var problem = Assert.Throws<FormatException>(() => NumericCodec.Fit("rate", [1, 2, double.PositiveInfinity], s_options));
        Assert.Contains("'rate', row 2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extremes_neither_overflow_nor_lose_their_order()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (i - 50) * (double.MaxValue / 60)), double.Epsilon, long.MaxValue];
        var codec = NumericCodec.Fit("x", values, s_options);
        double last = double.NegativeInfinity;
        for (int bin = 0; bin < codec.Knots.Count; bin++)
        {
            Assert.True(codec.Knots[bin][0] >= last);
            last = codec.Knots[bin][^1];
        }

        Assert.All(values, value => Assert.True(double.IsFinite(codec.Decode(codec.Encode(value), 0.5))));
    }

    [Fact]
    public void Atoms_are_found_by_the_text_of_their_value()
    {
        var codec = NumericCodec.Fit("deny", [0, 1, 1], s_options);
        Assert.Equal(1, codec.SymbolOf("1.0"));
        Assert.Equal(-1, codec.SymbolOf("2"));
        Assert.Equal(-1, codec.SymbolOf("yes"));
    }

    private static double KolmogorovSmirnov(double[] a, double[] b)
    {
        double[] x = [.. a.Order()], y = [.. b.Order()];
        double worst = 0;
        foreach (double at in x.Concat(y))
        {
            worst = Math.Max(worst, Math.Abs(Share(x, at) - Share(y, at)));
        }

        return worst;

        static double Share(double[] ascending, double at)
        {
            int low = 0, high = ascending.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = ascending[middle] <= at ? (middle + 1, high) : (low, middle);
            }

            return (double)low / ascending.Length;
        }
    }

    [Fact]
    public void A_few_outliers_stay_a_few()
    {
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, 20_000).Select(row => row < 6 ? 50 + row : Math.Round(10 * random.NextDouble(), 2))];
        var codec = NumericCodec.Fit("width", values, new());
        double[] drawn = [.. Enumerable.Range(0, 10).SelectMany(_ => values.Select(value => codec.Decode(codec.Encode(value), random.NextDouble())))];
        Assert.InRange(drawn.Count(value => value > 49), 50, 70);
        Assert.InRange(drawn.Count(value => value is > 10 and < 49), 0, 10);
    }

    [Theory]
    [InlineData(500, 0, 500)]
    [InlineData(0.25, 2, 25)]
    [InlineData(3, 0, 3)]
    public void Values_that_are_multiples_of_a_step_are_generated_as_such(double step, int decimals, int multiple)
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 5000).Select(row => row < 10 ? row * 0.01 * step : step * Math.Floor(300 * Math.Pow(random.NextDouble(), 2)))];
        var codec = NumericCodec.Fit("amount", values, new());
        Assert.Equal((decimals, multiple), (codec.Decimals, codec.Multiple));
        double[] drawn = [.. values.Select(value => codec.Decode(codec.Encode(value), random.NextDouble()))];
        Assert.All(drawn, value => Assert.True(codec.Atoms.Contains(value) || Math.Floor(value / step) * step == value, $"{value}"));
        Assert.InRange(KolmogorovSmirnov(values, drawn), 0, 0.015);
    }

    // Ages in months as years, thirds, days as years: also from a year on, and with a few odd cells.
    [Theory]
    [InlineData(12, 3, 0, 0)]
    [InlineData(12, 3, 0, 10)]
    [InlineData(12, 3, 50, 10)]
    [InlineData(3, 2, 0, 0)]
    [InlineData(365.25, -1, 0, 0)]
    [InlineData(365.25, 4, 10, 0)]
    [InlineData(365.25, -1, 1970, 10)]
    public void Values_on_a_lattice_that_decimals_only_approximate_are_generated_on_it(double parts, int decimals, double from, int minRows)
    {
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, 3000).Select(row => OnLattice(from + (random.Next((int)(40 * parts)) / parts)) + (row % 150 == 7 ? 0.011 : 0))];
        var codec = NumericCodec.Fit("age", values, new() { MinRows = minRows });
        Assert.NotNull(codec.Parts);
        double[] drawn = [.. values.Select(value => codec.Decode(codec.EncodeNearest(value), random.NextDouble()))];
        Assert.InRange(drawn.Count(value => Math.Abs(value - OnLattice(value)) > 2e-9), 0, drawn.Length / 100);

        double OnLattice(double value)
        {
            double exact = from + (Math.Round((value - from) * parts) / parts);
            return decimals < 0 ? exact : Math.Round(exact, decimals);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    public void Measurements_are_on_no_lattice_of_fractions(int decimals)
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 2000).Select(_ => 40 * random.NextDouble()).Select(value => decimals < 0 ? value : Math.Round(value, decimals))];
        Assert.Null(NumericCodec.Fit("weight", values, new()).Parts);
        Assert.Null(NumericCodec.Fit("weight", values.AsSpan(0, 60), new()).Parts);
    }

    // Codes of places, sizes in inches, shares of whole numbers: numbers of which few are different and most lie apart.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_column_of_few_distinct_values_generates_no_others(int kind)
    {
        double[] values = Apart(kind);
        var codec = NumericCodec.Fit("x", values, s_options);
        Assert.NotNull(codec.Values);
        var random = new Random(7);
        double[] drawn = [.. values.Select(value => codec.Decode(codec.Encode(value), random.NextDouble()))];
        Assert.Empty(drawn.Except(values));
        Assert.InRange(KolmogorovSmirnov(values, drawn), 0, 0.015);
        foreach (var (value, symbol) in values.Distinct().Select(value => (value, codec.Encode(value))).Where(cell => cell.Item2 >= codec.Atoms.Count))
        {
            var (low, high) = codec.Inside(symbol, value, value);
            Assert.True(low < high, $"{value}");
            Assert.Equal(value, codec.Decode(symbol, (low + high) / 2, value, value));
            Assert.All(drawn.Index().Where(cell => cell.Item == value), cell => Assert.Equal(symbol, codec.Encode(cell.Item)));
        }
    }

    [Fact]
    public void No_bin_goes_beyond_an_end()
    {
        var random = new Random(10);
        double[] values = [.. Enumerable.Range(0, 20_000).Select(_ => Math.Floor(Math.Exp(10 * random.NextDouble())))];
        double[] ends = [.. values.Distinct().Order().Where((_, i) => i is 30 or 31 or 700 or 2000)];
        NumericCodec codec = NumericCodec.Fit("x", values, s_options, ends), without = NumericCodec.Fit("x", values, s_options);
        Assert.InRange(codec.SymbolCount, without.SymbolCount, without.SymbolCount + ends.Length);
        double[] drawn = [.. values.Select(value => codec.Decode(codec.Encode(value), random.NextDouble()))];
        Assert.InRange(KolmogorovSmirnov(values, drawn), 0, 0.015);
        foreach (double end in ends)
        {
            Assert.Equal(values.Select(value => value <= end), drawn.Select(value => value <= end));
            Assert.Empty(values.Where(value => value <= end).Select(codec.Encode).Intersect(values.Where(value => value > end).Select(codec.Encode)));
        }
    }

    [Fact]
    public void A_range_between_values_holds_none()
    {
        var codec = NumericCodec.Fit("zip", Apart(0), s_options);
        double[] bin = [.. codec.Values!.Where(value => codec.Encode(value) == codec.Atoms.Count)];
        int gap = Enumerable.Range(1, bin.Length - 1).First(i => bin[i] - bin[i - 1] > 2);
        var (low, high) = codec.Inside(codec.Atoms.Count, bin[gap - 1] + 1, bin[gap] - 1);
        Assert.False(low < high);
        (low, high) = codec.Inside(codec.Atoms.Count, bin[gap - 1] + 1, bin[^1]);
        Assert.Equal(bin[gap], codec.Decode(codec.Atoms.Count, low + 1e-9, bin[gap - 1] + 1, bin[^1]));
        Assert.Equal(bin[^1], codec.Decode(codec.Atoms.Count, high));
    }

    [Fact]
    public void Values_are_listed_only_where_they_are_few_and_lie_apart()
    {
        var random = new Random(8);
        Assert.Null(NumericCodec.Fit("age", [.. Enumerable.Range(0, 4000).Select(i => 17.0 + (i % 60))], s_options).Values);
        Assert.Null(NumericCodec.Fit("income", [.. Enumerable.Range(0, 4000).Select(_ => Math.Floor(1e6 * random.NextDouble()))], s_options).Values);
        double[] zips = [.. Apart(0).Distinct().Order()];
        Assert.Null(NumericCodec.Fit("zip", new NumberCounts(zips, Array.ConvertAll(zips, _ => 20L), false) { IsSample = true }, s_options).Values);
        Assert.NotNull(NumericCodec.Fit("zip", new NumberCounts(zips, Array.ConvertAll(zips, _ => 20L), false), s_options).Values);
    }

    [Fact]
    public void Listed_values_that_contradict_the_bins_are_refused()
    {
        var codec = NumericCodec.Fit("zip", Apart(0), s_options);
        double[] values = [.. codec.Values!];
        Assert.Equal(codec, codec with { Values = values });
        Assert.NotEqual(codec, codec with { Values = null });
        Assert.Throws<FormatException>(() => codec with { Values = [.. values.Reverse()] });
        Assert.Throws<FormatException>(() => codec with { Values = [.. values.Where(value => codec.Encode(value) != codec.SymbolCount - 1)] });
        Assert.Throws<FormatException>(() => codec with { Values = [] });
        Assert.Throws<FormatException>(() => codec with { Values = [.. values.SkipLast(1), double.NaN] });
    }

    private static double[] Apart(int kind)
    {
        var random = new Random(6);
        double[] different = [.. Enumerable.Range(0, 250).Select(i => kind switch
        {
            0 => 10_001.0 + (i / 25 * 1000) + random.Next(200),
            1 => Math.Round(Math.Pow(1.02, i), 2),
            _ => Math.Sqrt(i),
        })];
        return [.. Enumerable.Range(0, 20_000).Select(_ => different[(int)(different.Length * Math.Pow(random.NextDouble(), 1.5))])];
    }
}
