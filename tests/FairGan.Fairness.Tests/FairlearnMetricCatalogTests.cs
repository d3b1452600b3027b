using FairGan.Fairness.Fairlearn;
using FairGan.Fairness.Metrics;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Fairness.Tests;

public sealed class FairlearnMetricCatalogTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void The_figures_of_a_classifier_are_those_of_the_evaluator_of_ML_NET()
    {
        ColumnView scored = Scored(5000);
        BinaryGroupMetric metrics = _context.Fairlearn().Metric.BinaryClassification(scored, "Label", "PredictedLabel", "sex");
        CalibratedBinaryClassificationMetrics wanted = _context.BinaryClassification.Evaluate(scored);
        IDictionary<string, double> found = metrics.Overall();
        Assert.Equal(wanted.AreaUnderRocCurve, found["AUC"], 1e-9);
        Assert.Equal(wanted.Accuracy, found["Accuracy"], 1e-12);
        Assert.Equal(wanted.PositivePrecision, found["PosPrec"], 1e-12);
        Assert.Equal(wanted.PositiveRecall, found["PosRecall"], 1e-12);
        Assert.Equal(wanted.NegativePrecision, found["NegPrec"], 1e-12);
        Assert.Equal(wanted.NegativeRecall, found["NegRecall"], 1e-12);
        Assert.Equal(wanted.F1Score, found["F1Score"], 1e-12);
        Assert.Equal(wanted.AreaUnderPrecisionRecallCurve, found["AreaUnderPrecisionRecallCurve"], 1e-6);
        Assert.Equal(wanted.LogLoss, found["LogLoss"], 1e-6);
        Assert.Equal(wanted.LogLossReduction, found["LogLossReduction"], 1e-6);
        Assert.Equal(wanted.Entropy, found["Entropy"], 1e-6);
    }

    [Fact]
    public void The_table_by_group_has_a_row_per_group_and_the_columns_of_the_original()
    {
        BinaryGroupMetric metrics = _context.Fairlearn().Metric.BinaryClassification(Scored(500), "Label", "PredictedLabel", "sex");
        DataFrame table = metrics.ByGroup();
        Assert.Equal(
            ["sex", "AUC", "Accuracy", "PosPrec", "PosRecall", "NegPrec", "NegRecall", "F1Score", "AreaUnderPrecisionRecallCurve"],
            table.Columns.Select(column => column.Name));
        Assert.Equal(["f", "m"], table["sex"].Cast<string>());
        double[] accuracies = [.. table["Accuracy"].Cast<double>()];
        Assert.Equal(accuracies.Max() - accuracies.Min(), metrics.DifferenceBetweenGroups()["Accuracy"], 1e-15);
    }

    [Fact]
    public void A_group_of_one_class_and_a_key_column_are_no_error()
    {
        var view = new ColumnView(
            ("Label", new[] { true, true, false, true }),
            ("PredictedLabel", new[] { true, false, false, true }),
            ("Score", new[] { 1f, -1f, -2f, 3f }),
            ("group", new uint[] { 1, 1, 2, 2 }));
        DataFrame table = new FairlearnMetricCatalog(_context).BinaryClassification(view, "Label", "PredictedLabel", "group").ByGroup();
        double[] areas = [.. table["AUC"].Cast<double>()];
        Assert.True(double.IsNaN(areas[0]));
        Assert.Equal(1, areas[1]);
    }

    [Fact]
    public void The_figures_of_a_regression_use_every_row_and_are_those_of_the_evaluator_of_ML_NET()
    {
        var random = new Random(4);
        float[] labels = [.. Enumerable.Range(0, 1000).Select(_ => (float)random.NextDouble())];
        float[] scores = [.. labels.Select(label => label + (float)(random.NextDouble() / 5))];
        string[] groups = [.. labels.Select((_, row) => row < 150 ? "early" : "late")];
        RegressionGroupMetric metrics = _context.Fairlearn().Metric.Regression(
            new ColumnView(("Label", labels), ("Score", scores), ("group", groups)), "Label", "Score", "group");
        RegressionMetrics all = _context.Regression.Evaluate(new ColumnView(("Label", labels), ("Score", scores)));
        Assert.Equal(all.RSquared, metrics.Overall()["RSquared"], 1e-6);
        Assert.Equal(all.RootMeanSquaredError, metrics.Overall()["RMS"], 1e-6);
        Assert.Equal(all.MeanSquaredError, metrics.Overall()["MSE"], 1e-6);
        RegressionMetrics late = _context.Regression.Evaluate(new ColumnView(("Label", labels[150..]), ("Score", scores[150..])));
        DataFrame table = metrics.ByGroup();
        Assert.Equal(late.MeanAbsoluteError, (double)table["MAE"][1], 1e-6);
        Assert.Equal(Math.Abs((double)table["MAE"][1] - (double)table["MAE"][0]), metrics.DifferenceBetweenGroups()["MAE"], 1e-15);
    }

    private static ColumnView Scored(int rows)
    {
        var random = new Random(9);
        float[] scores = [.. Enumerable.Range(0, rows).Select(_ => (float)((random.NextDouble() * 6) - 3))];
        float[] probabilities = [.. scores.Select(score => 1 / (1 + MathF.Exp(-score)))];
        return new ColumnView(
            ("Label", probabilities.Select(probability => random.NextDouble() < probability).ToArray()),
            ("PredictedLabel", scores.Select(score => score > 0).ToArray()),
            ("Score", scores),
            ("Probability", probabilities),
            ("sex", scores.Select((_, row) => row % 3 == 0 ? "f" : "m").ToArray()));
    }
}
