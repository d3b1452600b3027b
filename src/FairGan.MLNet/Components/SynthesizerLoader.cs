using FairGan.Export;
using FairGan.MLNet.Components;
using FairGan.MLNet.Components.Persistence;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(SynthesizerTransformer), typeof(SynthesizerLoader), null, typeof(SignatureLoadModel), "FairGan synthesizer", SynthesizerLoader.Signature)]

namespace FairGan.MLNet.Components;

/// <summary>Saves and loads synthesizers in ML.NET's model file.</summary>
internal static class SynthesizerLoader
{
    /// <summary>The name under which ML.NET finds this class when it loads a model.</summary>
    public const string Signature = "FairGanSynthesizer";

    private static readonly SavedModelKind s_kind = new("FGSYNTHR", Signature, typeof(SynthesizerLoader).Assembly);

    /// <summary>Writes a synthesizer.</summary>
    /// <param name="context">ML.NET's save context.</param>
    /// <param name="synthesizer">The synthesizer.</param>
    /// <exception cref="NotSupportedException">A column's type cannot be saved.</exception>
    public static void Save(ModelSaveContext context, SynthesizerTransformer synthesizer) =>
        new SavedSynthesizer(synthesizer.Schema, synthesizer.GeneratorBytes.ToArray(), SynthesizerJson.ToBytes(synthesizer.Options), SynthesizerJson.ToBytes(synthesizer.Summary, synthesizer.Options))
            .Save(context, s_kind);

    // ML.NET finds this method by its name and parameters.
    private static SynthesizerTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ArgumentNullException.ThrowIfNull(env);
        SavedSynthesizer saved = SavedSynthesizer.Load(ctx, s_kind);
        return new SynthesizerTransformer(
            saved.Schema, OnnxGenerator.Parse(saved.Generator), SynthesizerJson.Options(saved.Options), SynthesizerJson.Summary(saved.Summary), new ReplacedRowsWarning(env));
    }
}
