using FairGan.Reporting.Quality.Models;
using FairGan.Reporting.Quality.Tables;
using FairGan.Reporting.Quality.Utility;
using Microsoft.ML;
using static FairGan.Reporting.Tests.Quality.Table;

namespace FairGan.Reporting.Tests.Quality;

public sealed class UtilityTests
{
    [Fact]
    public void Quality_and_group_rates_are_counted_as_by_hand()
    {
        // Group F: truth + - -, decisions + + -. Group M: truth + + -, decisions + - -. A missing group: truth -, decision -.
        ColumnarTable table = ColumnarTableReader.Read(Of(Text("sex", "F", "F", "F", "M", "M", "M", null)), "table", CancellationToken.None);
        bool[] truth = [true, false, false, true, true, false, false];
        bool[] decisions = [true, true, false, true, false, false, false];
        double[] scores = [3, 1, -1, 2, -2, -3, -4];

        UtilityResult result = UtilityEvaluator.Summarize(
            10, RowSampling.All(7), truth, scores, decisions, GroupPartition.CreateAll(["sex"], "sensitive", table));

        Assert.Equal(5.0 / 7, result.Accuracy, 12);
        Assert.Equal(4.0 / 6, result.F1Score, 12);

        // Positives score 3, 2, -2 and negatives 1, -1, -3, -4: of the 12 pairs only (-2, 1) and (-2, -1) are in the wrong order.
        Assert.Equal(10.0 / 12, result.AreaUnderRocCurve, 12);
        PartitionRates partition = Assert.Single(result.Partitions);
        GroupRates women = partition.Groups.Single(group => group.Values[0] == "F");
        GroupRates men = partition.Groups.Single(group => group.Values[0] == "M");
        GroupRates missing = partition.Groups.Single(group => group.Values[0] is null);
        Assert.Equal((3, 1, 2.0 / 3, 1.0, 0.5), (women.Rows, women.Positives, women.SelectionRate, women.TruePositiveRate, women.FalsePositiveRate));
        Assert.Equal((3, 2, 1.0 / 3, 0.5, 0.0), (men.Rows, men.Positives, men.SelectionRate, men.TruePositiveRate, men.FalsePositiveRate));
        Assert.True(double.IsNaN(missing.TruePositiveRate));
        Assert.Equal(2.0 / 3, partition.DemographicParityDifference, 12);
        Assert.Equal(0.5, partition.EqualizedOddsDifference, 12);
    }

    [Fact]
    public void Intervals_are_those_of_the_shares_they_belong_to()
    {
        // 400 rows, every fifth decision wrong: the standard error of the accuracy is 0.02. Of group a 100 of 200 are selected, of b 50.
        bool[] truth = [.. Enumerable.Range(0, 400).Select(row => row % 2 == 0)];
        bool[] decisions = [.. truth.Select((positive, row) => row % 5 == 0 ? !positive : positive)];
        int[] groups = [.. truth.Select((_, row) => row / 200)];
        TestedModel model = new(truth, [.. decisions.Select(decision => decision ? 1.0 : 0)], decisions, [groups], [2], new UtilityResult(1, 400, 0.8, 0.8, 0.8, []));
        TestedModel other = model with { Decisions = [.. groups.Select((group, row) => row % 4 < (group == 0 ? 2 : 1))] };

        UtilityComparison comparison = UtilityBootstrap.Compare(model, other, 1);

        UtilityIntervals intervals = comparison.TrainedOnReal.Intervals!;
        Assert.Equal(0.8 - (1.96 * 0.02), intervals.Accuracy.Lower, 0.005);
        Assert.Equal(0.8 + (1.96 * 0.02), intervals.Accuracy.Upper, 0.005);
        Assert.Equal(0.8 + (1.96 * 0.02), intervals.AreaUnderRocCurve.Upper, 0.005);

        // The standard error of the difference of 1/2 and 1/4, of 200 rows each, is 0.0468.
        PartitionIntervals apart = comparison.TrainedOnSynthetic.Intervals!.Partitions[0];
        Assert.Equal(0.25 - (1.96 * 0.0468), apart.DemographicParityDifference.Lower, 0.01);
        Assert.Equal(0.25 + (1.96 * 0.0468), apart.DemographicParityDifferenceWithoutSmall.Upper, 0.01);
        Assert.True(comparison.DifferenceIntervals!.Partitions[0].DemographicParityDifference.Lower > 0);
        Assert.Equal(comparison.TrainedOnReal.Intervals!.Accuracy, UtilityBootstrap.WithIntervals(model, 1).Intervals!.Accuracy);
    }

