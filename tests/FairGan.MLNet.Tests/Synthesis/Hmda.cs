using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.MLNet.Tests.Synthesis;

/// <summary>Boston's mortgage applications, and a synthesizer that has learned them hastily.</summary>
internal static class Hmda
{
    public static MLContext Context { get; } = new(seed: 1);

    public static IDataView Data { get; } = TableReader.Load(Context, Path.Combine(AppContext.BaseDirectory, "TestData", "hmda.csv"));

    /// <summary>Settings that train in a second or two.</summary>
    public static GanOptions Quick { get; } = new() { Seed = 1, Steps = 150, Components = 256, BatchSize = 64, HiddenSizes = [64], LearningRate = 0.01, AverageDecay = 0.9, Threads = 1 };

    public static SynthesizerOptions Options { get; } = new()
    {
        LabelColumn = "deny",
        PositiveValue = "no",
        SensitiveColumns = ["afam"],
        Training = Quick,
    };

    private static readonly Lazy<SynthesizerTransformer> s_fitted = new(() => Context.FairGan().Synthesizer(Options).Fit(Data));

    /// <summary>One training for all tests that need but a trained synthesizer. Not to be disposed of.</summary>
    public static SynthesizerTransformer Fitted => s_fitted.Value;

    /// <summary>Adds the features of an application, and a label that is true for an approved one.</summary>
    public static IEstimator<ITransformer> Features(MLContext context)
    {
        string[] numbers = ["pirat", "hirat", "lvrat", "unemp", "chist", "mhist"];
        string[] singles = [.. numbers.Select(name => name + "Number")];
        return context.Transforms.Conversion.MapValue("Label", [new("no", true), new KeyValuePair<string, bool>("yes", false)], "deny")
            .Append(context.Transforms.Conversion.ConvertType([.. numbers.Zip(singles, (from, to) => new InputOutputColumnPair(to, from))]))
            .Append(context.Transforms.Categorical.OneHotEncoding([new("phist"), new("insurance")]))
            .Append(context.Transforms.Concatenate("Features", [.. singles, "phist", "insurance"]))
            .Append(context.Transforms.NormalizeMeanVariance("Features"));
    }

    /// <summary>Predicts whether an application is approved.</summary>
    public static IEstimator<ITransformer> Classifier(MLContext context) =>
        Features(context).Append(context.BinaryClassification.Trainers.LbfgsLogisticRegression());
}
