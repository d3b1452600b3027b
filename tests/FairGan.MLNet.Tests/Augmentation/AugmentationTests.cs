using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.MLNet.Tests.Synthesis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Augmentation;

public sealed class AugmentationTests
{
    private static readonly AugmentationOptions s_options = new() { LabelColumn = "deny", SensitiveColumns = ["afam"] };

    [Fact]
    public void Weights_make_label_and_group_independent_and_keep_their_shares()
    {
        AugmentationTransformer augmentation = Hmda.Context.FairGan().Augment(s_options).Fit(Hmda.Data);
        IDataView weighted = augmentation.Transform(Hmda.Data);
        float[] weights = [.. weighted.GetColumn<float>("Weight")];
        string[] labels = [.. weighted.GetColumn<string>("deny")], groups = [.. weighted.GetColumn<string>("afam")];
        double Share(Func<int, bool> isSo) => Enumerable.Range(0, weights.Length).Where(isSo).Sum(row => (double)weights[row]) / weights.Length;
        double Before(Func<int, bool> isSo) => Enumerable.Range(0, weights.Length).Count(isSo) / (double)weights.Length;
        Assert.Equal(Before(row => labels[row] == "no"), Share(row => labels[row] == "no"), 1e-5);
        Assert.Equal(Before(row => groups[row] == "yes"), Share(row => groups[row] == "yes"), 1e-5);
        Assert.Equal(Before(row => labels[row] == "no") * Before(row => groups[row] == "yes"), Share(row => labels[row] == "no" && groups[row] == "yes"), 1e-5);
        Assert.True(augmentation.WeightOf("no", "yes") > 1);
    }

    [Fact]
    public void Resampled_rows_have_the_target_shares_and_are_the_same_at_every_reading()
    {
        var options = s_options with { Target = AugmentationTarget.Even, Resample = true, Noise = 0.1 };
        IDataView resampled = Hmda.Context.FairGan().Augment(options).Fit(Hmda.Data).Transform(Hmda.Data);
        string[] cells = [.. resampled.GetColumn<string>("deny").Zip(resampled.GetColumn<string>("afam"), (label, group) => label + group)];
        Assert.All(cells.CountBy(cell => cell), cell => Assert.Equal(0.25, cell.Value / (double)cells.Length, 0.02));
        Assert.Equal(2380, cells.Length, 2380 * 0.05);
        double[] first = [.. resampled.GetColumn<double>("pirat")];
        Assert.Equal(first, resampled.GetColumn<double>("pirat"));
        double[] real = [.. Hmda.Data.GetColumn<double>("pirat")];
        Assert.NotEmpty(first.Except(real));
        Assert.Equal(Hmda.Data.Schema.Select(column => column.Name), resampled.Schema.Select(column => column.Name));
    }

    [Fact]
    public void It_chains_before_a_trainer_and_is_saved_with_it()
    {
        MLContext context = Hmda.Context;
        var pipeline = context.FairGan().Augment(s_options)
            .Append(context.Transforms.Conversion.MapValue("Label", new Dictionary<string, bool> { ["no"] = true, ["yes"] = false }, "deny"))
            .Append(context.Transforms.Concatenate("Wide", "pirat", "hirat", "lvrat"))
            .Append(context.Transforms.Conversion.ConvertType("Features", "Wide", DataKind.Single))
            .Append(context.BinaryClassification.Trainers.LbfgsLogisticRegression(exampleWeightColumnName: "Weight"));
        var model = pipeline.Fit(Hmda.Data);
        using var saved = new MemoryStream();
        context.Model.Save(model, Hmda.Data.Schema, saved);
        saved.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(saved, out _);
        Assert.Equal(model.Transform(Hmda.Data).GetColumn<float>("Score"), loaded.Transform(Hmda.Data).GetColumn<float>("Score"));
    }

    [Fact]
    public void A_column_that_does_not_exist_is_named() =>
        Assert.Contains("'race'; the table has 'a'", Assert.Throws<ArgumentOutOfRangeException>(
            () => Hmda.Context.FairGan().Augment(new() { LabelColumn = "race", SensitiveColumns = ["a"] }).Fit(TestTables.FromCsv("a,b\n1,2\n"))).Message, StringComparison.Ordinal);
}
