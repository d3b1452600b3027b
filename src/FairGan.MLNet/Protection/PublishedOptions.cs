using System.Text.Json;
using System.Text.Json.Nodes;
using FairGan.MLNet.Training;

namespace FairGan.MLNet.Protection;

/// <summary>The options and the summary of a training, as they are published.</summary>
internal static class PublishedOptions
{
    /// <summary>
    /// The options as JSON. Where people are protected, without the seed, which would turn retraining into an exact membership
    /// test, and without the descriptions of columns, which may list rare values.
    /// </summary>
    /// <param name="options">The options.</param>
    public static string Json(SynthesizerOptions options)
    {
        JsonObject json = JsonSerializer.SerializeToNode(options with { Training = options.Training with { Threads = 0 } }, TrainingJson.Default.SynthesizerOptions)!.AsObject();
        if (IsConfidential(options))
        {
            foreach (string name in (ReadOnlySpan<string>)["training", "preparation", "columnKinds"])
            {
                json.Remove(name);
            }
        }
        else
        {
            json.Remove("protection");
        }

        return json.ToJsonString(TrainingJson.Default.Options);
    }

    /// <summary>The summary as JSON; where people are protected, only whether the training was cut short: steps, losses and likelihoods depend on single rows.</summary>
    /// <param name="summary">How the training went.</param>
    /// <param name="options">The options.</param>
    public static string Json(TrainingSummary summary, SynthesizerOptions options) => IsConfidential(options)
        ? summary.CutShort is { } cut ? new JsonObject { ["cutShort"] = cut }.ToJsonString() : "{}"
        : JsonSerializer.Serialize(summary with { Seconds = 0 }, TrainingJson.Default.TrainingSummary);

    private static bool IsConfidential(SynthesizerOptions options) => options.Protection.IsOn || options.Privacy is not null;

    /// <summary>The same for a generator of vectors, always without its seed.</summary>
    /// <param name="options">The options.</param>
    public static string Json(VectorSynthesizerOptions options)
    {
        JsonObject json = JsonSerializer.SerializeToNode(options, TrainingJson.Default.VectorSynthesizerOptions)!.AsObject();
        json.Remove("training");
        return json.ToJsonString(TrainingJson.Default.Options);
    }

    /// <summary>Reads the options; files written before there was protection are read with protection off.</summary>
    /// <param name="json">The JSON.</param>
    public static SynthesizerOptions Read(ReadOnlySpan<byte> json)
    {
        SynthesizerOptions options = JsonSerializer.Deserialize(json, TrainingJson.Default.SynthesizerOptions) ?? throw new FormatException("The options of the generator are empty.");
        return JsonNode.Parse(json)!.AsObject().ContainsKey("protection") ? options : options with { Protection = new ProtectionOptions { MinRows = 0 } };
    }
}