    [Fact]
    public void Models_with_equal_decisions_do_not_differ_on_any_resample()
    {
        bool[] truth = [.. Enumerable.Range(0, 60).Select(row => row % 3 == 0)];
        TestedModel model = new(truth, [.. truth.Select((_, row) => (double)(row % 7))], [.. truth.Select((_, row) => row % 7 > 3)], [new int[60]], [1], new UtilityResult(1, 60, 0.5, 0.5, 0.5, []));

        UtilityIntervals differences = UtilityBootstrap.Compare(model, model, 1).DifferenceIntervals!;

        Assert.Equal((0, 0), (differences.AreaUnderRocCurve.Lower, differences.AreaUnderRocCurve.Upper));
        Assert.Equal((0, 0), (differences.Partitions[0].EqualizedOddsDifference.Lower, differences.Partitions[0].EqualizedOddsDifference.Upper));
    }

    [Fact]
    public void Ties_count_half_in_the_area_under_the_curve()
    {
        Assert.Equal(0.5, Ranking.AreaUnderRocCurve([1, 1, 1, 1], [true, false, true, false]));
        Assert.Equal(0.875, Ranking.AreaUnderRocCurve([1, 2, 2, 3], [false, false, true, true]));
        Assert.True(double.IsNaN(Ranking.AreaUnderRocCurve([1, 2], [true, true])));
    }

