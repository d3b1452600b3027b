using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;
using Microsoft.ML;

namespace FairGan.Fairness.Tests;

public sealed class MetricFrameTests
{
    private static readonly MetricFrameOptions s_options = new()
    {
        LabelColumn = "y",
        PredictionColumn = "p",
        SensitiveColumns = ["s"],
    };

    public static TheoryData<string> Kinds => ["text", "boolean", "int", "long", "byte", "float", "double", "key"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_column_gives_the_same_figures(string kind)
    {
        int[] labels = [1, 0, 1, 1, 0, 0, 1, 0];
        int[] predictions = [1, 0, 0, 1, 1, 0, 1, 0];
        int[] groups = [1, 1, 1, 1, 0, 0, 0, 0];
        // Keys count from 1, and 0 stands for missing.
        int offset = kind == "key" ? 1 : 0;
        MetricFrame frame = MetricFrame.Create(
            new ColumnView(("y", As(kind, labels)), ("p", As(kind, predictions)), ("s", As(kind, groups))),
            s_options with { PositiveValue = $"{1 + offset}" });
        Assert.Equal(0.5, frame.ByGroup[0]["selection_rate"]);
        Assert.Equal([0.75, 0.75], frame.ByGroup.Select(row => row["accuracy"]));
        Assert.Equal([1.0, 2.0 / 3], frame.ByGroup.Select(row => row["true_positive_rate"]));
        Assert.Equal(2, frame.ByGroup.Count);
    }

    [Fact]
    public void Keys_are_shown_by_the_values_in_their_annotation()
    {
        var context = new MLContext(1);
        IDataView data = new ColumnView(("y", new[] { true, false, true }), ("p", new[] { true, true, false }), ("s", new[] { "z", "b", "z" }));
        IDataView keyed = context.Transforms.Conversion.MapValueToKey("s").Fit(data).Transform(data);
        MetricFrame frame = MetricFrame.Create(keyed, s_options);
        Assert.Equal(["b", "z"], frame.ByGroup.Select(row => row.Cell[0]));
        Assert.Equal(0.5, frame.ByGroup["selection_rate", "z"]);
    }

    [Fact]
    public void Booleans_that_a_model_predicts_stand_for_the_values_of_a_text_label()
    {
        var view = new ColumnView(("y", new[] { ">50K", "<=50K", ">50K" }), ("p", new[] { true, true, false }), ("s", new[] { "a", "a", "a" }));
        MetricFrame frame = MetricFrame.Create(view, s_options with { PositiveValue = ">50K" });
        Assert.Equal(1.0 / 3, frame.Overall["accuracy"]);
    }

    [Fact]
    public void A_positive_value_written_as_a_number_matches_by_value()
    {
        var view = new ColumnView(("y", new[] { 1f, 2f, 1f }), ("p", new[] { 1.0, 2.0, 2.0 }), ("s", new[] { "a", "a", "a" }));
        MetricFrame frame = MetricFrame.Create(view, s_options with { PositiveValue = "2.0" });
        Assert.Equal(2.0 / 3, frame.Overall["selection_rate"]);
        Assert.Equal(5.0 / 3, frame.Overall["mean_prediction"], 1e-15);
    }

    [Fact]
    public void Without_a_prediction_the_label_itself_is_audited()
    {
        var view = new ColumnView(("y", new[] { 1, 0, 1, 1 }), ("s", new[] { "a", "a", "b", "b" }));
        MetricFrame frame = MetricFrame.Create(view, s_options with { PredictionColumn = null });
        Assert.Equal(["count", "selection_rate"], frame.Metrics);
        Assert.Equal(0.5, FairnessMetrics.DemographicParityDifference(frame));
    }

    [Fact]
    public void Missing_groups_are_a_group_of_their_own_or_left_out_but_count_overall()
    {
        var view = new ColumnView(("y", new[] { 1, 0, 1, 1 }), ("p", new[] { 1, 0, 0, 1 }), ("s", new[] { "a", "a", "", "z" }));
        MetricFrame own = MetricFrame.Create(view, s_options);
        Assert.Equal(["a", "z", "(missing)"], own.ByGroup.Select(row => row.Cell[0]));
        MetricFrame without = MetricFrame.Create(view, s_options with { MissingGroups = MissingGroupPolicy.LeaveOut });
        Assert.Equal(["a", "z"], without.ByGroup.Select(row => row.Cell[0]));
        Assert.Equal(4, without.Overall["count"]);
        Assert.Equal(0.5, without.Overall["selection_rate"]);
    }

    [Fact]
    public void A_metric_of_the_caller_is_evaluated_per_group_and_enters_every_aggregate()
    {
        GroupMetric cost = GroupMetric.FromCounts("cost", cell => (5 * cell.FalseNegative) + cell.FalsePositive);
        GroupMetric spread = GroupMetric.FromRows("spread", rows => rows.Scores.ToArray().Max() - rows.Scores.ToArray().Min());
        MetricFrame frame = MetricFrame.Create(
            [1, 0, 1, 1],
            [0, 1, 1, 1],
            [new GroupColumn("s", ["a", "a", "b", "b"])],
            scores: [0.1, 0.7, 0.8, 0.9],
            metrics: [cost, spread]);
        Assert.Equal(6, frame.ByGroup["cost", "a"]);
        Assert.Equal(0, frame.GroupMin["cost"]);
        Assert.Equal(0.1, frame.ByGroup["spread", "b"], 1e-15);
        Assert.Equal(0.5, frame.Difference()["spread"], 1e-15);
        Assert.Equal(0.8, frame.Overall["spread"], 1e-15);
    }

    [Fact]
    public void The_area_under_the_curve_counts_ties_half_and_honours_weights()
    {
        GroupColumn[] groups = [new("s", ["a", "a", "a", "a"])];
        MetricFrame frame = MetricFrame.Create(
            [0, 1, 0, 1], null, groups, scores: [0.1, 0.5, 0.5, 0.9], weights: [1, 2, 3, 4], metrics: [GroupMetrics.RocAuc]);
        Assert.Equal(((2 * 1) + (2 * 3 * 0.5) + (4 * 4)) / 24.0, frame.Overall["roc_auc"], 1e-15);
        MetricFrame oneClass = MetricFrame.Create([1, 1], null, [new GroupColumn("s", ["a", "a"])], scores: [0.1, 0.5], metrics: [GroupMetrics.RocAuc]);
        Assert.True(double.IsNaN(oneClass.Overall["roc_auc"]));
    }

    [Fact]
    public void The_area_under_the_curve_is_the_same_with_and_without_weights_that_are_all_alike()
    {
        var random = new Random(8);
        double[] scores = [.. Enumerable.Range(0, 500).Select(_ => random.Next(60) / 60.0)];
        int[] labels = [.. scores.Select(score => random.NextDouble() < score ? 1 : 0)];
        GroupColumn[] groups = [new("s", [.. scores.Select(_ => random.Next(3).ToString())])];
        MetricFrame plain = MetricFrame.Create(labels, null, groups, scores: scores, metrics: [GroupMetrics.RocAuc]);
        MetricFrame weighted = MetricFrame.Create(
            labels, null, groups, scores: scores, weights: [.. scores.Select(_ => 2.0)], metrics: [GroupMetrics.RocAuc]);
        double pairs = 0;
        double wins = 0;
        foreach (int positive in Enumerable.Range(0, 500).Where(row => labels[row] == 1))
        {
            foreach (int negative in Enumerable.Range(0, 500).Where(row => labels[row] == 0))
            {
                pairs++;
                wins += scores[positive] > scores[negative] ? 1 : scores[positive] == scores[negative] ? 0.5 : 0;
            }
        }

        Assert.Equal(wins / pairs, plain.Overall["roc_auc"], 1e-14);
        Assert.All(plain.ByGroup.Zip(weighted.ByGroup), rows => Assert.Equal(rows.First["roc_auc"], rows.Second["roc_auc"], 1e-14));
    }

    [Fact]
    public void The_log_loss_of_certain_mistakes_stays_finite()
    {
        GroupColumn[] groups = [new("s", ["a", "a"])];
        MetricFrame frame = MetricFrame.Create([0, 1], null, groups, scores: [0.25, 0.5], metrics: [GroupMetrics.LogLoss]);
        Assert.Equal(-(Math.Log(0.75) + Math.Log(0.5)) / 2, frame.Overall["log_loss"], 1e-15);
        MetricFrame certain = MetricFrame.Create([0, 1], null, groups, scores: [1, 0], metrics: [GroupMetrics.LogLoss]);
        Assert.Equal(52 * Math.Log(2), certain.Overall["log_loss"], 1e-12);
    }

    [Fact]
    public void Several_classes_are_audited_one_against_the_rest_in_one_pass()
    {
        var view = new ColumnView(
            ("y", new[] { "red", "green", "blue", "red", "green" }),
            ("p", new[] { "red", "blue", "blue", "green", "green" }),
            ("s", new[] { "a", "a", "a", "b", "b" }));
        IReadOnlyDictionary<string, MetricFrame> frames = MetricFrame.CreateOneAgainstRest(view, s_options);
        Assert.Equal(["blue", "green", "red"], frames.Keys);
        Assert.Equal(1, frames["red"].ByGroup["true_positive_rate", "a"]);
        Assert.Equal(0, frames["red"].ByGroup["true_positive_rate", "b"]);
        Assert.Equal(1, FairnessMetrics.EqualOpportunityDifference(frames["red"]));
        Assert.Equal(0.5, frames["blue"].Overall["precision"]);
    }

    [Fact]
    public void Regression_figures_are_those_of_the_formulas_even_far_from_zero()
    {
        const double Offset = 1e9;
        double[] labels = [Offset + 1, Offset + 2, Offset + 3, Offset + 4, Offset + 7];
        double[] predictions = [Offset + 2, Offset + 2, Offset + 3, Offset + 2, Offset + 8];
        MetricFrame frame = MetricFrame.CreateRegression(labels, predictions, [new GroupColumn("s", ["a", "a", "a", "b", "b"])], metrics:
        [
            GroupMetrics.MeanAbsoluteError, GroupMetrics.MeanSquaredError, GroupMetrics.RootMeanSquaredError, GroupMetrics.RSquared,
        ]);
        Assert.Equal(1.0 / 3, frame.ByGroup["mean_absolute_error", "a"], 1e-9);
        Assert.Equal(1.5, frame.ByGroup["mean_absolute_error", "b"], 1e-9);
        Assert.Equal(6.0 / 5, frame.Overall["mean_squared_error"], 1e-9);
        Assert.Equal(Math.Sqrt(2.5), frame.ByGroup["root_mean_squared_error", "b"], 1e-9);
        Assert.Equal(1 - (6 / 21.2), frame.Overall["r2"], 1e-9);
        Assert.Equal(0.5, frame.ByGroup["r2", "a"], 1e-9);
    }

    [Fact]
    public void The_coefficient_of_determination_follows_scikit_learn_where_labels_are_alike()
    {
        MetricFrame frame = MetricFrame.CreateRegression(
            [1, 2, 2, 2, 2], [1, 2, 2, 2, 3], [new GroupColumn("s", ["one", "exact", "exact", "off", "off"])]);
        Assert.True(double.IsNaN(frame.ByGroup["r2", "one"]));
        Assert.Equal(1, frame.ByGroup["r2", "exact"]);
        Assert.Equal(0, frame.ByGroup["r2", "off"]);
    }

    [Fact]
    public void A_table_of_several_rows_asks_for_the_cell()
    {
        GroupColumn[] groups = [new("s", ["a", "b"])];
        MetricFrame frame = MetricFrame.Create([0, 1], [0, 1], groups, [new GroupColumn("c", ["x", "y"])]);
        Assert.Throws<InvalidOperationException>(() => frame.Overall["accuracy"]);
        Assert.Equal(1, frame.Overall["accuracy", "x"]);
        Assert.Throws<InvalidOperationException>(() => FairnessMetrics.DemographicParityDifference(frame));
    }

    [Fact]
    public void Counts_from_elsewhere_give_the_same_audit_as_the_rows()
    {
        var random = new Random(5);
        int[] labels = [.. Enumerable.Range(0, 500).Select(_ => random.Next(2))];
        int[] predictions = [.. labels.Select(label => random.Next(4) == 0 ? 1 - label : label)];
        byte[] groups = [.. labels.Select(_ => (byte)random.Next(3))];
        MetricFrame rows = MetricFrame.Create(labels, predictions, [new GroupColumn("s", [.. groups.Select(group => $"g{group}")])]);
        ConfusionCounts counts = ConfusionCounts.Count(
            groups, [.. labels.Select(label => (byte)label)], [.. predictions.Select(label => (byte)label)], 3);
        MetricFrame counted = MetricFrame.Create(
            counts.ToGroupCounts("s", ["g0", "g1", "g2"]), new MetricFrameOptions { LabelColumn = "labels", SensitiveColumns = ["s"] });
        Assert.Equal(rows.ByGroup.Select(row => row.Values), counted.ByGroup.Select(row => row.Values));
        Assert.Equal(rows.Ratio()[0].Values, counted.Ratio()[0].Values);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(256)]
    public void Byte_columns_are_counted_right_at_any_length_and_number_of_groups(int groupCount)
    {
        var random = new Random(groupCount);
        foreach (int rows in new[] { 0, 1, 7, 8, 9, 1003 })
        {
            byte[] groups = [.. Enumerable.Range(0, rows).Select(_ => (byte)random.Next(groupCount))];
            byte[] labels = [.. Enumerable.Range(0, rows).Select(_ => (byte)random.Next(2))];
            byte[] predictions = [.. Enumerable.Range(0, rows).Select(_ => (byte)random.Next(2))];
            ConfusionCounts counts = ConfusionCounts.Count(groups, labels, predictions, groupCount);
            for (int cell = 0; cell < groupCount * 4; cell++)
            {
                long wanted = Enumerable.Range(0, rows).Count(row => (groups[row] * 4) + (labels[row] * 2) + predictions[row] == cell);
                Assert.Equal(wanted, counts[cell / 4, (cell & 2) > 0, (cell & 1) > 0]);
            }
        }
    }

    [Fact]
    public void Many_groups_are_counted_right_whatever_way_the_index_takes()
    {
        // 3,000 × 3,000 possible pairs are more than the dense index holds, so this goes through the sparse one.
        const int Rows = 200_000;
        var random = new Random(1);
        int[] first = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(3000))];
        int[] second = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(3000))];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(2))];
        GroupCounts counts = GroupCounts.Read(new ColumnView(("y", labels), ("a", first), ("b", second)), "y", ["a", "b"]);
        MetricFrame frame = MetricFrame.Create(counts, new MetricFrameOptions { LabelColumn = "y", SensitiveColumns = ["a", "b"] });
        Dictionary<(int, int), (int Count, int Positive)> wanted = [];
        for (int row = 0; row < Rows; row++)
        {
            (int count, int positive) = wanted.GetValueOrDefault((first[row], second[row]));
            wanted[(first[row], second[row])] = (count + 1, positive + labels[row]);
        }

        Assert.Equal(wanted.Count, frame.Groups.Count);
        Assert.All(frame.Groups, group =>
            Assert.Equal(wanted[(int.Parse(group.Cell[0]), int.Parse(group.Cell[1]))], ((int)group.Summary.Count, (int)group.Summary.PositiveCount)));
    }

    private static Array As(string kind, int[] values) => kind switch
    {
        "text" => values.Select(value => $"{value}").ToArray(),
        "boolean" => values.Select(value => value == 1).ToArray(),
        "int" => values,
        "long" => values.Select(value => (long)value).ToArray(),
        "byte" => values.Select(value => (byte)value).ToArray(),
        "float" => values.Select(value => (float)value).ToArray(),
        "double" => values.Select(value => (double)value).ToArray(),
        "key" => values.Select(value => (uint)value + 1).ToArray(),
        _ => throw new ArgumentException(kind),
    };
}
