// Part of the file format: may not change within a version of it.
using FairGan.Export.Format.Noise;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Format;

/// <summary>Checks that a graph begins and ends as the format promises: its noise, its inputs and its outputs.</summary>
internal static class GraphEnds
{
    private const int MostNoise = 1 << 14;

    /// <summary>The number of uniforms of a row, which the graph makes as every generator's does.</summary>
    /// <exception cref="FormatException">The metadata do not say it, or the graph makes others.</exception>
    public static int NoiseWidth(ModelProto model)
    {
        if (!int.TryParse(GeneratorFile.Property(model, GeneratorFile.NoiseWidthKey), CultureInfo.InvariantCulture, out int width) || width < 1 || width > MostNoise)
        {
            throw new FormatException($"The file's noise width is not a number from 1 to {MostNoise}.");
        }

        CheckNoise(model, width);
        return width;
    }

    // The noise is the same function in every file, so that it can be made outside of the graph as well.
    private static void CheckNoise(ModelProto model, int width)
    {
        var builder = new GraphBuilder("noise");
        if (GeneratorFile.Property(model, GeneratorFile.VersionKey) == "1")
        {
            NoiseNodes.Add(builder, width);
        }
        else
        {
            NoiseNodes.AddBlocks(builder, width);
        }

        var (graph, noise) = (model.Graph, builder.Graph);
        var constants = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        if (!graph.Node.Where(GeneratorFile.IsNoise).SequenceEqual(noise.Node) || noise.Initializer.Any(tensor => !tensor.Equals(constants.GetValueOrDefault(tensor.Name))))
        {
            throw new FormatException("The file's graph does not make the noise that its metadata promise.");
        }
    }

    /// <summary>Checks that a table's graph has the inputs and outputs that the format promises, and no other inputs.</summary>
    /// <exception cref="FormatException">It has not.</exception>
    public static void Check(GraphProto graph, TableSchema schema)
    {
        CheckInputs(graph, graph.Input.Any(input => input.Name == GraphNames.StrengthInput) ? (GraphNames.StrengthInput, DataType.Float) : null);
        foreach (var column in schema.Columns)
        {
            CheckOutput(graph, column.Name, GraphNames.ValuePrefix + column.Name, column.ValueType);
            if (column.HasCodes)
            {
                CheckOutput(graph, column.Name, GeneratorFile.OutputOf(column), DataType.Int32);
            }
        }
    }

    /// <summary>Checks that a graph has the inputs of the noise, one of its kind's own where there is one, and no others.</summary>
    /// <exception cref="FormatException">It has not.</exception>
    public static void CheckInputs(GraphProto graph, (string Name, DataType Type)? own)
    {
        var inputs = graph.Input.ToDictionary(input => input.Name, TypeOf, StringComparer.Ordinal);
        var promised = new[] { GraphNames.SeedInput, GraphNames.StartRowInput, GraphNames.RowsInput }.Select(name => (Name: name, Type: DataType.Int64)).ToList();
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

    private static DataType TypeOf(ValueInfoProto value) => (DataType)(value.Type?.TensorType?.ElemType ?? 0);
}
