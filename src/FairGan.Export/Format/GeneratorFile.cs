using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FairGan.Export.Columns;
using FairGan.Export.Format.Noise;
using FairGan.Export.Graph;
using FairGan.Export.Onnx;
using FairGan.Export.Schemas;
using FairGan.Export.Vectors;
using Google.Protobuf;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Format;

/// <summary>Reads and writes the generator's file: an ONNX model whose metadata holds the schema, the options and how training went.</summary>
internal static class GeneratorFile
{
    public const int FormatVersion = 2;
    public const string KindKey = "fairgan.kind";
    public const string SchemaKey = "fairgan.schema";
    public const string NoiseWidthKey = "fairgan.noise_width";
    public const string OptionsKey = "fairgan.options";
    public const string TrainingKey = "fairgan.training";
    private const int MostNoise = 1 << 14;
    private const string VersionKey = "fairgan.format";
    private const string StrengthKey = "fairgan.strength";
    private const string DerivedKey = "fairgan.derived";
    private const string InteractionsKey = "fairgan.interactions";

    /// <summary>The file's bytes: the same parts give the same bytes.</summary>
    /// <param name="graph">The generator's graph.</param>
    /// <param name="information">What the metadata says.</param>
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
        Add(model, OptionsKey, information.OptionsJson);
        Add(model, TrainingKey, information.TrainingJson);
        return model.ToByteArray();
    }

    /// <summary>A model around a graph, whose metadata hold the format's version alone.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="version">The version: 1 where rows are independent of each other, 2 where those of a block are drawn together.</param>
    public static ModelProto Model(GraphProto graph, int version)
    {
        var model = new ModelProto { IrVersion = 8, ProducerName = "FairGan.MLNet", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset(graph) });
        if (graph.Node.Any(node => node.Domain == GeneratorGraph.TreeDomain))
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = GeneratorGraph.TreeDomain, Version = 3 });
        }

        Add(model, VersionKey, version.ToString(CultureInfo.InvariantCulture));
        return model;
    }

    /// <summary>Adds an entry to the metadata.</summary>
    public static void Add(ModelProto model, string key, string value) => model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file; the message says why.</exception>
    public static (ModelProto Model, GeneratorInformation Information) Read(ReadOnlySpan<byte> bytes)
    {
        var model = Parse(bytes);
        if (KindOf(model) is { } kind)
        {
            throw new FormatException(kind == VectorFile.Kind ? "This file makes vectors, not rows of a table; open it with VectorGenerator." : "This file makes neither rows of a table nor vectors.");
        }

        TableSchema schema;
        try
        {
            FileBounds.CheckSchema(Property(model, SchemaKey));
            schema = JsonSerializer.Deserialize(Property(model, SchemaKey), FileJson.Table)
                ?? throw new FormatException("The file's schema is empty.");
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or NotSupportedException)
        {
            throw new FormatException("The file's schema cannot be read: " + problem.Message, problem);
        }

        if (!float.TryParse(Property(model, StrengthKey), CultureInfo.InvariantCulture, out float strength) || !(strength >= 0 && strength <= 1))
        {
            throw new FormatException("The file's strength is not a number from 0 to 1.");
        }

        int noiseWidth = NoiseWidth(model);
        CheckEnds(model.Graph, schema);
        bool dial = model.Graph.Input.Any(i => i.Name == GeneratorGraph.StrengthInput);
        var derived = Derivations();
        return (model, new GeneratorInformation(schema, strength, dial, noiseWidth, Property(model, OptionsKey), Property(model, TrainingKey)) { Derivations = derived, Interactions = Interactions() });

        IReadOnlyList<Derivation>? Derivations()
        {
            if (Find(model, DerivedKey) is not { } json)
            {
                return null;
            }

            try
            {
                FileBounds.CheckSchema(json);
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

        IReadOnlyList<Interaction> Interactions()
        {
            if (Find(model, InteractionsKey) is not { } json)
            {
                return [];
            }

            try
            {
                FileBounds.CheckSchema(json);
                var interactions = JsonSerializer.Deserialize(json, FileJson.Default.IReadOnlyListInteraction) ?? [];
                return interactions.All(Joins) && interactions.DistinctBy(interaction => interaction.Child).Count() == interactions.Count
                    && !interactions.Any(interaction => interactions.Any(other => other.Child == interaction.Parent))
                    ? [.. interactions.Select(interaction => interaction with { Logits = LogitsOf(interaction) })]
                    : throw new FormatException("The file's columns that are drawn given others do not fit its schema.");
            }
            catch (JsonException problem)
            {
                throw new FormatException("The file's columns that are drawn given others cannot be read: " + problem.Message, problem);
            }
        }

        float[] LogitsOf(Interaction interaction)
        {
            long count = (long)schema.Columns[interaction.Parent].SymbolCount * schema.Columns[interaction.Child].SymbolCount;
            var constant = model.Graph.Initializer.FirstOrDefault(tensor => tensor.Name == interaction.Constant);
            float[] logits = constant is { DataType: (int)DataType.Float } ? MemoryMarshal.Cast<byte, float>(constant.RawData.Span).ToArray() : [];
            return logits.Length == count && Array.TrueForAll(logits, logit => Math.Abs(logit) <= Interaction.MostLogit) ? logits
                : throw new FormatException("The file's constants do not say how columns are drawn given others.");
        }

        bool Joins(Interaction? interaction) =>
            interaction is not null && interaction.Parent != interaction.Child && IsFree(interaction.Parent) && IsFree(interaction.Child)
            && !schema.Rules.Any(rule => rule.Target == schema.Columns[interaction.Parent].Name);

        // Drawn by the network, and without a part in what is weighted otherwise.
        bool IsFree(int column) =>
            Exists(column) && !schema.IsTotal(column) && schema.Columns[column].Name != schema.Label
            && derived?.Any(derivation => derivation.Column == column || (derivation.IsDrawn && derivation.Source == column)) != true;

        bool Fits(Derivation? derivation) =>
            derivation is { Symbols: not null } && Exists(derivation.Column) && Exists(derivation.Source)
            && derivation.Symbols.Length == schema.Columns[derivation.Source].SymbolCount
            && Array.TrueForAll(derivation.Symbols, symbol => symbol >= -1 && symbol < schema.Columns[derivation.Column].SymbolCount);

        bool Exists(int column) => column >= 0 && column < schema.Columns.Count;
    }

    /// <summary>Reads the model of a file of any kind, and checks its version and its parts.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file; the message says why.</exception>
    public static ModelProto Parse(ReadOnlySpan<byte> bytes)
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

        string version = Property(model, VersionKey);
        if (version is not ("1" or "2"))
        {
            // A damaged file may hold anything here: only a number is shown.
            string shown = int.TryParse(version, CultureInfo.InvariantCulture, out int number) ? $"format version {number}" : "a format version that is no number";
            throw new FormatException($"The file has {shown}; this version of FairGan reads versions 1 and {FormatVersion}.");
        }

        GraphRules.Check(model);
        return model;
    }

    /// <summary>What a file makes where that is not rows of a table; null where it is.</summary>
    public static string? KindOf(ModelProto model) => Find(model, KindKey);

    /// <summary>An entry of the metadata.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static string Property(ModelProto model, string key) => Find(model, key)
        ?? throw new FormatException($"This ONNX file was not written by FairGan: its metadata has no '{key}'.");

    /// <summary>The number of uniforms of a row, which the graph makes as every generator's does.</summary>
    /// <exception cref="FormatException">The metadata do not say it, or the graph makes others.</exception>
    public static int NoiseWidth(ModelProto model)
    {
        if (!int.TryParse(Property(model, NoiseWidthKey), CultureInfo.InvariantCulture, out int width) || width < 1 || width > MostNoise)
        {
            throw new FormatException($"The file's noise width is not a number from 1 to {MostNoise}.");
        }

        CheckNoise(model, width);
        return width;
    }

    /// <summary>
    /// The same generator with the noise as an input ([n, width] uniforms above 0 and below 1) in place of seed and rows: for devices
    /// that lack the noise nodes' integer operators.
    /// </summary>
    /// <param name="model">The model; it is left as it is.</param>
    public static ModelProto WithNoiseInput(ModelProto model) =>
        Part(model, [GraphBuilder.ValueInfo(GeneratorGraph.NoiseInput, DataType.Float, "n", "width")], model.Graph.Output);

    /// <summary>The same generator with outputs of all the rows that it draws, not of those alone that are asked for.</summary>
    /// <param name="model">The model; it is left as it is.</param>
    public static ModelProto InWholeBlocks(ModelProto model)
    {
        var changed = model.Clone();
        var outputs = changed.Graph.Output.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in changed.Graph.Node.Where(node => node.OpType == "Slice" && node.Input.Count == 3 && node.Output.Any(outputs.Contains)))
        {
            node.OpType = "Identity";
            node.Input.RemoveAt(2);
            node.Input.RemoveAt(1);
        }

        return changed;
    }

    /// <summary>The same generator with rows that do not depend on each other, whatever number of them is drawn.</summary>
    /// <param name="model">The model; it is left as it is.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="layout">Which of a row's uniforms draws what.</param>
    public static ModelProto WithIndependentRows(ModelProto model, TableSchema schema, NoiseLayout layout)
    {
        var changed = InWholeBlocks(model);
        var builder = new GraphBuilder("uniforms");
        builder.Scope("uniforms");
        Replace(GeneratorGraph.LatentUniform, 0, layout.LatentSize);
        for (int column = 0; column < schema.Columns.Count; column++)
        {
            Replace(GeneratorGraph.UniformPrefix + schema.Columns[column].Name, schema.Columns[column].Name == schema.Label ? layout.LabelHead : layout.Symbol(column), 1);
        }

        changed.Graph.Initializer.Add(builder.Graph.Initializer);
        return changed;

        void Replace(string name, int first, int count)
        {
            if (changed.Graph.Node.FirstOrDefault(node => node.Output.Contains(name)) is { } node)
            {
                NoiseNodes.Uniforms(builder, first, count);
                node.OpType = builder.Graph.Node[^1].OpType;
                node.Input.Clear();
                node.Input.Add(builder.Graph.Node[^1].Input);
            }
        }
    }

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
        var runnable = WithNoiseInput(WithOutputs(InWholeBlocks(model), information.Schema.Columns.Select(OutputOf).ToHashSet()));
        var inputs = new Dictionary<string, long[]> { [GeneratorGraph.NoiseInput] = [rows, information.NoiseWidth], [GeneratorGraph.StrengthInput] = [1] };
        GraphShapes.Check(runnable.Graph, inputs, _ => [rows]);
        return runnable;
    }

    /// <summary>The output that holds a column's cells: codes of categories, numbers, or whether identifiers are there, which follow from the row.</summary>
    /// <param name="column">The column.</param>
    public static string OutputOf(ColumnCodec column) =>
        (column.HasCodes ? GeneratorGraph.CodePrefix : GeneratorGraph.ValuePrefix) + column.Name;

    /// <summary>Whether a node belongs to what makes the noise.</summary>
    /// <param name="node">The node.</param>
    public static bool IsNoise(NodeProto node) => node.Name.StartsWith(GeneratorGraph.NoiseScope, StringComparison.Ordinal);

    // The noise is the same function in every file, so that it can be made outside of the graph as well.
    private static void CheckNoise(ModelProto model, int width)
    {
        var builder = new GraphBuilder("noise");
        if (Property(model, VersionKey) == "1")
        {
            NoiseNodes.Add(builder, width);
        }
        else
        {
            NoiseNodes.AddBlocks(builder, width);
        }

        var (graph, noise) = (model.Graph, builder.Graph);
        var constants = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        if (!graph.Node.Where(IsNoise).SequenceEqual(noise.Node) || noise.Initializer.Any(tensor => !tensor.Equals(constants.GetValueOrDefault(tensor.Name))))
        {
            throw new FormatException("The file's graph does not make the noise that its metadata promise.");
        }
    }

    // The inputs and outputs that the format promises, and no other inputs.
    private static void CheckEnds(GraphProto graph, TableSchema schema)
    {
        CheckInputs(graph, graph.Input.Any(input => input.Name == GeneratorGraph.StrengthInput) ? (GeneratorGraph.StrengthInput, DataType.Float) : null);
        foreach (var column in schema.Columns)
        {
            CheckOutput(graph, column.Name, GeneratorGraph.ValuePrefix + column.Name, column.ValueType);
            if (column.HasCodes)
            {
                CheckOutput(graph, column.Name, OutputOf(column), DataType.Int32);
            }
        }
    }

    /// <summary>Checks that a graph has the inputs of the noise, one of its kind's own where there is one, and no others.</summary>
    /// <exception cref="FormatException">It has not.</exception>
    public static void CheckInputs(GraphProto graph, (string Name, DataType Type)? own)
    {
        var inputs = graph.Input.ToDictionary(input => input.Name, TypeOf, StringComparer.Ordinal);
        var promised = new[] { GeneratorGraph.SeedInput, GeneratorGraph.StartRowInput, GeneratorGraph.RowsInput }.Select(name => (Name: name, Type: DataType.Int64)).ToList();
        if (own is { } input)
        {
            promised.Add(input);
        }

        if (inputs.Count != promised.Count || promised.Any(input => inputs.GetValueOrDefault(input.Name) != input.Type))
        {
            throw new FormatException("The file's graph does not have the inputs that the format promises.");
        }
    }

    /// <summary>Checks that a graph has an output.</summary>
    /// <exception cref="FormatException">It has not.</exception>
    public static void CheckOutput(GraphProto graph, string column, string output, DataType type)
    {
        if (graph.Output.FirstOrDefault(known => known.Name == output) is not { } found || TypeOf(found) != type)
        {
            throw new FormatException($"The file's schema names the column '{column}', but the graph does not make it as the format promises.");
        }
    }

    private static string? Find(ModelProto model, string key) => model.MetadataProps.LastOrDefault(entry => entry.Key == key)?.Value;

    private static DataType TypeOf(ValueInfoProto value) => (DataType)(value.Type?.TensorType?.ElemType ?? 0);

    // BitwiseXor, which the seeded noise needs, came with opset 18; the rest is in 17.
    private static long Opset(GraphProto graph) => graph.Node.Any(node => node.OpType == "BitwiseXor") ? 18 : 17;
}
