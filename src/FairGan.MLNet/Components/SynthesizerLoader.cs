using FairGan.MLNet.Components;
using FairGan.MLNet.Components.Persistence;
using Microsoft.ML;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(SynthesizerTransformer), typeof(SynthesizerLoader), null, typeof(SignatureLoadModel), "FairGan synthesizer", SynthesizerLoader.Signature)]

namespace FairGan.MLNet.Components;

/// <summary>Saves and loads synthesizers in ML.NET's model file.</summary>
internal static class SynthesizerLoader
{
    /// <summary>The name under which ML.NET finds this class when it loads a model.</summary>
    public const string Signature = "FairGanSynthesizer";

    private const string Generator = "generator.onnx";
    private const string Schema = "schema";
    private const string Options = "options.json";
    private const string Summary = "training.json";

    private static readonly SavedModelKind s_kind = new("FGSYNTHR", Signature, typeof(SynthesizerLoader).Assembly);

    /// <summary>Writes a synthesizer.</summary>
    /// <param name="context">Where ML.NET wants it.</param>
    /// <param name="synthesizer">The synthesizer.</param>
    /// <exception cref="NotSupportedException">A column's type cannot be saved.</exception>
    public static void Save(ModelSaveContext context, SynthesizerTransformer synthesizer) => ModelStreams.Save(context, s_kind, new Dictionary<string, byte[]>
    {
        [Generator] = synthesizer.GeneratorBytes.ToArray(),
        [Schema] = SavedSchema.ToBytes(synthesizer.Schema),
        [Options] = SynthesizerJson.ToBytes(synthesizer.Options),
        [Summary] = SynthesizerJson.ToBytes(synthesizer.Summary, synthesizer.Options),
    });

    // ML.NET finds this method by its name and parameters.
    private static SynthesizerTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ArgumentNullException.ThrowIfNull(env);
        IReadOnlyDictionary<string, byte[]> contents = ModelStreams.Load(ctx, s_kind, Generator, Schema, Options, Summary);
        return new SynthesizerTransformer(
            SavedSchema.FromBytes(contents[Schema]),
            contents[Generator],
            SynthesizerJson.Options(contents[Options]),
            SynthesizerJson.Summary(contents[Summary]));
    }
}
