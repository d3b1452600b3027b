
using FairGan.Fairness.Audits;
using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;

namespace FairGan.Fairness.Tests;

public sealed class BootstrapTests
{
    [Theory]
    [InlineData(20, 0.1)]
    [InlineData(50, 0.97)]
    [InlineData(400, 0.3)]
    [InlineData(10_000_000, 0.02)]
    public void Binomial_draws_have_the_mean_and_variance_of_the_distribution(long trials, double probability)
    {
        const int Draws = 40_000;
        var random = new ReplicateRandom(7, 3);
        double sum = 0;
        double squares = 0;
        double mean = trials * probability;
        double variance = mean * (1 - probability);
        for (int i = 0; i < Draws; i++)
        {
            double distance = random.NextBinomial(trials, probability) - mean;
            sum += distance;
            squares += distance * distance;
        }

        Assert.InRange(sum / Draws, -5 * Math.Sqrt(variance / Draws), 5 * Math.Sqrt(variance / Draws));
        Assert.InRange(squares / Draws / variance, 0.95, 1.05);
    }

    [Fact]
    public void Multinomial_draws_add_up_and_never_fall_into_an_empty_cell()
    {
        var random = new ReplicateRandom(1, 1);
        long[] drawn = new long[4];
        for (int i = 0; i < 1000; i++)
        {
            random.NextMultinomial(100, [50, 0, 49, 1], drawn);
            Assert.Equal(100, drawn.Sum());
            Assert.Equal(0, drawn[1]);
        }
    }

    [Fact]
    public void The_interval_of_a_rate_is_that_of_the_normal_approximation()
    {
        MetricFrame frame = Frame(("a", 1, 1, 3000), ("a", 0, 0, 7000), ("b", 1, 1, 2000), ("b", 0, 0, 8000));
        MetricFrameIntervals intervals = frame.Bootstrap(new BootstrapOptions { Replicates = 4000 });
        BootstrapInterval rate = intervals.ByGroup[0].Values["selection_rate"];
        double half = 1.959964 * Math.Sqrt(0.3 * 0.7 / 10_000);
        Assert.Equal(0.3 - half, rate.Lower, 0.08 * half);
        Assert.Equal(0.3 + half, rate.Upper, 0.08 * half);

        BootstrapInterval difference = intervals.DifferenceBetweenGroups[0].Values["selection_rate"];
        double halfOfDifference = 1.959964 * Math.Sqrt((0.3 * 0.7 / 10_000) + (0.2 * 0.8 / 10_000));
        Assert.Equal(0.1 - halfOfDifference, difference.Lower, 0.08 * halfOfDifference);
        Assert.Equal(0.1 + halfOfDifference, difference.Upper, 0.08 * halfOfDifference);
    }

    [Fact]
    public void Intervals_are_the_same_for_the_same_seed_on_any_number_of_threads()
    {
        MetricFrame frame = Frame(("a", 1, 1, 30), ("a", 0, 1, 70), ("b", 1, 0, 20), ("b", 0, 0, 80));
        MetricFrameIntervals one = frame.Bootstrap(new BootstrapOptions { Replicates = 200, Seed = 5, Threads = 1 });
        MetricFrameIntervals many = frame.Bootstrap(new BootstrapOptions { Replicates = 200, Seed = 5 });
        MetricFrameIntervals other = frame.Bootstrap(new BootstrapOptions { Replicates = 200, Seed = 6 });
        Assert.Equal(one.ByGroup[0].Values, many.ByGroup[0].Values);
        Assert.Equal(one.RatioToOverall[0].Values, many.RatioToOverall[0].Values);
        Assert.NotEqual(one.ByGroup[0].Values["accuracy"], other.ByGroup[0].Values["accuracy"]);
    }

    [Fact]
    public void Stratified_replicates_keep_the_size_of_every_group()
    {
        MetricFrame frame = Frame(("a", 1, 1, 30), ("a", 0, 1, 70), ("b", 1, 0, 20), ("b", 0, 0, 30));
        MetricFrameIntervals free = frame.Bootstrap(new BootstrapOptions { Replicates = 200 });
        MetricFrameIntervals stratified = frame.Bootstrap(new BootstrapOptions { Replicates = 200, StratifyByGroup = true });
        Assert.True(free.ByGroup[1].Values["count"].Lower < 50);
        Assert.Equal(new BootstrapInterval(50, 50), stratified.ByGroup[1].Values["count"]);
    }

