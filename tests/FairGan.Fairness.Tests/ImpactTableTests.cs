
using FairGan.Fairness.Audits;

namespace FairGan.Fairness.Tests;

public sealed class ImpactTableTests
{
    private static readonly FairnessAuditOptions s_options = new()
    {
        LabelColumn = "y",
        PredictionColumn = "p",
        SensitiveColumns = ["sex"],
    };

    [Fact]
    public void Impact_ratios_compare_each_selection_rate_with_the_highest()
    {
        // Men 60 of 100, women 45 of 100: 0.75 of the highest rate, below four fifths.
        ImpactTable table = Assert.Single(Audit(s_options, ("Male", 60, 100), ("Female", 45, 100), ("Other", 3, 5)).Impact);
        Assert.Equal(["Female", "Male", "Other"], table.Rows.Select(row => row.Cell[0]));
        Assert.Equal([0.75, 1, 1], table.Rows.Select(row => row.ImpactRatio));
        Assert.Equal([45L, 60, 3], table.Rows.Select(row => row.Selected));
        Assert.Equal([true, false, false], table.Rows.Select(row => row.FailsFourFifths));
        Assert.Equal([false, false, true], table.Rows.Select(row => row.IsSmall));
        Assert.Equal(100.0 / 205, table.Rows[0].Share);
        Assert.Equal(0.75, table.SmallestImpactRatio);
        Assert.False(table.PassesFourFifths);
    }

    [Fact]
    public void A_ratio_of_exactly_four_fifths_passes()
    {
        ImpactTable table = Assert.Single(Audit(s_options, ("Male", 50, 100), ("Female", 40, 100)).Impact);
        Assert.Equal(0.8, table.SmallestImpactRatio);
        Assert.True(table.PassesFourFifths);
    }

    [Fact]
    public void Where_nobody_is_selected_there_is_no_verdict()
    {
        ImpactTable table = Assert.Single(Audit(s_options, ("Male", 0, 100), ("Female", 0, 100)).Impact);
        Assert.Null(table.PassesFourFifths);
        Assert.All(table.Rows, row => Assert.True(double.IsNaN(row.ImpactRatio) && row.PValue == 1));
    }

    [Fact]
    public void Unknown_groups_are_counted_and_stand_in_no_ratio()
    {
        FairnessAudit audit = Audit(s_options, ("Male", 50, 100), ("Female", 40, 100), ("", 9, 10));
        ImpactTable table = Assert.Single(audit.Impact);
        Assert.Equal(10, table.Unknown);
        Assert.Equal(["Female", "Male"], table.Rows.Select(row => row.Cell[0]));
        Assert.Equal(0.8, table.SmallestImpactRatio);
        Assert.Equal(10, audit.UnknownGroups["sex"]);
        Assert.Equal("(missing)", Assert.Single(audit.SmallCells).Cell[0]);
    }

    [Fact]
    public void Several_sensitive_columns_give_a_table_each_and_one_for_their_intersection()
    {
        var view = new ColumnView(
            ("y", new[] { 1, 0, 1, 0 }),
            ("p", new[] { 1, 0, 1, 1 }),
            ("sex", new[] { "f", "f", "m", "m" }),
            ("race", new[] { "a", "b", "a", "b" }));
        FairnessAudit audit = FairnessAudit.Run(view, s_options with { SensitiveColumns = ["sex", "race"] });
        Assert.Equal(["sex", "race", "sex × race"], audit.Impact.Select(table => string.Join(" × ", table.Columns)));
        Assert.Equal([2, 2, 4], audit.Impact.Select(table => table.Rows.Count));
    }

    [Fact]
    public void The_scoring_rate_is_the_share_above_the_median_of_all_scores()
    {
        // Median of 1 to 8 is 4.5. Group a has 1, 2, 3, 8 (one above); group b has 4, 5, 6, 7 (three above).
        var view = new ColumnView(
            ("y", new[] { 0, 0, 1, 1, 0, 0, 1, 1 }),
            ("score", new[] { 1.0, 2, 3, 8, 4, 5, 6, 7 }),
            ("sex", new[] { "a", "a", "a", "a", "b", "b", "b", "b" }));
        FairnessAudit audit = FairnessAudit.Run(view, s_options with { PredictionColumn = null, ScoreColumn = "score" });
        ImpactTable table = Assert.Single(audit.Impact);
        Assert.Equal(4.5, table.MedianScore);
        Assert.Equal([0.25, 0.75], table.Rows.Select(row => row.ScoringRate!.Value));
        Assert.Equal([0.25 / 0.75, 1], table.Rows.Select(row => row.ScoringImpactRatio!.Value));
        // Scores beyond 1 are no probabilities: there is an area under the curve, but no log loss.
        Assert.Contains("roc_auc", audit.Frame.Metrics);
        Assert.DoesNotContain("log_loss", audit.Frame.Metrics);
    }

    [Theory]
    [InlineData(45, 100, 60, 100, -2.1239769762143657, 0.033672068856345876)]
    [InlineData(480, 1000, 520, 1000, -1.7888543819998333, 0.07363827012030244)]
    [InlineData(40, 100, 60, 100, -2.8284271247461894, 0.00467773498104728)]
    [InlineData(300, 1000, 500, 1000, -9.128709291752768, 6.932079668133742e-20)]
    [InlineData(50, 100, 50, 100, 0, 1)]
    [InlineData(0, 100, 0, 100, 0, 1)]
    public void The_test_of_two_proportions_gives_the_pooled_z_and_its_two_sided_chance(
        long successes, long count, long otherSuccesses, long otherCount, double z, double chance)
    {
        TwoProportionTest test = TwoProportionTest.Of(successes, count, otherSuccesses, otherCount);
        Assert.Equal(z, test.Z, 1e-12);
        Assert.Equal(chance, test.PValue, 1e-12 * chance);
    }

    private static FairnessAudit Audit(FairnessAuditOptions options, params (string Sex, int Selected, int Count)[] groups)
    {
        int[] predictions = [.. groups.SelectMany(group => Enumerable.Range(0, group.Count).Select(i => i < group.Selected ? 1 : 0))];
        string[] sexes = [.. groups.SelectMany(group => Enumerable.Repeat(group.Sex, group.Count))];
        return FairnessAudit.Run(new ColumnView(("y", predictions), ("p", predictions), ("sex", sexes)), options);
    }
}
