using FairGan.MLNet.Components.Persistence;

namespace FairGan.MLNet.Components;

/// <summary>The parts of a synthesizer, of tables or vectors, in ML.NET's model file. The names of the entries must not change: existing models use them.</summary>
/// <param name="Schema">The schema of the real table.</param>
/// <param name="Generator">The generator's file.</param>
/// <param name="Options">The options as JSON.</param>
/// <param name="Summary">The training summary as JSON.</param>
internal sealed record SavedSynthesizer(DataViewSchema Schema, byte[] Generator, byte[] Options, byte[] Summary)
{
    private const string GeneratorEntry = "generator.onnx";
    private const string SchemaEntry = "schema";
    private const string OptionsEntry = "options.json";
    private const string SummaryEntry = "training.json";

    /// <summary>Writes it.</summary>
    /// <param name="context">ML.NET's save context.</param>
    /// <param name="kind">Which kind of synthesizer it is.</param>
    /// <exception cref="NotSupportedException">A column's type cannot be saved.</exception>
    public void Save(ModelSaveContext context, SavedModelKind kind) => ModelStreams.Save(context, kind, new Dictionary<string, byte[]>
    {
        [GeneratorEntry] = Generator,
        [SchemaEntry] = SavedSchema.ToBytes(Schema),
        [OptionsEntry] = Options,
        [SummaryEntry] = Summary,
    });

    /// <summary>Reads it.</summary>
    /// <param name="context">Where ML.NET found it.</param>
    /// <param name="kind">Which kind of synthesizer it has to be.</param>
    /// <exception cref="FormatException">It is of another kind, or damaged.</exception>
    public static SavedSynthesizer Load(ModelLoadContext context, SavedModelKind kind)
    {
        IReadOnlyDictionary<string, byte[]> contents = ModelStreams.Load(context, kind, GeneratorEntry, SchemaEntry, OptionsEntry, SummaryEntry);
        return new SavedSynthesizer(SavedSchema.FromBytes(contents[SchemaEntry]), contents[GeneratorEntry], contents[OptionsEntry], contents[SummaryEntry]);
    }
}
