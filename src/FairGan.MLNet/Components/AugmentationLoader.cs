using System.Text.Json;
using FairGan.MLNet.Components;
using FairGan.MLNet.Components.Persistence;
using FairGan.MLNet.Training;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(AugmentationTransformer), typeof(AugmentationLoader), null, typeof(SignatureLoadModel), "FairGan augmentation", AugmentationLoader.Signature)]

namespace FairGan.MLNet.Components;

/// <summary>Saves and loads augmentations in ML.NET's model file.</summary>
internal static class AugmentationLoader
{
    /// <summary>The name under which ML.NET finds this class when it loads a model.</summary>
    public const string Signature = "FairGanAugmentation";

    private const string Options = "options.json";
    private const string Cells = "cells.json";

    private static readonly SavedModelKind s_kind = new("FGAUGMEN", Signature, typeof(AugmentationLoader).Assembly);

    /// <summary>Writes an augmentation.</summary>
    /// <param name="context">ML.NET's save context.</param>
    /// <param name="augmentation">The augmentation.</param>
    public static void Save(ModelSaveContext context, AugmentationTransformer augmentation) => ModelStreams.Save(context, s_kind, new Dictionary<string, byte[]>
    {
        [Options] = JsonSerializer.SerializeToUtf8Bytes(augmentation.Options, TrainingJson.Default.AugmentationOptions),
        [Cells] = JsonSerializer.SerializeToUtf8Bytes(augmentation.Cells, TrainingJson.Default.IReadOnlyListAugmentationCell),
    });

    // ML.NET finds this method by its name and parameters.
    private static AugmentationTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ArgumentNullException.ThrowIfNull(env);
        IReadOnlyDictionary<string, byte[]> contents = ModelStreams.Load(ctx, s_kind, Options, Cells);
        return new AugmentationTransformer(
            JsonSerializer.Deserialize(contents[Options], TrainingJson.Default.AugmentationOptions) ?? throw new FormatException("The saved options are empty."),
            JsonSerializer.Deserialize(contents[Cells], TrainingJson.Default.IReadOnlyListAugmentationCell) ?? throw new FormatException("The saved weights are empty."));
    }
}
