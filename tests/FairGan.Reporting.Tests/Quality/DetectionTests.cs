using FairGan.Reporting.Quality.Detection;
using Microsoft.ML;
using static FairGan.Reporting.Tests.Quality.Table;

namespace FairGan.Reporting.Tests.Quality;

public sealed class DetectionTests
{
    [Fact]
    public void Rows_of_another_distribution_are_detected()
    {
        DetectionResult result = DetectionEvaluator.Measure(new MLContext(1), Uniform(600, 0, 1), Uniform(600, 2, 2), cancellationToken: Token);

        Assert.InRange(result.AreaUnderRocCurve, 0.99, 1);
        Assert.Equal(3, result.FoldAreas.Count);
    }

    [Fact]
    public void Rows_from_the_same_source_are_not()
    {
        DetectionResult result = DetectionEvaluator.Measure(new MLContext(1), Uniform(2000, 0, 1), Uniform(3000, 0, 2), cancellationToken: Token);

        Assert.InRange(result.AreaUnderRocCurve, 0.45, 0.55);
        Assert.Equal(2000, result.RowsPerTable);
    }

    [Fact]
    public void A_changed_relation_is_found_though_every_column_is_right()
    {
        Random random = new(1);
        double[] values = [.. Enumerable.Range(0, 1500).Select(_ => random.NextDouble())];
        double[] others = [.. values];
        random.Shuffle(others);

        DetectionResult result = DetectionEvaluator.Measure(
            new MLContext(1), Of(Numbers("x", values), Numbers("y", values)), Of(Numbers("x", values), Numbers("y", others)), cancellationToken: Token);

        Assert.InRange(result.AreaUnderRocCurve, 0.9, 1);
    }

    [Fact]
    public void Fewer_rows_than_folds_leave_the_figure_undefined()
    {
        DetectionResult result = DetectionEvaluator.Measure(new MLContext(1), Uniform(2, 0, 1), Uniform(5, 0, 1), cancellationToken: Token);

        Assert.True(double.IsNaN(result.AreaUnderRocCurve));
        Assert.Empty(result.FoldAreas);
    }

    [Fact]
    public void One_half_of_Adult_is_not_distinguished_from_the_other()
    {
        (IDataView first, _) = Adult("train", row => row % 2 == 0);
        (IDataView second, _) = Adult("train", row => row % 2 == 1);

        DetectionResult result = DetectionEvaluator.Measure(new MLContext(1), first, second, cancellationToken: Token);

        Assert.InRange(result.AreaUnderRocCurve, 0.48, 0.52);
    }

    private static IDataView Uniform(int rows, double shift, int seed)
    {
        Random random = new(seed);
        return Of(
            Numbers("x", [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() + shift)]),
            Text("c", [.. Enumerable.Range(0, rows).Select(_ => random.Next(2) == 0 ? "a" : "b")]));
    }
}
