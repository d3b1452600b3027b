// Part of the file format: may not change within a version of it.

namespace FairGan.Export.Format;

/// <summary>Checks the trees of a generator's file: lists of one length, children that lead to leaves, features that exist.</summary>
internal static class TreeRules
{
    /// <summary>Checks the trees of a node.</summary>
    /// <param name="node">A tree ensemble.</param>
    /// <param name="features">Number of features of a row.</param>
    /// <returns>Comparisons and additions that a row takes at most.</returns>
    /// <exception cref="ArgumentException">The trees are damaged.</exception>
    public static long Check(NodeProto node, long features)
    {
        var attributes = node.Attribute.ToDictionary(attribute => attribute.Name, StringComparer.Ordinal);
        var trees = attributes["nodes_treeids"].Ints;
        var ids = attributes["nodes_nodeids"].Ints;
        var feature = attributes["nodes_featureids"].Ints;
        var yes = attributes["nodes_truenodeids"].Ints;
        var no = attributes["nodes_falsenodeids"].Ints;
        var modes = attributes["nodes_modes"].Strings;
        int count = trees.Count;
        Expect(count > 0 && attributes["n_targets"].I == 1 && attributes["base_values"].Floats.Count == 1
            && new[] { ids.Count, feature.Count, yes.Count, no.Count, modes.Count, attributes["nodes_values"].Floats.Count }.All(length => length == count));
        long work = 0;
        var leaves = new HashSet<(long Tree, long Node)>();
        for (int first = 0; first < count;)
        {
            int size = 1;
            while (first + size < count && trees[first + size] == trees[first])
            {
                size++;
            }

            Expect(first == 0 ? trees[0] == 0 : trees[first] == trees[first - 1] + 1);
            work += Tree(first, size);
            first += size;
        }

        var leafTrees = attributes["target_treeids"].Ints;
        var leafNodes = attributes["target_nodeids"].Ints;
        Expect(leafTrees.Count == leaves.Count && leafNodes.Count == leaves.Count && attributes["target_weights"].Floats.Count == leaves.Count
            && attributes["target_ids"].Ints.Count == leaves.Count && attributes["target_ids"].Ints.All(id => id == 0));
        for (int i = 0; i < leafTrees.Count; i++)
        {
            Expect(leaves.Remove((leafTrees[i], leafNodes[i])));
        }

        return work;

        // The depth of one tree, whose nodes are those from first on, in the order of their numbers.
        int Tree(int first, int size)
        {
            var seen = new bool[size];
            var open = new Stack<(int Node, int Depth)>([(0, 1)]);
            int deepest = 0;
            while (open.TryPop(out var next))
            {
                var (i, depth) = next;
                Expect(!seen[i] && ids[first + i] == i);
                seen[i] = true;
                deepest = Math.Max(deepest, depth);
                switch (modes[first + i].ToStringUtf8())
                {
                    case "LEAF":
                        leaves.Add((trees[first], i));
                        break;
                    case "BRANCH_LEQ":
                        Expect(feature[first + i] >= 0 && feature[first + i] < features && yes[first + i] >= 0 && yes[first + i] < size && no[first + i] >= 0 && no[first + i] < size);
                        open.Push(((int)yes[first + i], depth + 1));
                        open.Push(((int)no[first + i], depth + 1));
                        break;
                    default:
                        Expect(false);
                        break;
                }
            }

            Expect(!seen.Contains(false));
            return deepest;
        }
    }

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new ArgumentException("The trees are damaged.");
        }
    }
}
