using FairGan.Export.Vectors;
using FairGan.MLNet.Components;
using FairGan.MLNet.Components.Persistence;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(VectorSynthesizerTransformer), typeof(VectorSynthesizerLoader), null, typeof(SignatureLoadModel), "FairGan vector synthesizer", VectorSynthesizerLoader.Signature)]

namespace FairGan.MLNet.Components;

/// <summary>Saves and loads synthesizers of vectors in ML.NET's model file.</summary>
internal static class VectorSynthesizerLoader
{
    /// <summary>The name under which ML.NET finds this class when it loads a model.</summary>
    public const string Signature = "FairGanVectors";

    private static readonly SavedModelKind s_kind = new("FGVECTOR", Signature, typeof(VectorSynthesizerLoader).Assembly);

    /// <summary>Writes a synthesizer.</summary>
    /// <param name="context">ML.NET's save context.</param>
    /// <param name="synthesizer">The synthesizer.</param>
    /// <exception cref="NotSupportedException">A column's type cannot be saved.</exception>
    public static void Save(ModelSaveContext context, VectorSynthesizerTransformer synthesizer) =>
        new SavedSynthesizer(synthesizer.Schema, synthesizer.GeneratorBytes.ToArray(), SynthesizerJson.ToBytes(synthesizer.Options), "{}"u8.ToArray())
            .Save(context, s_kind);

    // ML.NET finds this method by its name and parameters.
    private static VectorSynthesizerTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ArgumentNullException.ThrowIfNull(env);
        SavedSynthesizer saved = SavedSynthesizer.Load(ctx, s_kind);
        return new VectorSynthesizerTransformer(
            saved.Schema, VectorGenerator.Parse(saved.Generator), SynthesizerJson.VectorOptions(saved.Options), SynthesizerJson.VectorSummary(saved.Summary), new ReplacedRowsWarning(env));
    }
}