    [Fact]
    public void Every_figure_of_an_audit_has_an_interval_that_holds_it_the_odds_and_the_scores_included()
    {
        var random = new Random(3);
        int rows = 4000;
        double[] scores = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        string[] groups = [.. Enumerable.Range(0, rows).Select(row => row % 3 == 0 ? "a" : "b")];
        int[] labels = [.. scores.Select((score, row) => random.NextDouble() < score - (row % 3 == 0 ? 0.2 : 0) ? 1 : 0)];
        int[] predictions = [.. scores.Select(score => score > 0.5 ? 1 : 0)];
        var view = new ColumnView(("y", labels), ("p", predictions), ("s", groups), ("score", scores));
        FairnessAudit audit = FairnessAudit.Run(view, new FairnessAuditOptions
        {
            LabelColumn = "y",
            PredictionColumn = "p",
            ScoreColumn = "score",
            SensitiveColumns = ["s"],
            BootstrapReplicates = 300,
            StratifyByGroup = true,
        });
        Assert.Equal(audit.Scalars.Keys, audit.ScalarIntervals!.Keys);
        foreach (string name in new[]
        {
            "equalized_odds_difference|between_groups|worst_case", "equalized_odds_ratio|to_overall|mean",
            "roc_auc_score_group_min", "log_loss_group_max", "balanced_accuracy_score_group_min",
        })
        {
            BootstrapInterval interval = audit.ScalarIntervals[name];
            Assert.InRange(audit.Scalars[name], interval.Lower, interval.Upper);
            Assert.InRange(interval.Upper - interval.Lower, 0.005, 0.3);
        }

        foreach ((MetricRow row, IntervalRow interval) in audit.Frame.ByGroup.Zip(audit.Intervals!.ByGroup))
        {
            Assert.Equal(row.Cell, interval.Cell);
            Assert.All(row.Values, figure => Assert.InRange(figure.Value, interval.Values[figure.Key].Lower, interval.Values[figure.Key].Upper));
        }
    }

    [Fact]
    public void The_interval_of_the_area_under_the_curve_has_the_width_that_theory_gives()
    {
        // Both classes uniform on [0, 1]: the area is 1/2 with variance (n + m + 1) / (12 n m), as for Mann and Whitney's U.
        var random = new Random(11);
        const int Rows = 3000;
        double[] scores = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row & 1)];
        MetricFrame frame = MetricFrame.Create(
            labels, labels, [new GroupColumn("s", Enumerable.Repeat("a", Rows).ToArray())], scores: scores, metrics: [GroupMetrics.RocAuc]);
        BootstrapInterval interval = frame.Bootstrap(new BootstrapOptions { Replicates = 1000 }).Overall[0].Values["roc_auc"];
        double half = 1.96 * Math.Sqrt((Rows + 1) / (12.0 * Rows * Rows / 4));
        Assert.Equal(2 * half, interval.Upper - interval.Lower, 0.15 * half);
    }

    [Fact]
    public void Unequal_weights_widen_the_interval_as_their_squares_do()
    {
        // The effective sample size is (Σw)² ÷ Σw² (Kish): the weights 1 and 9 in turn leave 10 / 16.4 of the rows.
        const int Rows = 20_000;
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row / 2 % 2)];
        double[] weights = [.. Enumerable.Range(0, Rows).Select(row => row % 2 == 0 ? 1.0 : 9.0)];
        MetricFrame frame = MetricFrame.Create(
            labels, null, [new GroupColumn("s", Enumerable.Repeat("a", Rows).ToArray())], weights: weights);
        BootstrapInterval interval = frame.Bootstrap(new BootstrapOptions { Replicates = 3000 }).Overall[0].Values["selection_rate"];
        double half = 1.96 * Math.Sqrt(0.25 * 41 / (Rows * 25.0));
        Assert.Equal(half, (interval.Upper - interval.Lower) / 2, 0.08 * half);
    }

    [Fact]
    public void The_interval_of_a_mean_error_is_that_of_the_normal_approximation()
    {
        var random = new Random(2);
        const int Rows = 10_000;
        double[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        double[] predictions = new double[Rows];
        MetricFrame frame = MetricFrame.CreateRegression(labels, predictions, [new GroupColumn("s", Enumerable.Repeat("a", Rows).ToArray())]);
        BootstrapInterval interval = frame.Bootstrap(new BootstrapOptions { Replicates = 2000 }).ByGroup[0].Values["mean_absolute_error"];
        double half = 1.96 * Math.Sqrt(1.0 / 12 / Rows);
        Assert.Equal(half, (interval.Upper - interval.Lower) / 2, 0.25 * half);
        Assert.InRange(frame.Overall["mean_absolute_error"], interval.Lower, interval.Upper);
    }

    [Theory]
    [InlineData(0, 0.95)]
    [InlineData(10, 1.0)]
    public void Options_out_of_range_are_refused(int replicates, double confidence)
    {
        MetricFrame frame = Frame(("a", 1, 1, 3), ("b", 0, 0, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => frame.Bootstrap(new BootstrapOptions { Replicates = replicates, Confidence = confidence }));
    }

    private static MetricFrame Frame(params (string Group, int Label, int Prediction, long Count)[] cells)
    {
        GroupCounts counts = GroupCounts.FromRows(
            ["s"],
            cells.Select(cell => new CountRow([cell.Group], $"{cell.Label}", $"{cell.Prediction}", cell.Count)),
            predictionColumn: "prediction");
        return MetricFrame.Create(counts, new MetricFrameOptions { LabelColumn = "label", SensitiveColumns = ["s"] });
    }
}
