using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FairGan.Export.Columns;
using FairGan.Export.Graph.Onnx;
using Google.Protobuf;
using DataType = FairGan.Export.Graph.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Graph;

/// <summary>Reads and writes the generator's file: an ONNX model whose metadata holds the schema, the options and how training went.</summary>
internal static class GeneratorFile
{
    public const int FormatVersion = 1;
    private const int MostNoise = 1 << 14;
    private const string VersionKey = "fairgan.format";
    private const string SchemaKey = "fairgan.schema";
    private const string StrengthKey = "fairgan.strength";
    private const string NoiseWidthKey = "fairgan.noise_width";
    private const string OptionsKey = "fairgan.options";
    private const string TrainingKey = "fairgan.training";
    private const string DerivedKey = "fairgan.derived";

    /// <summary>The file's bytes: the same parts give the same bytes.</summary>
    /// <param name="graph">The generator's graph.</param>
    /// <param name="information">What the metadata says.</param>
    public static byte[] Write(GraphProto graph, GeneratorInformation information)
    {
        var model = new ModelProto { IrVersion = 8, ProducerName = "FairGan.MLNet", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset(graph) });
        if (graph.Node.Any(node => node.Domain == GeneratorGraph.TreeDomain))
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = GeneratorGraph.TreeDomain, Version = 3 });
        }

        Add(VersionKey, FormatVersion.ToString(CultureInfo.InvariantCulture));
        Add(SchemaKey, JsonSerializer.Serialize(information.Schema, FileJson.Default.TableSchema));
        if (information.Derivations is not null)
        {
            Add(DerivedKey, JsonSerializer.Serialize(information.Derivations, FileJson.Default.IReadOnlyListDerivation));
        }

        Add(StrengthKey, information.Strength.ToString("R", CultureInfo.InvariantCulture));
        Add(NoiseWidthKey, information.NoiseWidth.ToString(CultureInfo.InvariantCulture));
        Add(OptionsKey, information.OptionsJson);
        Add(TrainingKey, information.TrainingJson);
        return model.ToByteArray();

        void Add(string key, string value) => model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file; the message says why.</exception>
    public static (ModelProto Model, GeneratorInformation Information) Read(ReadOnlySpan<byte> bytes)
    {
        FileBounds.Check(bytes);
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException problem)
        {
            throw new FormatException("This is not an ONNX file, or it is damaged.", problem);
        }

        if (model.Graph is null)
        {
            throw new FormatException("This is not an ONNX file, or it is damaged: it holds no graph.");
        }

        string version = Property(VersionKey);
        if (version != "1")
        {
            throw new FormatException($"The file has format version '{version}'; this version of FairGan reads version {FormatVersion}.");
        }

        GraphRules.Check(model);
        TableSchema schema;
        try
        {
            FileBounds.CheckSchema(Property(SchemaKey));
            schema = JsonSerializer.Deserialize(Property(SchemaKey), FileJson.Default.TableSchema)
                ?? throw new FormatException("The file's schema is empty.");
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or NotSupportedException)
        {
            throw new FormatException("The file's schema cannot be read: " + problem.Message, problem);
        }

        if (!float.TryParse(Property(StrengthKey), CultureInfo.InvariantCulture, out float strength) || !(strength >= 0 && strength <= 1))
        {
            throw new FormatException("The file's strength is not a number from 0 to 1.");
        }

        if (!int.TryParse(Property(NoiseWidthKey), CultureInfo.InvariantCulture, out int noiseWidth) || noiseWidth < 1 || noiseWidth > MostNoise)
        {
            throw new FormatException($"The file's noise width is not a number from 1 to {MostNoise}.");
        }

        CheckNoise(model.Graph, noiseWidth);
        CheckEnds(model.Graph, schema);
        bool dial = model.Graph.Input.Any(i => i.Name == GeneratorGraph.StrengthInput);
        return (model, new GeneratorInformation(schema, strength, dial, noiseWidth, Property(OptionsKey), Property(TrainingKey)) { Derivations = Derivations() });

        IReadOnlyList<Derivation>? Derivations()
        {
            if (Find(DerivedKey) is not { } json)
            {
                return null;
            }

            try
            {
                var derivations = JsonSerializer.Deserialize(json, FileJson.Default.IReadOnlyListDerivation) ?? [];
                return derivations.All(Fits) && derivations.DistinctBy(derivation => derivation.Column).Count() == derivations.Count
                    && !derivations.Any(derivation => derivations.Any(other => other.Column == derivation.Source)) ? derivations
                    : throw new FormatException("The file's determined columns do not fit its schema.");
            }
            catch (JsonException problem)
            {
                throw new FormatException("The file's determined columns cannot be read: " + problem.Message, problem);
            }
        }

        bool Fits(Derivation? derivation) =>
            derivation is { Symbols: not null } && Exists(derivation.Column) && Exists(derivation.Source)
            && derivation.Symbols.Length == schema.Columns[derivation.Source].SymbolCount
            && Array.TrueForAll(derivation.Symbols, symbol => symbol >= -1 && symbol < schema.Columns[derivation.Column].SymbolCount);

        bool Exists(int column) => column >= 0 && column < schema.Columns.Count;

        string? Find(string key) => model.MetadataProps.LastOrDefault(p => p.Key == key)?.Value;

        string Property(string key) => Find(key)
            ?? throw new FormatException($"This ONNX file was not written by FairGan: its metadata has no '{key}'.");
    }

    /// <summary>
    /// The same generator with the noise as an input ([n, width] uniforms above 0 and below 1) in place of seed and rows: for devices
    /// that lack the noise nodes' integer operators.
    /// </summary>
    /// <param name="model">The model; it is left as it is.</param>
    public static ModelProto WithNoiseInput(ModelProto model) =>
        Part(model, [GraphBuilder.ValueInfo(GeneratorGraph.NoiseInput, DataType.Float, "n", "width")], model.Graph.Output);

    /// <summary>The same generator with some of its outputs alone, and without the nodes that only the others need.</summary>
    /// <param name="model">The model; it is left as it is.</param>
    /// <param name="outputs">Names of the outputs to keep.</param>
    public static ModelProto WithOutputs(ModelProto model, IReadOnlySet<string> outputs) =>
        Part(model, [], model.Graph.Output.Where(output => outputs.Contains(output.Name)));

    /// <summary>The part of a generator that makes some of its values out of others.</summary>
    /// <param name="model">The model; it is left as it is.</param>
    /// <param name="inputs">Values that are fed to the part in place of being computed; those of the model's own inputs that are still needed stay.</param>
    /// <param name="outputs">Values that the part makes.</param>
    public static ModelProto Part(ModelProto model, IReadOnlyList<ValueInfoProto> inputs, IEnumerable<ValueInfoProto> outputs)
    {
        var changed = model.Clone();
        var graph = changed.Graph;
        graph.Output.Clear();
        graph.Output.Add(outputs);
        var fed = inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        var wanted = graph.Output.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var nodes = new List<NodeProto>();
        foreach (var node in graph.Node.Reverse())
        {
            if (node.Output.Any(name => wanted.Contains(name) && !fed.Contains(name)))
            {
                wanted.UnionWith(node.Input);
                nodes.Add(node);
            }
        }

        nodes.Reverse();
        graph.Node.Clear();
        graph.Node.Add(nodes);
        ValueInfoProto[] used = [.. inputs.Concat(graph.Input).Where(input => wanted.Contains(input.Name))];
        graph.Input.Clear();
        graph.Input.Add(used);
        TensorProto[] kept = [.. graph.Initializer.Where(tensor => wanted.Contains(tensor.Name))];
        graph.Initializer.Clear();
        graph.Initializer.Add(kept);
        changed.OpsetImport.First(set => set.Domain.Length == 0).Version = Opset(graph);
        return changed;
    }

    /// <summary>
    /// What draws <paramref name="rows"/> rows at a time from given noise: every column as codes or numbers, in the schema's order.
    /// It is checked to be no larger than it has to be.
    /// </summary>
    /// <param name="model">The model; it is left as it is.</param>
    /// <param name="information">What its metadata say.</param>
    /// <param name="rows">Number of rows drawn at a time.</param>
    /// <exception cref="FormatException">The graph does not fit together, or asks for more memory or work than a generator does.</exception>
    public static ModelProto Runnable(ModelProto model, GeneratorInformation information, int rows)
    {
        var runnable = WithNoiseInput(WithOutputs(model, information.Schema.Columns.Select(OutputOf).ToHashSet()));
        var inputs = new Dictionary<string, long[]> { [GeneratorGraph.NoiseInput] = [rows, information.NoiseWidth], [GeneratorGraph.StrengthInput] = [1] };
        GraphShapes.Check(runnable.Graph, inputs, rows);
        return runnable;
    }

    /// <summary>The output that holds a column's cells: codes of categories, numbers, or whether identifiers are there, which follow from the row.</summary>
    /// <param name="column">The column.</param>
    public static string OutputOf(ColumnCodec column) =>
        (column is CategoricalCodec or IdentifierCodec ? GeneratorGraph.CodePrefix : GeneratorGraph.ValuePrefix) + column.Name;

    /// <summary>Whether a node belongs to what makes the noise.</summary>
    /// <param name="node">The node.</param>
    public static bool IsNoise(NodeProto node) => node.Name.StartsWith(GeneratorGraph.NoiseScope, StringComparison.Ordinal);

    // The noise is the same function in every file, so that it can be made outside of the graph as well.
    private static void CheckNoise(GraphProto graph, int width)
    {
        var builder = new GraphBuilder("noise");
        NoiseNodes.Add(builder, width);
        var noise = builder.Graph;
        var constants = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        if (!graph.Node.Where(IsNoise).SequenceEqual(noise.Node) || noise.Initializer.Any(tensor => !tensor.Equals(constants.GetValueOrDefault(tensor.Name))))
        {
            throw new FormatException("The file's graph does not make the noise that its metadata promise.");
        }
    }

    // The inputs and outputs that the format promises, and no other inputs.
    private static void CheckEnds(GraphProto graph, TableSchema schema)
    {
        var inputs = graph.Input.ToDictionary(input => input.Name, TypeOf, StringComparer.Ordinal);
        string[] numbers = [GeneratorGraph.SeedInput, GeneratorGraph.StartRowInput, GeneratorGraph.RowsInput];
        bool hasDial = inputs.GetValueOrDefault(GeneratorGraph.StrengthInput) == DataType.Float;
        if (numbers.Any(name => inputs.GetValueOrDefault(name) != DataType.Int64) || inputs.Count != (hasDial ? 4 : 3))
        {
            throw new FormatException("The file's graph does not have the inputs that the format promises.");
        }

        var outputs = graph.Output.DistinctBy(output => output.Name).ToDictionary(output => output.Name, TypeOf, StringComparer.Ordinal);
        foreach (var column in schema.Columns)
        {
            var type = column is CategoricalCodec ? DataType.String : column.IsWhole && !column.HasMissing ? DataType.Int64 : DataType.Double;
            if (outputs.GetValueOrDefault(GeneratorGraph.ValuePrefix + column.Name) != type
                || (column is CategoricalCodec or IdentifierCodec && outputs.GetValueOrDefault(OutputOf(column)) != DataType.Int32))
            {
                throw new FormatException($"The file's schema names the column '{column.Name}', but the graph does not make it as the format promises.");
            }
        }
    }

    private static DataType TypeOf(ValueInfoProto value) => (DataType)(value.Type?.TensorType?.ElemType ?? 0);

    // BitwiseXor, which the seeded noise needs, came with opset 18; the rest is in 17.
    private static long Opset(GraphProto graph) => graph.Node.Any(node => node.OpType == "BitwiseXor") ? 18 : 17;
}

/// <summary>How the schema is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TableSchema))]
[JsonSerializable(typeof(IReadOnlyList<Derivation>))]
internal sealed partial class FileJson : JsonSerializerContext;
