using FairGan.Reporting.Quality.Leakage;
using Microsoft.ML;
using static FairGan.Reporting.Tests.Quality.Table;

namespace FairGan.Reporting.Tests.Quality;

public sealed class LeakageTests
{
    private const int Rows = 3000;

    // One sequence for all columns of a test: those of neighbouring seeds are linear in the seed, so that three of them would give
    // each other away.
    private readonly Random _random = new(1);

    [Fact]
    public void A_column_that_gives_the_group_away_is_found()
    {
        string[] groups = Groups();
        LeakageResult result = Measure(Of(Text("sex", groups), Text("title", [.. groups.Select(group => $"title of {group}")]), Noise("x")), ["sex"]);

        PartitionLeakage partition = Assert.Single(result.Partitions);
        Assert.InRange(partition.AreaUnderRocCurve, 0.9999, 1);
        Assert.Equal(3, partition.Groups.Count);
        Assert.All(partition.Groups, group => Assert.InRange(group.AreaUnderRocCurve, 0.9999, 1));
        Assert.Equal(Rows, partition.Groups.Sum(group => group.Rows));
        Assert.Equal(["title", "x"], result.Features);
    }

    [Fact]
    public void Noise_tells_nothing_of_the_group()
    {
        LeakageResult result = Measure(Of(Text("sex", Groups()), Noise("x"), Noise("z"), Text("c", Groups())), ["sex"]);

        Assert.InRange(result.Partitions[0].AreaUnderRocCurve, 0.45, 0.55);
        Assert.All(result.Partitions[0].Groups, group => Assert.InRange(group.AreaUnderRocCurve, 0.42, 0.58));
    }

    [Fact]
    public void The_mean_is_weighted_by_the_size_of_the_groups()
    {
        string[] groups = Groups();
        IDataView table = Of(Text("sex", groups), Text("hint", [.. groups.Select(group => group == "c" ? "c" : "other")]), Noise("x"));
        PartitionLeakage partition = Measure(table, ["sex"]).Partitions[0];

        GroupLeakage told = Assert.Single(partition.Groups, group => group.Values[0] == "c");
        Assert.InRange(told.AreaUnderRocCurve, 0.9999, 1);
        Assert.Equal(
            partition.Groups.Sum(group => group.Rows * group.AreaUnderRocCurve) / Rows, partition.AreaUnderRocCurve, 1e-12);
        Assert.InRange(partition.AreaUnderRocCurve, 0.6, 0.95);
    }

    [Fact]
    public void Excluded_and_sensitive_columns_are_no_features()
    {
        string[] groups = Groups();
        IDataView table = Of(Text("sex", groups), Text("race", groups), Text("label", groups), Noise("x"));
        LeakageResult result = Measure(table, ["sex", "race"], new LeakageOptions { ExcludedFeatures = ["label"] });

        Assert.Equal(["x"], result.Features);
        Assert.Equal(3, result.Partitions.Count);
        Assert.Equal(["sex", "race"], result.Partitions[2].Columns);
        Assert.All(result.Partitions, partition => Assert.InRange(partition.AreaUnderRocCurve, 0.42, 0.58));
        Assert.True(Measure(table, ["sex"], new LeakageOptions { ExcludedFeatures = ["race"] }).Partitions[0].AreaUnderRocCurve > 0.9999);
    }

    [Fact]
    public void Two_groups_share_one_figure_and_the_same_seed_gives_it_again()
    {
        string[] groups = [.. Groups().Select(group => group == "a" ? "a" : "b")];
        double[] income = [.. groups.Select(group => _random.NextDouble() + (group == "a" ? 0.3 : 0))];
        IDataView table = Of(Text("sex", groups), Numbers("income", income));
        PartitionLeakage first = Measure(table, ["sex"]).Partitions[0];
        PartitionLeakage again = Measure(table, ["sex"]).Partitions[0];

        // One uniform number above another that is shifted by 0.3: 1 − 0.7² ÷ 2 = 0.755.
        Assert.InRange(first.AreaUnderRocCurve, 0.70, 0.79);
        Assert.Equal(first.Groups[0].AreaUnderRocCurve, first.Groups[1].AreaUnderRocCurve);
        Assert.Equal(first.AreaUnderRocCurve, again.AreaUnderRocCurve);
    }

    [Fact]
    public void A_group_too_small_for_the_folds_has_no_figure_and_leaves_the_mean_alone()
    {
        string[] groups = Groups();
        groups[0] = "rare";
        PartitionLeakage partition = Measure(Of(Text("sex", groups), Text("title", groups)), ["sex"]).Partitions[0];

        Assert.True(double.IsNaN(partition.Groups[^1].AreaUnderRocCurve));
        Assert.InRange(partition.AreaUnderRocCurve, 0.9999, 1);
        PartitionLeakage capped = Measure(Of(Text("sex", groups), Text("title", groups)), ["sex"], new LeakageOptions { MaximumGroups = 1 }).Partitions[0];
        Assert.Equal(3, capped.OmittedGroups);
        Assert.Single(capped.Groups);
        PartitionLeakage alone = Measure(Of(Text("sex", "a", "a", "a", "a"), Numbers("x", 1, 2, 3, 4)), ["sex"]).Partitions[0];
        Assert.True(double.IsNaN(alone.AreaUnderRocCurve));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        IDataView table = Of(Text("sex", "a", "b"), Numbers("x", 1, 2));
        Assert.Contains("'race'", Assert.Throws<ArgumentException>(() => Measure(table, ["race"])).Message);
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => Measure(table, ["sex"], new LeakageOptions { ExcludedFeatures = ["y"] })).Message);
        Assert.Throws<ArgumentException>(() => Measure(table, []));
        Assert.Throws<ArgumentException>(() => Measure(table, ["sex", "x"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Measure(table, ["sex"], new LeakageOptions { Folds = 1 }));
        Assert.ThrowsAny<OperationCanceledException>(() => LeakageEvaluator.Measure(
            new MLContext(1), Of(Text("sex", Groups()), Noise("x")), ["sex"], cancellationToken: new CancellationToken(true)));
    }

    private static LeakageResult Measure(IDataView table, IReadOnlyList<string> sensitive, LeakageOptions? options = null) =>
        LeakageEvaluator.Measure(new MLContext(1), table, sensitive, options, cancellationToken: Token);

    private string[] Groups() => [.. Uniform().Select(value => value switch { < 0.5 => "a", < 0.8 => "b", _ => "c" })];

    private Microsoft.Data.Analysis.DataFrameColumn Noise(string name) => Numbers(name, Uniform());

    private double[] Uniform() => [.. Enumerable.Range(0, Rows).Select(_ => _random.NextDouble())];
}
