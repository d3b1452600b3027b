using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Graph;

/// <summary>
/// Writes boosted trees as operators on tensors, for devices that lack the tree operator: all trees of all rows take a step from node
/// to child at a time, as many steps as the deepest tree has, and a leaf leads to itself (the tree traversal of Nakandala et al. 2020,
/// "A Tensor Compiler for Unified Machine Learning Prediction Serving").
/// </summary>
internal static class TensorTrees
{
    // A chain of nodes would make a graph without end; such trees stay on the CPU.
    private const int MostSteps = 64;

    /// <summary>The same model with its trees written out.</summary>
    /// <param name="model">The model, whose trees follow <see cref="TreeRules"/>; it is left as it is.</param>
    public static ModelProto WriteOut(ModelProto model)
    {
        var changed = model.Clone();
        var graph = changed.Graph;
        for (int i = 0; i < graph.Node.Count; i++)
        {
            var node = graph.Node[i];
            if (node.Domain != GraphNames.TreeDomain || Tables.Of(node) is not { Steps: <= MostSteps } tables)
            {
                continue;
            }

            var builder = new GraphBuilder("trees");
            builder.Scope($"trees_{i}");
            Add(builder, tables, node.Input[0], node.Output[0]);
            graph.Node.RemoveAt(i);
            foreach (var added in builder.Graph.Node)
            {
                graph.Node.Insert(i++, added);
            }

            i--;
            graph.Initializer.Add(builder.Graph.Initializer);
        }

        return changed;
    }

    private static void Add(GraphBuilder graph, Tables tables, string row, string score)
    {
        int nodes = tables.Features.Length, trees = tables.Roots.Length;
        string features = graph.Int32s(tables.Features, nodes), thresholds = graph.Floats(tables.Thresholds, nodes), otherwise = graph.Int32s(tables.Otherwise, nodes);

        // The first step starts at the same nodes in every row.
        string at = graph.Node(
            "Sub",
            graph.Int32s(Pick(tables.Otherwise), 1, trees),
            Follows(graph.Node("Gather", [("axis", 1L)], row, graph.Int32s(Pick(tables.Features), trees)), graph.Floats(Pick(tables.Thresholds), 1, trees)));
        for (int step = 1; step < tables.Steps; step++)
        {
            string cell = graph.Node("GatherElements", [("axis", 1L)], row, graph.Node("Gather", features, at));
            at = graph.Node("Sub", graph.Node("Gather", otherwise, at), Follows(cell, graph.Node("Gather", thresholds, at)));
        }

        string sum = graph.Node("ReduceSum", graph.Node("Gather", graph.Floats(tables.Values, nodes), at), graph.Int64s([1], 1));
        graph.Nodes("Add", 1, [sum, graph.Floats([tables.Bias], 1)], rename: score);

        string Follows(string cell, string threshold) => graph.Cast(graph.Node("LessOrEqual", cell, threshold), DataType.Int32);

        T[] Pick<T>(T[] table) => [.. tables.Roots.Select(root => table[root])];
    }

    /// <summary>The nodes of all trees, a node's two children side by side: first the one of the rows whose cell is at most the threshold.</summary>
    /// <param name="Roots">Where every tree begins.</param>
    /// <param name="Features">Which cell of the row a node looks at.</param>
    /// <param name="Thresholds">The threshold of each node, compared with the cell.</param>
    /// <param name="Otherwise">The second child; of a leaf, the node after it, so that the first one is the leaf.</param>
    /// <param name="Values">The amount that each leaf adds to the score.</param>
    /// <param name="Bias">Added to all.</param>
    /// <param name="Steps">From a root to the deepest leaf, 1 at least.</param>
    private sealed record Tables(int[] Roots, int[] Features, float[] Thresholds, int[] Otherwise, float[] Values, float Bias, int Steps)
    {
        public static Tables Of(NodeProto node)
        {
            var attributes = node.Attribute.ToDictionary(attribute => attribute.Name, StringComparer.Ordinal);
            var trees = attributes["nodes_treeids"].Ints;
            var feature = attributes["nodes_featureids"].Ints;
            var threshold = attributes["nodes_values"].Floats;
            var mode = attributes["nodes_modes"].Strings;
            var yes = attributes["nodes_truenodeids"].Ints;
            var no = attributes["nodes_falsenodeids"].Ints;
            var leafTrees = attributes["target_treeids"].Ints;
            var leafNodes = attributes["target_nodeids"].Ints;
            var weights = attributes["target_weights"].Floats;
            var leaves = Enumerable.Range(0, leafTrees.Count).ToDictionary(i => (leafTrees[i], leafNodes[i]), i => weights[i]);
            var tables = (Features: new List<int>(), Thresholds: new List<float>(), Otherwise: new List<int>(), Values: new List<float>());
            var roots = new List<int>();
            int steps = 1;
            for (int first = 0; first < trees.Count;)
            {
                long tree = trees[first];
                roots.Add(Room());
                var open = new Queue<(long Node, int At, int Depth)>([(0, roots[^1], 0)]);
                while (open.TryDequeue(out var next))
                {
                    int from = first + (int)next.Node;
                    steps = Math.Max(steps, next.Depth);
                    if (mode[from].ToStringUtf8() == "LEAF")
                    {
                        tables.Otherwise[next.At] = next.At + 1;
                        tables.Values[next.At] = leaves[(tree, next.Node)];
                        continue;
                    }

                    tables.Features[next.At] = (int)feature[from];
                    tables.Thresholds[next.At] = threshold[from];
                    open.Enqueue((yes[from], Room(), next.Depth + 1));
                    tables.Otherwise[next.At] = Room();
                    open.Enqueue((no[from], tables.Otherwise[next.At], next.Depth + 1));
                }

                while (first < trees.Count && trees[first] == tree)
                {
                    first++;
                }
            }

            return new Tables(
                [.. roots], [.. tables.Features], [.. tables.Thresholds], [.. tables.Otherwise], [.. tables.Values], attributes["base_values"].Floats[0], steps);

            // Every cell is at most infinite, so that a leaf leads to itself.
            int Room()
            {
                tables.Features.Add(0);
                tables.Thresholds.Add(float.PositiveInfinity);
                tables.Otherwise.Add(0);
                tables.Values.Add(0);
                return tables.Values.Count - 1;
            }
        }
    }
}
