
using FairGan.Fairness.Audits;
using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;
using FairGan.Tables;
using Microsoft.ML.Data;

namespace FairGan.Fairness.Tests;

public sealed class BadInputTests
{
    private static readonly FairnessAuditOptions s_options = new()
    {
        LabelColumn = "y",
        PredictionColumn = "p",
        SensitiveColumns = ["s"],
    };

    [Fact]
    public void An_unknown_column_is_named_with_the_columns_there_are()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => FairnessAudit.Run(Table(), s_options with { SensitiveColumns = ["race"] }));
        Assert.Contains("'race'", error.Message);
        Assert.Contains("'y', 'p', 's'", error.Message);
    }

    [Fact]
    public void A_column_that_is_not_there_is_answered_with_the_nearest_name()
    {
        ColumnView table = new(("approved", new[] { "0", "1" }), ("predicted", new[] { "0", "1" }), ("sex", new[] { "F", "M" }));
        FairnessAuditOptions options = new() { LabelColumn = "approved", PredictionColumn = "predicted", SensitiveColumns = ["sex"] };

        Assert.Contains("There is no column 'aproved'. Is 'approved' meant?", Message(options with { LabelColumn = "aproved" }), StringComparison.Ordinal);
        Assert.Contains("There is no column 'Prediction'. Is 'predicted' meant?", Message(options with { PredictionColumn = "Prediction" }), StringComparison.Ordinal);
        Assert.Contains("There is no column 'SEX'. Is 'sex' meant?", Message(options with { SensitiveColumns = ["SEX"] }), StringComparison.Ordinal);
        Assert.DoesNotContain("meant", Message(options with { ScoreColumn = "probability" }), StringComparison.Ordinal);

        string Message(FairnessAuditOptions wrong) => Assert.Throws<ArgumentException>(() => FairnessAudit.Run(table, wrong)).Message;
    }

    [Fact]
    public void A_sensitive_column_of_vectors_asks_whether_it_was_overwritten()
    {
        var table = ColumnarDataView.Create(
            ("y", ColumnData.Text(["0", "1"])), ("s", ColumnData.Vectors(new VectorDataViewType(NumberDataViewType.Single, 2), new float[] { 1, 0, 0, 1 })));
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => FairnessAudit.Run(table, new FairnessAuditOptions { LabelColumn = "y", SensitiveColumns = ["s"] }));
        Assert.Contains("Was it overwritten by a featurizer such as OneHotEncoding?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_of_three_values_asks_for_the_positive_one_and_lists_them()
    {
        ColumnView table = Table(labels: ["low", "high", "middle", "low"], predictions: ["low", "low", "low", "low"]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => FairnessAudit.Run(table, s_options));
        Assert.Contains("Column 'y' has 3 values ('high', 'low', 'middle')", error.Message);
        Assert.Contains("Name the positive value", error.Message);
        Assert.Equal("high", FairnessAudit.Run(table, s_options with { PositiveValue = "high" }).Frame.PositiveValue);
    }

    [Fact]
    public void A_positive_value_that_does_not_occur_is_refused()
    {
        ColumnView table = Table(labels: ["no", "yes", "no", "yes"], predictions: ["no", "no", "yes", "yes"]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => FairnessAudit.Run(table, s_options with { PositiveValue = "Yes" }));
        Assert.Contains("'Yes' does not occur in column 'y', whose values are 'no', 'yes'", error.Message);
    }

    [Fact]
    public void A_group_column_that_is_missing_everywhere_is_refused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => FairnessAudit.Run(Table(groups: ["", null, "", null]), s_options));
        Assert.Contains("Column 's' is missing in every row (rows 1 to 4)", error.Message);
    }

    [Fact]
    public void A_missing_group_is_refused_where_the_caller_says_so_and_named_with_its_row()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => FairnessAudit.Run(
            Table(groups: ["a", "b", "", "a"]), s_options with { MissingGroups = MissingGroupPolicy.Refuse }));
        Assert.Contains("Column 's' is missing at row 3", error.Message);
    }

    [Theory]
    [InlineData(-1.0, "-1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_weight_that_is_no_weight_is_named_with_its_row(double weight, string shown)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => FairnessAudit.Run(
            Table(weights: [1, 2, 3, weight]), s_options with { WeightColumn = "w" }));
        Assert.Contains($"Column 'w' is {shown} at row 4", error.Message);
    }

    [Fact]
    public void A_score_that_is_no_number_is_named_with_its_row()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => FairnessAudit.Run(
            Table(weights: [0.1, double.NaN, 0.3, 0.4]), s_options with { ScoreColumn = "w" }));
        Assert.Contains("Column 'w' is NaN at row 2", error.Message);
    }

    [Fact]
    public void A_missing_prediction_is_named_with_its_row_and_so_is_a_missing_label_where_it_is_not_left_out()
    {
        InvalidDataException label = Assert.Throws<InvalidDataException>(() => MetricFrame.Create(Table(labels: ["0", "1", "", "1"]), new MetricFrameOptions { LabelColumn = "y", SensitiveColumns = ["s"] }));
        Assert.Contains("Column 'y' is missing at row 3", label.Message);
        InvalidDataException prediction = Assert.Throws<InvalidDataException>(() => FairnessAudit.Run(Table(predictions: ["0", "", "1", "1"]), s_options));
        Assert.Contains("Column 'p' is missing at row 2", prediction.Message);
    }

    [Fact]
    public void Predictions_shorter_than_the_labels_are_refused_with_the_first_row_that_has_none()
    {
        GroupColumn[] groups = [new("s", ["a", "b", "a"])];
        ArgumentException shorter = Assert.Throws<ArgumentException>(() => MetricFrame.Create([0, 1, 1], [0, 1], groups));
        Assert.Contains("predictions has 2 values and labels has 3: row 3 has none", shorter.Message);
        ArgumentException longer = Assert.Throws<ArgumentException>(() => MetricFrame.Create([0, 1, 1], [0, 1, 1, 0], groups));
        Assert.Contains("row 4 has no label", longer.Message);
        ArgumentException regression = Assert.Throws<ArgumentException>(() => MetricFrame.CreateRegression([0.5, 1, 1], [0, 1], groups));
        Assert.Contains("row 3 has none", regression.Message);
    }

    [Fact]
    public void Predictions_of_another_vocabulary_are_refused()
    {
        ColumnView table = Table(labels: ["no", "yes", "no", "yes"], predictions: ["accept", "deny", "deny", "deny"]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => FairnessAudit.Run(table, s_options with { PositiveValue = "yes" }));
        Assert.Contains("Column 'p' contains 'accept', 'deny'", error.Message);
    }

    [Fact]
    public void Probabilities_given_as_predictions_are_refused()
    {
        var table = new ColumnView(("y", new[] { 0, 1, 0, 1 }), ("p", new[] { 0f, 0.7f, 0.2f, 1f }), ("s", new[] { "a", "a", "b", "b" }));
        ArgumentException error = Assert.Throws<ArgumentException>(() => FairnessAudit.Run(table, s_options));
        Assert.Contains("Column 'p' contains '0.2', '0.7', which the label 'y' never has", error.Message);
    }

    [Fact]
    public void A_column_of_measurements_is_no_label()
    {
        double[] values = [.. Enumerable.Range(0, 2000).Select(i => i / 7.0)];
        string[] groups = [.. values.Select(_ => "a")];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => FairnessAudit.Run(
            new ColumnView(("y", values), ("s", groups)), new FairnessAuditOptions { LabelColumn = "y", SensitiveColumns = ["s"] }));
        Assert.Contains("Column 'y' has more than 1000 distinct values", error.Message);
        Assert.Contains("For a regression use MetricFrame.CreateRegression or mlContext.Fairlearn().Metric.Regression", error.Message);
    }

    [Fact]
    public void An_empty_table_no_sensitive_column_and_a_column_named_twice_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => FairnessAudit.Run(Table([], [], [], []), s_options));
        Assert.Throws<ArgumentException>(() => FairnessAudit.Run(Table(), s_options with { SensitiveColumns = [] }));
        ArgumentException twice = Assert.Throws<ArgumentException>(() => FairnessAudit.Run(Table(), s_options with { ControlColumns = ["s"] }));
        Assert.Contains("'s' is named twice", twice.Message);
    }

    [Theory]
    [InlineData(-1, 0.95, 30)]
    [InlineData(10, 0.0, 30)]
    [InlineData(10, 0.95, -1)]
    public void Options_out_of_range_are_refused(int replicates, double confidence, int limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FairnessAudit.Run(
            Table(), s_options with { BootstrapReplicates = replicates, Confidence = confidence, SmallCellLimit = limit }));

    [Fact]
    public void A_metric_that_the_frame_does_not_hold_is_named_with_those_it_holds()
    {
        MetricFrame frame = MetricFrame.Create([0, 1], [0, 1], [new GroupColumn("s", ["a", "b"])], metrics: [GroupMetrics.Accuracy]);
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => FairnessMetrics.DemographicParityDifference(frame));
        Assert.Contains("no metric 'selection_rate'; it has accuracy", error.Message);
    }

    [Fact]
    public void Counts_of_a_database_are_checked_line_by_line()
    {
        Assert.Throws<InvalidDataException>(() => GroupCounts.FromRows(["s"], [new CountRow(["a"], "1", null, 0)]));
        Assert.Throws<InvalidDataException>(() => GroupCounts.FromRows(["s"], [new CountRow(["a", "b"], "1", null, 1)]));
        Assert.Throws<InvalidDataException>(() => GroupCounts.FromRows(["s"], [new CountRow(["a"], "1", null, 1, -2)]));
    }

    [Fact]
    public void Bytes_out_of_range_are_named_with_their_row()
    {
        byte[] ten = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1];
        byte[] bad = [0, 1, 0, 1, 0, 1, 0, 1, 0, 2];
        Assert.Contains("'labels' is 2 at row 10", Assert.Throws<InvalidDataException>(() => ConfusionCounts.Count(ten, bad, ten, 2)).Message);
        Assert.Contains("'predictions' is 2 at row 10", Assert.Throws<InvalidDataException>(() => ConfusionCounts.Count(ten, ten, bad, 2)).Message);
        Assert.Contains("'groups' is 2 at row 10", Assert.Throws<InvalidDataException>(() => ConfusionCounts.Count(bad, ten, ten, 2)).Message);
        Assert.Throws<ArgumentException>(() => ConfusionCounts.Count(ten, ten, ten.AsSpan(1), 2));
    }

    private static ColumnView Table(string?[]? labels = null, string?[]? predictions = null, string?[]? groups = null, double[]? weights = null) => new(
        ("y", labels ?? ["0", "1", "0", "1"]),
        ("p", predictions ?? ["0", "0", "1", "1"]),
        ("s", groups ?? ["a", "b", "a", "b"]),
        ("w", weights ?? [1, 1, 1, 1]));
}
