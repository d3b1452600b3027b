using FairGan.Export.Sampling;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.Reporting.Quality.Utility;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Synthesis;

public sealed class FairnessDefinitionTests
{
    private static readonly SynthesizerOptions s_options = new()
    {
        LabelColumn = "granted",
        PositiveValue = "yes",
        SensitiveColumns = ["group"],
        Training = Hmda.Quick with { Steps = 300 },
    };

    // Group b has less often the degree that half decides, and is held back beside that.
    [Fact]
    public void Conditional_parity_levels_the_groups_within_the_legitimate_column_and_leaves_what_that_explains()
    {
        IDataView real = People(6000, seed: 1);
        using SynthesizerTransformer synthesizer = Hmda.Context.FairGan().Synthesizer(s_options with { Fairness = FairnessDefinition.ConditionalParity, Given = ["degree"] }).Fit(real);
        IDataView asTheyWere = synthesizer.Generate(20_000, new SamplingOptions { Strength = 0 }), fair = synthesizer.Generate(20_000);
        foreach (string degree in (string[])["high", "low"])
        {
            Assert.True(Gap(asTheyWere, degree) > 0.1);
            Assert.InRange(Gap(fair, degree), -0.03, 0.03);
        }

        Assert.True(Gap(fair, null) > 0.08);
    }

    [Theory]
    [InlineData(FairnessDefinition.EqualizedOdds, 0)]
    [InlineData(FairnessDefinition.EqualOpportunity, 0)]
    [InlineData(FairnessDefinition.EqualizedOdds, 0.4)]
    [InlineData(FairnessDefinition.EqualOpportunity, 0.4)]
    public void Models_trained_on_the_rows_err_alike_in_every_group_of_real_ones(FairnessDefinition definition, double withoutLabel)
    {
        // One training's difference is off by some hundredths by chance, so the mean of three counts.
        IDataView real = People(6000, seed: 1, withoutLabel), test = People(20_000, seed: 2);
        (double Before, double After, double Utility)[] trainings = Array.ConvertAll((long[])[1, 2, 3], seed =>
        {
            using SynthesizerTransformer synthesizer = Hmda.Context.FairGan().Synthesizer(s_options with { Fairness = definition, Seed = seed }).Fit(real);
            var (after, utility) = Model(synthesizer, 1);
            return (Model(synthesizer, 0).Difference, after, utility);
        });
        double before = trainings.Average(training => training.Before), after = trainings.Average(training => training.After);
        Assert.True(before > 0.12, $"{before}");
        Assert.True(after < 0.1 && after < before / 2, $"{before} became {after}");
        Assert.All(trainings, training => Assert.True(training.Utility > 0.7, $"{training.Utility}"));

        (double Difference, double Utility) Model(SynthesizerTransformer synthesizer, double strength)
        {
            UtilityResult result = UtilityEvaluator.TrainOnSyntheticTestOnReal(
                Hmda.Context, synthesizer.Generate(20_000, new SamplingOptions { Strength = strength }), test, "granted", "yes", new UtilityOptions { SensitiveColumns = ["group"] });
            var groups = result.Partitions[0].Groups;
            double opportunity = Math.Abs(groups[0].TruePositiveRate - groups[1].TruePositiveRate);
            return (definition == FairnessDefinition.EqualOpportunity ? opportunity : result.Partitions[0].EqualizedOddsDifference, result.AreaUnderRocCurve);
        }
    }

    [Fact]
    public void Parity_holds_among_the_rows_that_have_a_label()
    {
        IDataView real = People(6000, seed: 1, withoutLabel: 0.4);
        using SynthesizerTransformer synthesizer = Hmda.Context.FairGan().Synthesizer(s_options).Fit(real);
        IDataView asTheyWere = synthesizer.Generate(20_000, new SamplingOptions { Strength = 0 }), fair = synthesizer.Generate(20_000);
        Assert.Equal(Share(real, "b", ""), Share(asTheyWere, "b", ""), 0.05);
        Assert.InRange(Rate(real, "a") - Rate(real, "b"), 0.2, 1);
        Assert.Equal(Rate(real, "a") - Rate(real, "b"), Rate(asTheyWere, "a") - Rate(asTheyWere, "b"), 0.05);
        Assert.InRange(Rate(fair, "a") - Rate(fair, "b"), -0.06, 0.06);

        static double Rate(IDataView table, string group) => Share(table, group, "yes") / (1 - Share(table, group, ""));

        static double Share(IDataView table, string group, string label) =>
            table.GetColumn<string>("group").Zip(table.GetColumn<string>("granted")).Where(row => row.First == group).Average(row => row.Second == label ? 1.0 : 0);
    }

