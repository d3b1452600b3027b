
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;

namespace FairGan.Export.Tests.Columns;

public class CategoricalCodecTests
{
    [Fact]
    public void Categories_come_in_ordinal_order_and_missing_is_the_last_symbol()
    {
        var codec = CategoricalCodec.Fit("c", new Dictionary<string, long> { ["b"] = 5, ["?"] = 1, ["a"] = 2 }, 3, new CodecOptions());
        Assert.Equal(["?", "a", "b"], codec.Categories);
        Assert.Equal(4, codec.SymbolCount);
        Assert.Equal(3, codec.Encode(""));
        Assert.Equal(-1, codec.Encode("new"));
        Assert.Equal("(missing)", codec.Describe(3));
    }

    [Fact]
    public void Ten_thousand_categories_take_as_many_symbols_as_the_options_allow()
    {
        var counts = Enumerable.Range(0, 10_000).ToDictionary(i => $"c{i}", i => i < 10 ? 1000L : 1L);
        var codec = CategoricalCodec.Fit("c", counts, 0, new CodecOptions { CategoricalSymbols = 50 });
        Assert.Equal(50, codec.SymbolCount);
        Assert.Equal(10_000, codec.Categories.Count);
        Assert.Equal(49, codec.FrequentCount);
        Assert.All(Enumerable.Range(0, 10), i => Assert.InRange(codec.Encode($"c{i}"), 0, 48));
        Assert.Equal(-1, codec.SymbolOf("c9999"));
        Assert.Equal(49, codec.Encode("c9999"));
        Assert.Equal(codec.Categories.Count - codec.FrequentCount, codec.RareSlots.Distinct().Count());
    }

    [Fact]
    public void Rare_categories_are_sampled_by_their_frequency()
    {
        var counts = new Dictionary<string, long> { ["a"] = 100, ["b"] = 90, ["c"] = 60, ["d"] = 30 };
        var codec = CategoricalCodec.Fit("c", counts, 0, new CodecOptions { CategoricalSymbols = 3 });
        Assert.Equal(60, codec.RareSlots.Count(slot => codec.Categories[slot] == "c"));
        Assert.Equal(30, codec.RareSlots.Count(slot => codec.Categories[slot] == "d"));
    }
}
