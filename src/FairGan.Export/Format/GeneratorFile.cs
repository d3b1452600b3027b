// Part of the file format: may not change within a version of it.
using System.Text.Json;
using Google.Protobuf;

namespace FairGan.Export.Format;

/// <summary>Reads and writes the generator's file: an ONNX model whose metadata contains the schema, the options and the training history.</summary>
internal static class GeneratorFile
{
    public const int FormatVersion = 2;
    public const string VectorKind = "vectors";
    public const string KindKey = "fairgan.kind";
    public const string SchemaKey = "fairgan.schema";
    public const string NoiseWidthKey = "fairgan.noise_width";
    public const string OptionsKey = "fairgan.options";
    public const string TrainingKey = "fairgan.training";
    public const string VersionKey = "fairgan.format";
    public const string StrengthKey = "fairgan.strength";
    public const string DerivedKey = "fairgan.derived";
    public const string InteractionsKey = "fairgan.interactions";
    public const string ProtectionKey = "fairgan.protection";

    /// <summary>The file's bytes: the same parts give the same bytes.</summary>
    /// <param name="graph">The generator's graph.</param>
    /// <param name="information">The metadata.</param>
    public static byte[] Write(GraphProto graph, GeneratorInformation information)
    {
        var model = Model(graph, FormatVersion);
        Add(model, SchemaKey, JsonSerializer.Serialize(information.Schema, FileJson.Table));
        if (information.Derivations is not null)
        {
            Add(model, DerivedKey, JsonSerializer.Serialize(information.Derivations, FileJson.Default.IReadOnlyListDerivation));
        }

        if (information.Interactions.Count > 0)
        {
            Add(model, InteractionsKey, JsonSerializer.Serialize(information.Interactions, FileJson.Default.IReadOnlyListInteraction));
        }

        Add(model, StrengthKey, information.Strength.ToString("R", CultureInfo.InvariantCulture));
        Add(model, NoiseWidthKey, information.NoiseWidth.ToString(CultureInfo.InvariantCulture));
        if (information.Protection is not null)
        {
            Add(model, ProtectionKey, JsonSerializer.Serialize(information.Protection, FileJson.Default.GeneratorProtection));
        }

        Add(model, OptionsKey, information.OptionsJson);
        Add(model, TrainingKey, information.TrainingJson);
        return model.ToByteArray();
    }

    /// <summary>A model around a graph, whose metadata contains only the format's version.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="version">The version: 1 where rows are independent of each other, 2 where those of a block are sampled jointly.</param>
    public static ModelProto Model(GraphProto graph, int version)
    {
        var model = new ModelProto { IrVersion = 8, ProducerName = "FairGan.MLNet", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset(graph) });
        if (graph.Node.Any(node => node.Domain == GraphNames.TreeDomain))
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = GraphNames.TreeDomain, Version = 3 });
        }

        Add(model, VersionKey, version.ToString(CultureInfo.InvariantCulture));
        return model;
    }

    /// <summary>Adds an entry to the metadata.</summary>
    public static void Add(ModelProto model, string key, string value) => model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file; the message gives the reason.</exception>
    public static (ModelProto Model, GeneratorInformation Information) Read(ReadOnlySpan<byte> bytes) => GeneratorReader.Read(bytes);

    /// <summary>Reads the model of a file of any kind, and checks its version and its parts.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file; the message gives the reason.</exception>
    public static ModelProto Parse(ReadOnlySpan<byte> bytes) => GeneratorReader.Parse(bytes);

    /// <summary>The kind of a file that does not generate rows of a table; null where it does.</summary>
    public static string? KindOf(ModelProto model) => Find(model, KindKey);

    /// <summary>An entry of the metadata.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static string Property(ModelProto model, string key) => Find(model, key)
        ?? throw new FormatException($"This ONNX file was not written by FairGan: its metadata has no '{key}'.");

    /// <summary>The output that holds a column's cells: codes of categories, numbers, or whether identifiers are there, which follow from the row.</summary>
    /// <param name="column">The column.</param>
    public static string OutputOf(ColumnCodec column) =>
        (column.HasCodes ? GraphNames.CodePrefix : GraphNames.ValuePrefix) + column.Name;

    /// <summary>Whether a node belongs to what makes the noise.</summary>
    /// <param name="node">The node.</param>
    public static bool IsNoise(NodeProto node) => node.Name.StartsWith(GraphNames.NoiseScope, StringComparison.Ordinal);

    /// <summary>An entry of the metadata; null where there is none.</summary>
    public static string? Find(ModelProto model, string key) => model.MetadataProps.LastOrDefault(entry => entry.Key == key)?.Value;

    // BitwiseXor, which the seeded noise needs, came with opset 18; the rest is in 17.
    internal static long Opset(GraphProto graph) => graph.Node.Any(node => node.OpType == "BitwiseXor") ? 18 : 17;
}
