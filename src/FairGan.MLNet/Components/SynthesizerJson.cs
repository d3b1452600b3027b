using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FairGan.MLNet.Protection;
using FairGan.MLNet.Training;

namespace FairGan.MLNet.Components;

/// <summary>Reads and writes the options and the training summary of a synthesizer as JSON.</summary>
internal static class SynthesizerJson
{
    /// <summary>The options as JSON.</summary>
    public static byte[] ToBytes(SynthesizerOptions options) => Encoding.UTF8.GetBytes(PublishedOptions.Json(options));

    /// <summary>The summary as JSON.</summary>
    public static byte[] ToBytes(TrainingSummary summary, SynthesizerOptions options) =>
        options.Protection.IsOn ? Encoding.UTF8.GetBytes(PublishedOptions.Json(summary, options)) : JsonSerializer.SerializeToUtf8Bytes(summary, TrainingJson.Default.TrainingSummary);

    /// <summary>The options as JSON.</summary>
    public static byte[] ToBytes(VectorSynthesizerOptions options) => Encoding.UTF8.GetBytes(PublishedOptions.Json(options));

    /// <summary>Reads options.</summary>
    /// <exception cref="FormatException">The text does not contain options.</exception>
    public static SynthesizerOptions Options(ReadOnlySpan<byte> json)
    {
        SynthesizerOptions options = Read(json, PublishedOptions.Read, "options");

        // A generator's file leaves out the number of threads, which does not describe the generator.
        return options.Training.Threads >= 1 ? options : options with { Training = options.Training with { Threads = Environment.ProcessorCount } };
    }

    /// <summary>Reads a training summary.</summary>
    /// <exception cref="FormatException">The text does not contain a training summary.</exception>
    public static TrainingSummary Summary(ReadOnlySpan<byte> json) => Read(json, TrainingJson.Default.TrainingSummary, "training summary");

    /// <summary>Reads options for vectors.</summary>
    /// <exception cref="FormatException">The text does not contain options.</exception>
    public static VectorSynthesizerOptions VectorOptions(ReadOnlySpan<byte> json)
    {
        VectorSynthesizerOptions options = Read(json, TrainingJson.Default.VectorSynthesizerOptions, "options");
        return options.Training.Threads >= 1 ? options : options with { Training = options.Training with { Threads = Environment.ProcessorCount } };
    }

    /// <summary>Reads a training summary for vectors.</summary>
    /// <exception cref="FormatException">The text does not contain a training summary.</exception>
    public static VectorTrainingSummary VectorSummary(ReadOnlySpan<byte> json) => Read(json, TrainingJson.Default.VectorTrainingSummary, "training summary");

    private static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, string what) => Read(json, text => JsonSerializer.Deserialize(text, type), what);

    private static T Read<T>(ReadOnlySpan<byte> json, Func<ReadOnlySpan<byte>, T?> read, string what)
    {
        try
        {
            return read(json) ?? throw new FormatException($"The {what} of the generator are empty.");
        }
        catch (JsonException problem)
        {
            throw JsonText.Refusal($"The {what} of the generator", problem);
        }
    }
}
