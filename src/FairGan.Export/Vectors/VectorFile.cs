using System.Text.Json;
using FairGan.Export.Graph;
using Google.Protobuf;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Vectors;

/// <summary>Reads and writes the file of a generator of vectors: that of a table's generator, marked by its kind.</summary>
internal static class VectorFile
{
    public const string Kind = GeneratorFile.VectorKind;

    /// <summary>The file's bytes: the same parts give the same bytes.</summary>
    /// <param name="graph">The generator's graph.</param>
    /// <param name="information">The metadata.</param>
    public static byte[] Write(GraphProto graph, VectorInformation information)
    {
        var model = GeneratorFile.Model(graph, version: 1);
        GeneratorFile.Add(model, GeneratorFile.KindKey, Kind);
        GeneratorFile.Add(model, GeneratorFile.SchemaKey, JsonSerializer.Serialize(information.Schema, FileJson.Default.VectorSchema));
        GeneratorFile.Add(model, GeneratorFile.NoiseWidthKey, information.NoiseWidth.ToString(CultureInfo.InvariantCulture));
        GeneratorFile.Add(model, GeneratorFile.OptionsKey, information.OptionsJson);
        GeneratorFile.Add(model, GeneratorFile.TrainingKey, information.TrainingJson);
        return model.ToByteArray();
    }

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="FormatException">The bytes are not a file of this kind; the message gives the reason.</exception>
    public static (ModelProto Model, VectorInformation Information) Read(ReadOnlySpan<byte> bytes)
    {
        var model = GeneratorFile.Parse(bytes);
        if (GeneratorFile.KindOf(model) is var kind && kind != Kind)
        {
            throw new FormatException(kind is null ? "This file generates rows of a table, not vectors; open it with OnnxGenerator." : "This file generates neither rows of a table nor vectors.");
        }

        VectorSchema schema;
        try
        {
            FileBounds.CheckSchema(GeneratorFile.Property(model, GeneratorFile.SchemaKey));
            schema = JsonSerializer.Deserialize(GeneratorFile.Property(model, GeneratorFile.SchemaKey), FileJson.Default.VectorSchema)
                ?? throw new FormatException("The file's schema is empty.");
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or NotSupportedException)
        {
            throw JsonText.Refusal("The file's schema", problem);
        }

        var information = new VectorInformation(
            schema,
            GraphEnds.NoiseWidth(model),
            GeneratorFile.Property(model, GeneratorFile.OptionsKey),
            GeneratorFile.Property(model, GeneratorFile.TrainingKey));
        GraphEnds.CheckInputs(model.Graph, schema.Group is null ? null : (VectorGraph.GroupInput, DataType.Int32));
        GraphEnds.CheckOutput(model.Graph, schema.Column, GraphNames.ValuePrefix + schema.Column, DataType.Float);
        if (schema.Group is { } group)
        {
            GraphEnds.CheckOutput(model.Graph, group.Name, GraphNames.ValuePrefix + group.Name, DataType.String);
            GraphEnds.CheckOutput(model.Graph, group.Name, GraphNames.CodePrefix + group.Name, DataType.Int32);
        }

        return (model, information);
    }

    /// <summary>
    /// The graph that computes <paramref name="rows"/> vectors per call from given noise, with their groups as codes. Its memory and
    /// work are checked.
    /// </summary>
    /// <param name="model">The model; it is not modified.</param>
    /// <param name="information">The metadata.</param>
    /// <param name="rows">Number of vectors per call.</param>
    /// <exception cref="FormatException">The graph does not fit together, or asks for more memory or work than a generator does.</exception>
    public static ModelProto Runnable(ModelProto model, VectorInformation information, int rows)
    {
        var runnable = GraphCuts.WithNoiseInput(GraphCuts.WithOutputs(model, Outputs(information.Schema).ToHashSet()));
        var inputs = new Dictionary<string, long[]> { [GraphNames.NoiseInput] = [rows, information.NoiseWidth], [VectorGraph.GroupInput] = [1] };
        string vectors = Outputs(information.Schema)[0];
        GraphShapes.Check(runnable.Graph, inputs, name => name == vectors ? [rows, information.Schema.Width] : [rows]);
        return runnable;
    }

    /// <summary>The outputs that are computed: the vectors and, where there are groups, their codes.</summary>
    public static string[] Outputs(VectorSchema schema) =>
        [GraphNames.ValuePrefix + schema.Column, .. schema.Group is { } group ? [GeneratorFile.OutputOf(group)] : Array.Empty<string>()];
}
