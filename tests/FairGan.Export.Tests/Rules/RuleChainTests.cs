using FairGan.Export.Rules;

namespace FairGan.Export.Tests.Rules;

public sealed class RuleChainTests
{
    private static readonly RuleChain s_chain = new([new OrderRule("b", "c"), new OrderRule("a", "b") { Typical = 7 }, new SumRule("total", ["c", "a"])]);

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(1, double.NaN, 1)]
    [InlineData(double.NaN, double.NaN, -5)]
    public void A_missing_lower_column_is_replaced_by_the_next_one_down_the_chain(double a, double b, double bound) =>
        Assert.Equal(bound, s_chain.LowerBound(s_chain.Below("c")!, Row(a, b, double.NaN), none: -5));

    [Fact]
    public void Below_the_last_column_the_typical_value_of_its_order_stands_in() =>
        Assert.Equal(7, s_chain.LowerBound(s_chain.Below("c")!, _ => double.NaN, _ => true, (low, below) => double.IsNaN(low) ? below : low, lowest => lowest.Typical));

    [Theory]
    [InlineData(double.NaN, 9, 9)]
    [InlineData(4, 9, 4)]
    [InlineData(double.NaN, double.NaN, double.PositiveInfinity)]
    public void The_nearest_present_cell_above_bounds_a_cell(double b, double c, double bound) =>
        Assert.Equal(bound, s_chain.UpperBound("a", Row(double.NaN, b, c)));

    [Fact]
    public void Rules_come_after_what_makes_their_sources_and_chains_end_at_their_lowest_column()
    {
        Assert.Equal(["a ≤ b", "b ≤ c", "total = c + a"], s_chain.InOrder().Select(rule => rule.ToString()!));
        Assert.Equal("a", s_chain.Lowest("c"));
        Assert.Equal("total", s_chain.Lowest("total"));
    }

    private static Func<string, double> Row(double a, double b, double c) => column => column switch { "a" => a, "b" => b, _ => c };
}
