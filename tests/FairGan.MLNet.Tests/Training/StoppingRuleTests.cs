using FairGan.MLNet.Training.Loop;

namespace FairGan.MLNet.Tests.Training;

public sealed class StoppingRuleTests
{
    [Fact]
    public void Without_people_to_protect_the_best_held_out_likelihood_counts()
    {
        var rule = new StoppingRule(0);
        Assert.True(rule.IsBest(-20, double.NaN));
        Assert.True(rule.IsBest(-19.9, double.NaN));
        Assert.False(rule.IsBest(-19.95, double.NaN));
    }

    [Fact]
    public void With_people_to_protect_a_gain_has_to_outweigh_what_training_rows_gain_more()
    {
        var rule = StoppingRule.Protecting(1000);
        Assert.True(rule.IsBest(-20, -20));
        Assert.True(rule.IsBest(-19, -18.9));
        Assert.False(rule.IsBest(-18.9, -18));
        Assert.False(rule.IsBest(-19, -18.9));
        Assert.True(rule.IsBest(-18.9, -18.8));
    }

    [Fact]
    public void In_a_large_table_the_gap_hardly_counts()
    {
        var rule = StoppingRule.Protecting(35_000);
        Assert.True(rule.IsBest(-18.03, -18));
        Assert.True(rule.IsBest(-18.02, -17.95));
    }

    [Fact]
    public void Training_rows_less_likely_than_held_out_ones_are_no_merit()
    {
        var rule = StoppingRule.Protecting(1000);
        Assert.True(rule.IsBest(-20, -20.5));
        Assert.False(rule.IsBest(-20.1, -25));
    }

    [Fact]
    public void Eight_checks_without_a_better_one_end_the_run()
    {
        var rule = StoppingRule.Protecting(1000);
        Assert.True(rule.IsBest(-20, -20));
        for (int check = 0; check < 7; check++)
        {
            Assert.False(rule.IsBest(-21, -20));
            Assert.False(rule.IsOver);
        }

        Assert.False(rule.IsBest(-21, -20));
        Assert.True(rule.IsOver);
    }
}
