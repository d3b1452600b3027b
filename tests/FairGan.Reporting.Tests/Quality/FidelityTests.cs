using System.Globalization;
using FairGan.Reporting.Quality.Fidelity;
using Microsoft.ML;
using static FairGan.Reporting.Tests.Quality.Table;

namespace FairGan.Reporting.Tests.Quality;

public sealed class FidelityTests
{
    [Fact]
    public void A_numeric_shape_is_one_less_the_largest_gap_of_the_distribution_functions()
    {
        // At 4 every real value is reached and three of four synthetic ones: a gap of a quarter. Missing values are left out.
        IDataView real = Of(Numbers("x", 1, 2, 3, 4, double.NaN));
        IDataView synthetic = Of(Numbers("x", 1, 2, 3, 8));

        ColumnFidelity column = Assert.Single(FidelityEvaluator.Compare(real, synthetic, cancellationToken: Token).Columns);

        Assert.Equal(0.75, column.Shape, 12);
        Assert.True(column.IsNumeric);
        Assert.Equal(0.2, column.RealMissingRate, 12);
        Assert.Equal(0, column.SyntheticMissingRate);
        Assert.Equal(4, column.RealDistinct);
    }

    [Fact]
    public void A_categorical_shape_is_one_less_half_the_differences_of_the_shares_and_missing_is_a_category()
    {
        // Shares a 1/2 and 1/4, b 1/4 and 1/2, c 1/4 and 0, missing 0 and 1/4: half of their differences is 1/2.
        IDataView real = Of(Text("x", "a", "a", "b", "c"));
        IDataView synthetic = Of(Text("x", "a", "b", "b", null));

        ColumnFidelity column = Assert.Single(FidelityEvaluator.Compare(real, synthetic, cancellationToken: Token).Columns);

        Assert.Equal(0.5, column.Shape, 12);
        Assert.Equal(0.25, column.SyntheticMissingRate, 12);
        Assert.Equal(3, column.RealDistinct);
        Assert.Equal(2, column.SyntheticDistinct);
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss")]
    [InlineData("MM/dd/yyyy HH:mm")]
    public void Texts_that_are_dates_are_compared_as_points_in_time(string format)
    {
        // A minute apart no text stands in both tables, and as categories they would have nothing in common. Half a day of a hundred days is half a percent.
        string[] Times(double shift) => [.. Enumerable.Range(0, 100).Select(day => new DateTime(2017, 2, 11).AddDays(day + shift).ToString(format, CultureInfo.InvariantCulture))];
        double[] days = [.. Enumerable.Range(0, 100).Select(day => (double)day)];
        IDataView real = Of(Text("at", [.. Times(0), "", "unknown"]), Numbers("x", [.. days, double.NaN, double.NaN]));
        IDataView synthetic = Of(Text("at", [.. Times(0.5), null, null]), Numbers("x", [.. days, double.NaN, double.NaN]));

        FidelityResult result = FidelityEvaluator.Compare(real, synthetic, cancellationToken: Token);

        Assert.True(result.Columns[0].IsNumeric);
        Assert.Equal(0.99, result.Columns[0].Shape, 12);
        Assert.Equal(2.0 / 102, result.Columns[0].RealMissingRate, 12);
        Assert.Equal(1, Assert.Single(result.Pairs).RealCorrelation, 6);
    }

    [Fact]
    public void Texts_of_which_few_are_dates_stay_categories()
    {
        string[] rooms = [.. Enumerable.Range(0, 100).Select(day => day % 10 == 0 ? $"room {day}" : new DateTime(2017, 2, 11).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];

        Assert.False(Assert.Single(FidelityEvaluator.Compare(Of(Text("at", rooms)), Of(Text("at", rooms)), cancellationToken: Token).Columns).IsNumeric);
    }

    [Fact]
    public void Two_numeric_columns_are_compared_by_their_correlations()
    {
        // (1,1) (2,3) (3,2) (4,4) correlate by 0.8, the same values in order by 1; the missing row counts for neither.
        IDataView real = Of(Numbers("x", 1, 2, 3, 4, 9), Numbers("y", 1, 3, 2, 4, double.NaN));
        IDataView synthetic = Of(Numbers("x", 1, 2, 3, 4), Numbers("y", 1, 2, 3, 4));

        PairFidelity pair = Assert.Single(FidelityEvaluator.Compare(real, synthetic, cancellationToken: Token).Pairs);

        Assert.True(pair.BothNumeric);
        Assert.Equal(0.8, pair.RealCorrelation, 12);
        Assert.Equal(1, pair.SyntheticCorrelation, 12);
        Assert.Equal(0.9, pair.Trend, 12);
    }

    [Fact]
    public void A_constant_column_has_no_correlation_and_stays_out_of_the_mean()
    {
        IDataView real = Of(Numbers("x", 0.1, 0.1, 0.1), Numbers("y", 1, 2, 3), Numbers("z", 1, 2, 3));
        IDataView synthetic = Of(Numbers("x", 0.1, 0.1, 0.1), Numbers("y", 1, 2, 3), Numbers("z", 3, 2, 1));

        FidelityResult result = FidelityEvaluator.Compare(real, synthetic, cancellationToken: Token);

        Assert.Equal(2, result.Pairs.Count(pair => double.IsNaN(pair.Trend)));
        Assert.Equal(0, result.MeanTrend, 12);
        Assert.Equal(("y", "z"), (result.WorstPair!.First, result.WorstPair.Second));
        Assert.Equal(1, result.MeanShape, 12);
    }

    [Fact]
    public void Other_pairs_are_compared_by_their_joint_shares_with_numbers_in_bins_of_the_real_range()
    {
        // Real range 0 to 10 in two bins: 0 and 4 below 5, the rest above. Joint shares real: low-a 1/2, high-b 1/2.
        // Synthetic: -3 falls into the low bin, 99 and 5 into the high one: low-a 1/3, high-a 1/3, high-b 1/3.
        // Half of |1/2-1/3| + 1/3 + |1/2-1/3| is 1/3.
        IDataView real = Of(Numbers("x", 0, 4, 5, 10), Text("c", "a", "a", "b", "b"));
        IDataView synthetic = Of(Numbers("x", -3, 99, 5), Text("c", "a", "a", "b"));

        PairFidelity pair = Assert.Single(FidelityEvaluator.Compare(real, synthetic, new FidelityOptions { Bins = 2 }, cancellationToken: Token).Pairs);

        Assert.False(pair.BothNumeric);
        Assert.Equal(2.0 / 3, pair.Trend, 12);
    }

    [Fact]
    public void Many_categories_give_the_same_figure_as_few_renamed_ones()
    {
        // Three thousand categories a column take the sparse way of counting; their pair agrees on a third of the rows.
        string[] names = [.. Enumerable.Range(0, 3000).Select(number => $"n{number}")];
        string[] shifted = [.. names.Select((name, row) => row % 3 == 0 ? name : names[(row + 1) % 3000])];
        IDataView real = Of(Text("a", names), Text("b", names));
        IDataView synthetic = Of(Text("a", names), Text("b", shifted));

        PairFidelity pair = Assert.Single(FidelityEvaluator.Compare(real, synthetic, cancellationToken: Token).Pairs);

        Assert.Equal(1.0 / 3, pair.Trend, 12);
    }

    [Fact]
    public void Groups_are_measured_one_by_one_and_a_lost_group_scores_zero()
    {
        IDataView real = Of(Text("sex", "F", "F", "M", "M", "X"), Numbers("x", 1, 2, 3, 4, 5));
        IDataView synthetic = Of(Text("sex", "F", "F", "M", "M", "Y"), Numbers("x", 1, 2, 3, 9, 5));

        PartitionFidelity partition = Assert.Single(FidelityEvaluator.Compare(real, synthetic, new FidelityOptions { SensitiveColumns = ["sex"] }, cancellationToken: Token).Partitions);

        Dictionary<string, GroupFidelity> groups = partition.Groups.ToDictionary(group => group.Values[0]!);
        Assert.Equal(1, groups["F"].MeanShape, 12);
        Assert.Equal(0.5, groups["M"].MeanShape, 12);
        Assert.Equal("x", groups["M"].WorstColumn);
        Assert.Equal(0, groups["X"].MeanShape);
        Assert.Equal(0, groups["X"].SyntheticRows);
        Assert.True(double.IsNaN(groups["Y"].MeanShape));
        Assert.Equal("X", partition.Worst!.Values[0]);
        Assert.DoesNotContain("sex", groups["F"].Shapes.Keys);
    }

    [Fact]
    public void Several_sensitive_columns_are_measured_alone_and_crossed()
    {
        IDataView table = Of(Text("sex", "F", "F", "M"), Text("race", "a", "b", "a"), Numbers("x", 1, 2, 3));

        FidelityResult result = FidelityEvaluator.Compare(table, table, new FidelityOptions { SensitiveColumns = ["sex", "race"], MaximumGroups = 2 }, cancellationToken: Token);

        Assert.Equal(["sex", "race", "sex race"], result.Partitions.Select(partition => string.Join(' ', partition.Columns)));
        Assert.Equal(2, result.Partitions[2].Groups.Count);
        Assert.Equal(1, result.Partitions[2].OmittedGroups);
        Assert.All(result.Partitions, partition => Assert.Equal(1, partition.Worst!.MeanShape));
    }

    [Fact]
    public void A_numeric_sensitive_column_of_many_values_is_cut_at_its_quartiles()
    {
        double[] ages = [.. Enumerable.Range(1, 101).Select(age => (double)age)];
        IDataView table = Of(Numbers("age", ages));

        PartitionFidelity partition = Assert.Single(FidelityEvaluator.Compare(table, table, new FidelityOptions { SensitiveColumns = ["age"] }, cancellationToken: Token).Partitions);

        Assert.Equal(["over 26.5 to 51.5", "over 51.5 to 76.5", "over 76.5", "up to 26.5"], partition.Groups.Select(group => group.Values[0]!).Order(StringComparer.Ordinal));
        Assert.Equal(101, partition.Groups.Sum(group => group.RealRows));
    }

    [Fact]
    public void Too_many_pairs_are_measured_on_a_sample_that_is_named()
    {
        double[] values = [.. Enumerable.Range(0, 5000).Select(value => (double)value)];
        IDataView table = Of(Numbers("x", values), Text("c", [.. values.Select(value => value % 2 == 0 ? "even" : "odd")]));

        FidelityResult result = FidelityEvaluator.Compare(table, table, new FidelityOptions { MaximumPairVisits = 4000 }, cancellationToken: Token);

        Assert.Equal(2000, result.PairRowsReal);
        Assert.Equal(2000, result.PairRowsSynthetic);
        Assert.Equal(5000, result.RealRows);
    }

    [Fact]
    public void Keys_are_compared_by_the_values_they_stand_for()
    {
        MLContext mlContext = new(1);
        IDataView first = Of(Text("c", "a", "b", "b"));
        IDataView second = Of(Text("c", "b", "b", "a"));
        IDataView firstKeys = mlContext.Transforms.Conversion.MapValueToKey("c").Fit(first).Transform(first);
        IDataView secondKeys = mlContext.Transforms.Conversion.MapValueToKey("c").Fit(second).Transform(second);

        FidelityResult result = FidelityEvaluator.Compare(firstKeys, secondKeys, cancellationToken: Token);

        Assert.Equal(1, result.MeanShape, 12);
    }

    [Fact]
    public void A_missing_column_is_named_with_the_remedy()
    {
        IDataView both = Of(Numbers("x", 1), Text("c", "a"));
        IDataView one = Of(Numbers("x", 1));

        ArgumentException lacking = Assert.Throws<ArgumentException>(() => FidelityEvaluator.Compare(both, one, cancellationToken: Token));
        Assert.Contains("lacks column 'c'", lacking.Message, StringComparison.Ordinal);
        Assert.Equal("synthetic", lacking.ParamName);
        ArgumentException extra = Assert.Throws<ArgumentException>(() => FidelityEvaluator.Compare(one, both, cancellationToken: Token));
        Assert.Contains("Drop the column", extra.Message, StringComparison.Ordinal);
        ArgumentException unknown = Assert.Throws<ArgumentException>(() => FidelityEvaluator.Compare(both, both, new FidelityOptions { SensitiveColumns = ["sex"] }, cancellationToken: Token));
        Assert.Contains("'sex'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("'x', 'c'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_different_kinds_and_empty_tables_are_refused()
    {
        ArgumentException kind = Assert.Throws<ArgumentException>(() => FidelityEvaluator.Compare(Of(Numbers("x", 1)), Of(Text("x", "1")), cancellationToken: Token));
        Assert.Contains("'x' is categorical in 'synthetic' and numeric in 'real'", kind.Message, StringComparison.Ordinal);
        ArgumentException empty = Assert.Throws<ArgumentException>(() => FidelityEvaluator.Compare(Of(Numbers("x", 1)), Of(Numbers("x")), cancellationToken: Token));
        Assert.Contains("no rows", empty.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        Random random = new(1);
        string[] categories = [.. Enumerable.Range(0, 500).Select(_ => $"c{random.Next(9)}")];
        double[] numbers = [.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())];
        IDataView real = Of(Text("a", categories), Numbers("b", numbers), Text("c", [.. categories.Reverse()]));
        IDataView synthetic = Of(Text("a", [.. categories.Reverse()]), Numbers("b", numbers), Text("c", categories));

        Assert.Equal(
            FidelityEvaluator.Compare(real, synthetic, new FidelityOptions { Threads = 1 }, cancellationToken: Token).Pairs,
            FidelityEvaluator.Compare(real, synthetic, new FidelityOptions { Threads = 2 }, cancellationToken: Token).Pairs);
    }

    [Fact]
    public void A_cancelled_token_stops_the_comparison() => Assert.Throws<OperationCanceledException>(
        () => FidelityEvaluator.Compare(Of(Numbers("x", 1)), Of(Numbers("x", 1)), cancellationToken: new CancellationToken(true)));

    [Fact]
    public void One_half_of_Adult_follows_the_other_as_published()
    {
        int[] half = [.. Enumerable.Range(0, 39073).Select(row => (int)((uint)(row * 2654435761) >> 31))];
        (IDataView first, _) = Adult("train", row => half[row] == 0);
        (IDataView second, _) = Adult("train", row => half[row] == 1);

        FidelityResult result = FidelityEvaluator.Compare(first, second, new FidelityOptions { SensitiveColumns = ["sex", "race"] }, cancellationToken: Token);

        Assert.InRange(result.MeanShape, 0.990, 0.997);
        Assert.InRange(result.MeanTrend, 0.981, 0.989);
        TestContext.Current.TestOutputHelper?.WriteLine($"shapes {result.MeanShape:F4}, trends {result.MeanTrend:F4}, worst {result.WorstColumn} {result.WorstPair}");
    }
}
