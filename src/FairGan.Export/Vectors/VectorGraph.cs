using FairGan.Export.Columns.Categorical;
using FairGan.Export.Format.Noise;
using FairGan.Export.Graph;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Vectors;

/// <summary>
/// Writes a generator of vectors as an ONNX graph: (seed, start row, rows, group) → noise → vectors. The noise is that of
/// <see cref="GeneratorGraph"/>: of a row's uniforms the first ones become the latent normal noise, and one more selects the group.
/// </summary>
internal static class VectorGraph
{
    public const string GroupInput = "group";

    /// <summary>Uniforms of a row.</summary>
    /// <param name="schema">The vectors.</param>
    /// <param name="latentSize">Width of the latent noise; even.</param>
    public static int NoiseWidth(VectorSchema schema, int latentSize) => latentSize + (schema.Group is null ? 0 : 1);

    /// <summary>Builds the graph.</summary>
    /// <param name="schema">The vectors.</param>
    /// <param name="layers">The network's layers: all but the last end in a rectifier, the last in a sigmoid.</param>
    public static GraphProto Build(VectorSchema schema, IReadOnlyList<GroupedLayer> layers)
    {
        var graph = new GraphBuilder("fairgan");
        int latent = layers[0].Inputs;
        NoiseNodes.Add(graph, NoiseWidth(schema, latent));
        string? group = schema.Group is null ? null : Group(graph, schema, latent);
        graph.Scope("network");
        string x = NoiseNodes.Normals(graph, latent);
        for (int i = 0; i < layers.Count; i++)
        {
            x = graph.Node(i + 1 < layers.Count ? "Relu" : "Sigmoid", Affine(graph, x, group, layers[i]));
        }

        graph.Scope("values");
        float[] spread = [.. schema.Low.Zip(schema.High, (low, high) => high - low)];
        string value = graph.Node("Add", graph.Node("Mul", x, graph.Floats(spread, 1, spread.Length)), graph.Floats([.. schema.Low], 1, spread.Length));
        graph.Output(GraphNames.ValuePrefix + schema.Column, value, DataType.Float, "n", $"{schema.Width}");
        if (schema.Group is { } codec)
        {
            string text = CategoricalNodes.Texts(codec, graph, group!);
            graph.Output(GraphNames.ValuePrefix + codec.Name, text, DataType.String, "n");
            graph.Output(GraphNames.CodePrefix + codec.Name, group!, DataType.Int32, "n");
        }

        return graph.Graph;
    }

    // The requested group; if that is negative, one sampled by the groups' shares.
    private static string Group(GraphBuilder graph, VectorSchema schema, int uniform)
    {
        graph.Scope("group");
        string asked = graph.Input(GroupInput, DataType.Int32, "1");
        double sum = 0, total = schema.Shares.Sum(share => (double)share);
        float[] cumulative = [.. schema.Shares.Select(share => (float)((sum += share) / total))];
        string below = graph.Node("LessOrEqual", graph.Floats(cumulative, 1, cumulative.Length), NoiseNodes.Uniforms(graph, uniform, 1));
        string count = graph.Node("ReduceSum", [("keepdims", 0L)], graph.Cast(below, DataType.Int32), graph.Int64s([1], 1));
        string drawn = graph.Node("Min", count, graph.Int32s([cumulative.Length - 1], 1));
        return graph.Node("Where", graph.Node("Less", asked, graph.Int32s([0], 1)), drawn, asked);
    }

    private static string Affine(GraphBuilder graph, string x, string? group, GroupedLayer layer)
    {
        string weights = graph.Floats(layer.Weights, layer.Inputs, layer.Outputs);
        return group is null
            ? graph.Node("Gemm", x, weights, graph.Floats(layer.Biases, layer.Outputs))
            : graph.Node("Add", graph.Node("MatMul", x, weights), graph.Node("Gather", graph.Floats(layer.Biases, layer.Biases.Length / layer.Outputs, layer.Outputs), group));
    }
}
