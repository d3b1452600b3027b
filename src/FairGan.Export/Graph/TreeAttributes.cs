namespace FairGan.Export.Graph;

/// <summary>A label head's trees as the attributes of an ONNX tree ensemble.</summary>
internal static class TreeAttributes
{
    /// <summary>The attributes.</summary>
    /// <param name="head">The label head.</param>
    public static (string Name, object Value)[] Of(LabelHead head)
    {
        List<long> treeIds = [], nodeIds = [], features = [], trueIds = [], falseIds = [], leafTreeIds = [], leafNodeIds = [];
        List<float> thresholds = [], weights = [];
        List<string> modes = [];
        for (int t = 0; t < head.Trees.Count; t++)
        {
            var tree = head.Trees[t];
            int nodes = tree.Features.Length;
            for (int i = 0; i < nodes; i++)
            {
                Add(t, i, tree.Features[i], tree.Thresholds[i], "BRANCH_LEQ", Child(tree.Left[i], nodes), Child(tree.Right[i], nodes));
            }

            for (int i = 0; i < tree.Leaves.Length; i++)
            {
                Add(t, nodes + i, 0, 0, "LEAF", 0, 0);
                leafTreeIds.Add(t);
                leafNodeIds.Add(nodes + i);
                weights.Add(tree.Leaves[i]);
            }
        }

        return
        [
            ("n_targets", 1L), ("aggregate_function", "SUM"), ("post_transform", "NONE"), ("base_values", new[] { head.Bias }),
            ("nodes_treeids", treeIds), ("nodes_nodeids", nodeIds), ("nodes_featureids", features), ("nodes_values", thresholds),
            ("nodes_modes", modes), ("nodes_truenodeids", trueIds), ("nodes_falsenodeids", falseIds),
            ("target_treeids", leafTreeIds), ("target_nodeids", leafNodeIds), ("target_ids", leafTreeIds.Select(_ => 0L).ToArray()), ("target_weights", weights),
        ];

        static int Child(int child, int nodes) => child >= 0 ? child : nodes + ~child;

        void Add(int tree, int node, int feature, float threshold, string mode, int yes, int no)
        {
            treeIds.Add(tree);
            nodeIds.Add(node);
            features.Add(feature);
            thresholds.Add(threshold);
            modes.Add(mode);
            trueIds.Add(yes);
            falseIds.Add(no);
        }
    }
}