    [Fact]
    public void A_label_that_follows_from_the_features_is_learned_from_a_category_and_from_a_gap_in_numbers()
    {
        IDataView train = Rule(2000, 1);
        IDataView test = Rule(500, 2);

        UtilityResult result = UtilityEvaluator.TrainOnSyntheticTestOnReal(new MLContext(1), train, test, "approved", "yes", cancellationToken: Token);

        Assert.Equal(2000, result.TrainingRows);
        Assert.Equal(500, result.TestRows);
        Assert.InRange(result.AreaUnderRocCurve, 0.999, 1);
        Assert.InRange(result.Accuracy, 0.99, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_label_that_hangs_on_missing_cells_is_learned(int sign)
    {
        IDataView Patients(int seed)
        {
            var random = new Random(seed);
            bool[] ill = [.. Enumerable.Range(0, 600).Select(_ => random.Next(2) == 0)];
            return Of(
                Text("ill", [.. ill.Select(value => value ? "yes" : "no")]),
                Numbers("treated", [.. ill.Select(value => value ? sign * (double)random.Next(150) : double.NaN)]),
                Numbers("age", [.. ill.Select(_ => (double)random.Next(50))]));
        }

        UtilityResult result = UtilityEvaluator.TrainOnSyntheticTestOnReal(new MLContext(1), Patients(1), Patients(2), "ill", "yes", cancellationToken: Token);

        Assert.Equal(1, result.AreaUnderRocCurve);
        Assert.Equal(1, result.Accuracy);
    }

    [Fact]
    public void The_same_seed_gives_the_same_figures_on_one_thread_and_on_two()
    {
        IDataView train = Rule(600, 1, noise: 0.3);
        IDataView test = Rule(300, 2, noise: 0.3);
        UtilityResult Run(int threads) => UtilityEvaluator.TrainOnSyntheticTestOnReal(
            new MLContext(1), train, test, "approved", "yes", new UtilityOptions { Trees = new BoostedTreeOptions { Threads = threads } });

        Assert.Equal(Run(1).AreaUnderRocCurve, Run(1).AreaUnderRocCurve);
        Assert.Equal(Run(1).AreaUnderRocCurve, Run(2).AreaUnderRocCurve);
    }

    [Fact]
    public void Excluded_features_are_not_used()
    {
        IDataView train = Rule(1000, 1);
        IDataView test = Rule(1000, 2);

        UtilityResult blind = UtilityEvaluator.TrainOnSyntheticTestOnReal(
            new MLContext(1), train, test, "approved", "yes", new UtilityOptions { ExcludedFeatures = ["job", "income"] }, cancellationToken: Token);

        Assert.InRange(blind.AreaUnderRocCurve, 0.4, 0.6);
    }

    [Fact]
    public void One_class_in_training_gives_chance_and_no_crash()
    {
        IDataView train = Of(Text("approved", "yes", "yes", "yes"), Numbers("income", 1, 2, 3));
        IDataView test = Of(Text("approved", "yes", "no"), Numbers("income", 1, 2));

        UtilityResult result = UtilityEvaluator.TrainOnSyntheticTestOnReal(new MLContext(1), train, test, "approved", "yes", cancellationToken: Token);

        Assert.Equal(0.5, result.AreaUnderRocCurve);
        Assert.Equal(0.5, result.Accuracy);
    }

    [Fact]
    public void True_and_1_are_positive_when_no_value_is_named_and_missing_labels_are_left_out()
    {
        ColumnarTable table = ColumnarTableReader.Read(Of(Text("text", "False", "True", null), Numbers("number", 0, 1, double.NaN)), "table", CancellationToken.None);

        BinaryLabel text = BinaryLabel.Create([table], "text", null, "label", "positive");
        BinaryLabel number = BinaryLabel.Create([table], "number", null, "label", "positive");

        Assert.Equal("True", text.PositiveValue);
        Assert.Equal([0, 1, -1], text.Classes(table));
        Assert.Equal("1", number.PositiveValue);
        Assert.Equal([0, 1, -1], number.Classes(table));
        Assert.Equal([0, 1], number.LabelledRows(table));
    }

    [Fact]
    public void A_wrong_label_or_value_is_named_with_the_remedy()
    {
        IDataView table = Of(Text("approved", "yes", "no", "perhaps"), Numbers("income", 1, 2, 3));
        MLContext mlContext = new(1);

        ArgumentException label = Assert.Throws<ArgumentException>(() => UtilityEvaluator.TrainOnSyntheticTestOnReal(mlContext, table, table, "approval", cancellationToken: Token));
        ArgumentException value = Assert.Throws<ArgumentException>(() => UtilityEvaluator.TrainOnSyntheticTestOnReal(mlContext, table, table, "approved", "YES", cancellationToken: Token));
        ArgumentException unnamed = Assert.Throws<ArgumentException>(() => UtilityEvaluator.TrainOnSyntheticTestOnReal(mlContext, table, table, "approved", cancellationToken: Token));

        Assert.Contains("no column 'approval'", label.Message, StringComparison.Ordinal);
        Assert.Contains("'no', 'perhaps', 'yes'", value.Message, StringComparison.Ordinal);
        Assert.Contains("3 different values", unnamed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_trained_on_Adult_does_as_published()
    {
        (IDataView train, _) = Adult("train");
        (IDataView test, _) = Adult("test");

        UtilityResult result = UtilityEvaluator.TrainOnSyntheticTestOnReal(
            new MLContext(1), train, test, "income", ">50K", new UtilityOptions { SensitiveColumns = ["sex"] }, cancellationToken: Token);

        Assert.InRange(result.AreaUnderRocCurve, 0.920, 0.935);
        Assert.InRange(result.Accuracy, 0.86, 0.89);
        Assert.InRange(result.Partitions[0].DemographicParityDifference, 0.16, 0.22);
        TestContext.Current.TestOutputHelper?.WriteLine($"{result} {result.Partitions[0]}");
    }

    /// <summary>Approved is who is a clerk or has an income above 50; no income is known of some clerks.</summary>
    private static IDataView Rule(int rows, int seed, double noise = 0)
    {
        Random random = new(seed);
        string[] jobs = [.. Enumerable.Range(0, rows).Select(_ => random.Next(2) == 0 ? "clerk" : "other")];
        double[] incomes = [.. jobs.Select(job => job == "clerk" && random.Next(4) == 0 ? double.NaN : random.Next(100))];
        string[] labels = [.. jobs.Zip(incomes, (job, income) => (job == "clerk" || income > 50) != (random.NextDouble() < noise) ? "yes" : "no")];
        return Of(Text("job", jobs), Numbers("income", incomes), Text("weather", [.. jobs.Select(_ => random.Next(3) == 0 ? "rain" : "sun")]), Text("approved", labels));
    }
}
