using FairGan.Export.Format.Noise;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Graph;

/// <summary>Builds graphs from parts of a generator's graph: with noise as an input, without blocks, or with some outputs alone.</summary>
internal static class GraphCuts
{
    /// <summary>
    /// The same generator with the noise as an input ([n, width] uniforms above 0 and below 1) in place of seed and rows: for devices
    /// that lack the noise nodes' integer operators.
    /// </summary>
    /// <param name="model">The model; it is not modified.</param>
    public static ModelProto WithNoiseInput(ModelProto model) =>
        Part(model, [GraphBuilder.ValueInfo(GraphNames.NoiseInput, DataType.Float, "n", "width")], model.Graph.Output);

    /// <summary>The same generator with outputs of all rows of its blocks, not only of the requested ones.</summary>
    /// <param name="model">The model; it is not modified.</param>
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

    /// <summary>The same generator with rows that do not depend on each other, however many are generated.</summary>
    /// <param name="model">The model; it is not modified.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="layout">The use of each of a row's uniform numbers.</param>
    public static ModelProto WithIndependentRows(ModelProto model, TableSchema schema, NoiseLayout layout)
    {
        var changed = InWholeBlocks(model);
        var builder = new GraphBuilder("uniforms");
        builder.Scope("uniforms");
        Replace(GraphNames.LatentUniform, 0, layout.LatentSize);
        for (int column = 0; column < schema.Columns.Count; column++)
        {
            Replace(GraphNames.UniformPrefix + schema.Columns[column].Name, schema.Columns[column].Name == schema.Label ? layout.LabelHead : layout.Symbol(column), 1);
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
    /// <param name="model">The model; it is not modified.</param>
    /// <param name="outputs">Names of the outputs to keep.</param>
    public static ModelProto WithOutputs(ModelProto model, IReadOnlySet<string> outputs) =>
        Part(model, [], model.Graph.Output.Where(output => outputs.Contains(output.Name)));

    /// <summary>The part of a generator that makes some of its values out of others.</summary>
    /// <param name="model">The model; it is not modified.</param>
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
        changed.OpsetImport.First(set => set.Domain.Length == 0).Version = GeneratorFile.Opset(graph);
        return changed;
    }

    /// <summary>
    /// The graph that computes <paramref name="rows"/> rows per call from given noise: every column as codes or numbers, in the schema's order.
    /// Its memory and work are checked.
    /// </summary>
    /// <param name="model">The model; it is not modified.</param>
    /// <param name="information">The metadata.</param>
    /// <param name="rows">Number of rows per call.</param>
    /// <exception cref="FormatException">The graph does not fit together, or asks for more memory or work than a generator does.</exception>
    public static ModelProto Runnable(ModelProto model, GeneratorInformation information, int rows)
    {
        var runnable = WithNoiseInput(WithOutputs(InWholeBlocks(model), information.Schema.Columns.Select(GeneratorFile.OutputOf).ToHashSet()));
        var inputs = new Dictionary<string, long[]> { [GraphNames.NoiseInput] = [rows, information.NoiseWidth], [GraphNames.StrengthInput] = [1] };
        GraphShapes.Check(runnable.Graph, inputs, _ => [rows]);
        return runnable;
    }
}