    // Nothing but the group tells the label: without it, nothing is left.
    [Fact]
    public void Labels_that_would_say_nothing_are_refused_with_the_strength_that_leaves_something()
    {
        var random = new Random(3);
        bool[] isA = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble() < 0.5)];
        IDataView real = Table(
            ("group", [.. isA.Select(a => a ? "a" : "b")]),
            ("noise", [.. isA.Select(_ => random.Next(4).ToString(System.Globalization.CultureInfo.InvariantCulture))]),
            ("granted", [.. isA.Select(a => random.NextDouble() < (a ? 0.9 : 0.1) ? "yes" : "no")]));
        SynthesizerOptions options = s_options with { Training = Hmda.Quick with { Steps = 20 } };
        var problem = Assert.Throws<FormatException>(() => Hmda.Context.FairGan().Synthesizer(options).Fit(real));
        Assert.Contains("floor of 20", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Choose a strength of at most 0.", problem.Message, StringComparison.Ordinal);
        Hmda.Context.FairGan().Synthesizer(options with { UtilityFloor = 0 }).Fit(real).Dispose();
    }

    [Fact]
    public void Groups_without_anything_else_cannot_keep_information_and_are_not_refused_for_it()
    {
        var random = new Random(3);
        bool[] isA = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble() < 0.5)];
        (string, string[])[] alone = [("group", [.. isA.Select(a => a ? "a" : "b")]), ("granted", [.. isA.Select(a => random.NextDouble() < (a ? 0.9 : 0.1) ? "yes" : "no")])];
        SynthesizerOptions options = s_options with { Training = Hmda.Quick with { Steps = 20 }, UtilityFloor = 1 };
        using SynthesizerTransformer fair = Hmda.Context.FairGan().Synthesizer(options).Fit(Table(alone));
        string[] groups = [.. fair.Generate(4000).GetColumn<string>("group")], labels = [.. fair.Generate(4000).GetColumn<string>("granted")];
        double Rate(string group) => groups.Zip(labels).Where(row => row.First == group).Average(row => row.Second == "yes" ? 1.0 : 0);
        Assert.InRange(Rate("a") - Rate("b"), -0.05, 0.05);

        // Without a label there is nothing to keep either.
        using SynthesizerTransformer plain = Hmda.Context.FairGan().Synthesizer(options with { LabelColumn = null, PositiveValue = null }).Fit(Table([.. alone, ("noise", [.. isA.Select(_ => $"{random.Next(4)}")])]));
        Assert.Null(plain.Information.Schema.Label);
    }

    // A table of pairs of the values would be 400 megabytes.
    [Fact]
    public void A_column_of_ten_thousand_values_makes_a_small_file()
    {
        var random = new Random(4);
        string[] towns = [.. Enumerable.Range(0, 20_000).Select(i => $"town {(i < 10_000 ? i : (int)(10_000 * Math.Pow(random.NextDouble(), 3)))}")];
        IDataView real = Table(
            ("town", towns),
            ("group", [.. towns.Select(_ => random.NextDouble() < 0.5 ? "a" : "b")]),
            ("granted", [.. towns.Select(_ => random.NextDouble() < 0.5 ? "yes" : "no")]));
        using SynthesizerTransformer synthesizer = Hmda.Context.FairGan().Synthesizer(s_options with { Training = Hmda.Quick with { Steps = 20 }, UtilityFloor = 0, Protection = new() { MinRows = 0 } }).Fit(real);
        Assert.InRange(synthesizer.GeneratorBytes.Length, 1, 2_000_000);
        Assert.True(synthesizer.Generate(20_000).GetColumn<string>("town").Distinct().Count() > 3000);
    }

    [Fact]
    public void Definitions_and_columns_that_do_not_go_together_are_refused()
    {
        Refused(s_options with { Fairness = FairnessDefinition.ConditionalParity }, "name at least one");
        Refused(s_options with { Given = ["degree"] }, "only conditional parity");
        Refused(s_options with { Fairness = FairnessDefinition.ConditionalParity, Given = ["group"] }, "'group' cannot be legitimate");
        Refused(s_options with { Fairness = FairnessDefinition.EqualizedOdds, Training = new() { LabelHead = false } }, "label head");
        Refused(s_options with { UtilityFloor = 1.5 }, "floor");

        static void Refused(SynthesizerOptions options, string expected) =>
            Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    // Some of group b's rows may lack the label.
    private static ColumnarDataView People(int rows, int seed, double withoutLabel = 0)
    {
        var random = new Random(seed);
        bool[] isA = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() < 0.6)];
        bool[] isHigh = [.. isA.Select(a => random.NextDouble() < (a ? 0.6 : 0.3))];
        double[] skill = [.. isA.Select(_ => Math.Round(random.NextDouble() + random.NextDouble(), 2))];
        return ColumnarDataView.Create(
        [
            Text("group", [.. isA.Select(a => a ? "a" : "b")]),
            Text("degree", [.. isHigh.Select(high => high ? "high" : "low")]),
            ("skill", ColumnData.Of(skill)),
            Text("granted", [.. Enumerable.Range(0, rows).Select(i =>
                !isA[i] && withoutLabel > 0 && random.NextDouble() < withoutLabel ? ""
                : random.NextDouble() < 1 / (1 + Math.Exp(-((isHigh[i] ? 1 : -1) + (isA[i] ? 0.6 : -0.6) + (4 * (skill[i] - 1))))) ? "yes" : "no")]),
        ]);
    }

    private static ColumnarDataView Table(params (string Name, string[] Cells)[] columns) => ColumnarDataView.Create(columns.Select(column => Text(column.Name, column.Cells)));

    private static (string, ColumnData) Text(string name, string[] cells)
    {
        string[] categories = [.. cells.Distinct()];
        var codes = categories.Select((category, code) => (category, code)).ToDictionary(c => c.category, c => c.code);
        return (name, ColumnData.Text([.. cells.Select(cell => codes[cell])], categories));
    }

    // Group a's rate of grants less group b's, over all rows or those of a degree.
    private static double Gap(IDataView table, string? degree)
    {
        var rows = table.GetColumn<string>("group").Zip(table.GetColumn<string>("granted"), table.GetColumn<string>("degree")).Where(row => degree is null || row.Third == degree).ToArray();
        return Rate("a") - Rate("b");

        double Rate(string group) => rows.Where(row => row.First == group).Average(row => row.Second == "yes" ? 1.0 : 0);
    }
}
