
using FairGan.Fairness.Audits;
using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;

namespace FairGan.Fairness.Tests;

public sealed class Aif360MetricsTests
{
    [Fact]
    public void The_differential_fairness_of_Adult_is_the_figure_in_the_documentation_of_AIF360()
    {
        // AIF360 documents 1.7547611985549287 for Adult without rows that hold a '?', with groups by sex and race.
        ColumnView adult = DataSets.Read(row => !row.Contains("?"), "adult.train.csv", "adult.test.csv");
        Assert.Equal(45_222, adult.GetRowCount());
        MetricFrame frame = MetricFrame.Create(adult, new MetricFrameOptions
        {
            LabelColumn = "income",
            SensitiveColumns = ["sex", "race"],
            PositiveValue = ">50K",
        });
        Assert.Equal(1.7547611985549287, Aif360Metrics.SmoothedEmpiricalDifferentialFairness(frame), 1e-12);
    }

    [Fact]
    public void Parity_on_Adult_is_the_quotient_of_its_counts()
    {
        // 1,769 of 16,192 women and 9,918 of 32,650 men earn more than 50K.
        ColumnView adult = DataSets.Read(null, "adult.train.csv", "adult.test.csv");
        MetricFrame frame = MetricFrame.Create(adult, new MetricFrameOptions
        {
            LabelColumn = "income",
            SensitiveColumns = ["sex"],
            PositiveValue = ">50K",
        });
        Aif360Metrics metrics = Aif360Metrics.Compare(frame, cell => cell[0] == "Male");
        Assert.Equal((1769.0 / 16192) - (9918.0 / 32650), metrics.StatisticalParityDifference, 1e-15);
        Assert.Equal(1769.0 / 16192 / (9918.0 / 32650), metrics.DisparateImpact, 1e-15);
        Assert.Equal(-0.1945, metrics.StatisticalParityDifference, 5e-5);
        Assert.Equal(0.3597, metrics.DisparateImpact, 5e-5);
    }

    [Fact]
    public void Parity_on_German_is_the_quotient_of_its_counts()
    {
        // 201 of 310 women and 499 of 690 men are good risks.
        ColumnView german = DataSets.Read(null, "german.train.csv", "german.test.csv");
        MetricFrame frame = MetricFrame.Create(german, new MetricFrameOptions
        {
            LabelColumn = "credit",
            SensitiveColumns = ["sex"],
            PositiveValue = "good",
        });
        Aif360Metrics metrics = Aif360Metrics.Compare(frame, cell => cell[0] == "male");
        Assert.Equal((201.0 / 310) - (499.0 / 690), metrics.StatisticalParityDifference, 1e-15);
        Assert.Equal(201.0 / 310 / (499.0 / 690), metrics.DisparateImpact, 1e-15);
        Assert.Equal(-0.0748, metrics.StatisticalParityDifference, 5e-5);
    }

    [Fact]
    public void Every_signed_figure_follows_from_the_confusion_counts()
    {
        // Privileged: TP 40, FN 10, FP 20, TN 30. Unprivileged: TP 15, FN 15, FP 10, TN 60.
        Aif360Metrics metrics = Aif360Metrics.Compare(Example(), cell => cell[0] == "p");
        Assert.Equal(0.25 - 0.6, metrics.StatisticalParityDifference, 1e-15);
        Assert.Equal(0.25 / 0.6, metrics.DisparateImpact, 1e-15);
        Assert.Equal(0.5 - 0.8, metrics.EqualOpportunityDifference, 1e-15);
        Assert.Equal((1.0 / 7) - 0.4, metrics.FalsePositiveRateDifference, 1e-15);
        Assert.Equal(0.5 * ((1.0 / 7) - 0.4 + (0.5 - 0.8)), metrics.AverageOddsDifference, 1e-15);
        Assert.Equal(0.5 * (0.4 - (1.0 / 7) + 0.3), metrics.AverageAbsoluteOddsDifference, 1e-15);
        Assert.Equal(0.5 - 0.2, metrics.FalseNegativeRateDifference, 1e-15);
        Assert.Equal(0.4 - (1.0 / 3), metrics.FalseDiscoveryRateDifference, 1e-15);
        Assert.Equal(0.2 - 0.25, metrics.FalseOmissionRateDifference, 1e-15);
        Assert.Equal(0.25 - 0.3, metrics.ErrorRateDifference, 1e-15);
        Assert.Equal(0.25 / 0.3, metrics.ErrorRateRatio, 1e-15);
    }

    [Fact]
    public void Generalized_entropy_is_that_of_the_benefits()
    {
        // Benefits: 30 rows with 2 (false positives), 145 with 1, 25 with 0; their mean is 205 / 200 = 1.025.
        MetricFrame frame = Example();
        const double Mean = 1.025;
        double theil = ((30 * 2 / Mean * Math.Log(2 / Mean)) + (145 / Mean * Math.Log(1 / Mean))) / 200;
        double second = ((30 * ((4 / Mean / Mean) - 1)) + (145 * ((1 / Mean / Mean) - 1)) + (25 * -1)) / (200 * 2);
        Assert.Equal(theil, Aif360Metrics.TheilIndex(frame), 1e-14);
        Assert.Equal(second, Aif360Metrics.GeneralizedEntropyIndex(frame), 1e-14);
        Assert.Equal(2 * Math.Sqrt(second), Aif360Metrics.CoefficientOfVariation(frame), 1e-14);
        Assert.Equal(double.PositiveInfinity, Aif360Metrics.GeneralizedEntropyIndex(frame, 0));

        // Mean benefits: privileged 1 + (20 − 10) / 100, unprivileged 1 + (10 − 15) / 100.
        double between = ((1.1 / Mean * Math.Log(1.1 / Mean)) + (0.95 / Mean * Math.Log(0.95 / Mean))) / 2;
        Assert.Equal(between, Aif360Metrics.Compare(frame, cell => cell[0] == "p").BetweenGroupTheilIndex, 1e-14);
        Assert.Equal(between, Aif360Metrics.BetweenAllGroupsGeneralizedEntropyIndex(frame, 1), 1e-14);
    }

    [Fact]
    public void Differential_fairness_is_the_largest_log_ratio_of_either_outcome()
    {
        // Labels: 50 of 100 and 30 of 100, smoothed with one half: 50.5 / 101 and 30.5 / 101.
        double labels = Math.Max(Math.Log(50.5 / 30.5), Math.Log(70.5 / 50.5));
        Assert.Equal(labels, Aif360Metrics.SmoothedEmpiricalDifferentialFairness(Example()), 1e-14);

        // Predictions: 60 and 25 of 100.
        double predictions = Math.Max(Math.Log(60.5 / 25.5), Math.Log(75.5 / 40.5));
        Assert.Equal(predictions - labels, Aif360Metrics.DifferentialFairnessBiasAmplification(Example()), 1e-14);
    }

    [Fact]
    public void Consistency_compares_each_row_with_the_mean_of_its_neighbours_itself_included()
    {
        // Neighbours of 2 rows each: {0, 1} twice, {2, 3} twice. Means 0.5 and 1: distances 0.5, 0.5, 0, 0.
        float[][] features = [[0f], [1f], [10f], [11f]];
        Assert.Equal(0.75, Aif360Metrics.Consistency(features, [1, 0, 1, 1], 2), 1e-15);
        Assert.Equal(1.0, Aif360Metrics.Consistency(features, [1, 0, 1, 1], 1), 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => Aif360Metrics.Consistency(features, [1, 0, 1, 1], 5));
    }

    [Fact]
    public void Values_that_make_nobody_privileged_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Aif360Metrics.Compare(Example(), cell => cell[0] == "male"));
        Assert.Contains("No row is privileged", error.Message);
    }

    private static MetricFrame Example()
    {
        GroupCounts counts = GroupCounts.FromRows(
            ["s"],
            [
                new CountRow(["p"], "1", "1", 40), new CountRow(["p"], "1", "0", 10),
                new CountRow(["p"], "0", "1", 20), new CountRow(["p"], "0", "0", 30),
                new CountRow(["u"], "1", "1", 15), new CountRow(["u"], "1", "0", 15),
                new CountRow(["u"], "0", "1", 10), new CountRow(["u"], "0", "0", 60),
            ],
            predictionColumn: "p");
        return MetricFrame.Create(counts, new MetricFrameOptions { LabelColumn = "label", SensitiveColumns = ["s"] });
    }
}
