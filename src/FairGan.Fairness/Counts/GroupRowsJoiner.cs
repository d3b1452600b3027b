namespace FairGan.Fairness.Counts;

/// <summary>Puts the rows of leaves together into the rows of the cells they belong to.</summary>
internal static class GroupRowsJoiner
{
    public static GroupRows[] Join(IReadOnlyList<FrameLeaf> leaves, int[] cellOfLeaf, int cellCount)
    {
        int[] lengths = new int[cellCount];
        for (int leaf = 0; leaf < leaves.Count; leaf++)
        {
            if (IsIn(leaf))
            {
                lengths[cellOfLeaf[leaf]] += leaves[leaf].Rows!.Count;
            }
        }

        double[][] labels = [.. lengths.Select(length => new double[length])];
        double[][] predictions = [.. lengths.Select(length => new double[length])];
        double[][] scores = [.. lengths.Select(length => new double[length])];
        double[][] weights = [.. lengths.Select(length => new double[length])];
        int[] filled = new int[cellCount];
        for (int leaf = 0; leaf < leaves.Count; leaf++)
        {
            if (!IsIn(leaf))
            {
                continue;
            }

            int cell = cellOfLeaf[leaf];
            GroupRows rows = leaves[leaf].Rows!;
            rows.Labels.CopyTo(labels[cell].AsMemory(filled[cell]));
            rows.Predictions.CopyTo(predictions[cell].AsMemory(filled[cell]));
            rows.Scores.CopyTo(scores[cell].AsMemory(filled[cell]));
            rows.Weights.CopyTo(weights[cell].AsMemory(filled[cell]));
            filled[cell] += rows.Count;
        }

        return [.. lengths.Select((_, cell) => new GroupRows(labels[cell], predictions[cell], scores[cell], weights[cell]))];

        // A leaf that a bootstrap replicate did not sample has no rows.
        bool IsIn(int leaf) => cellOfLeaf[leaf] >= 0 && leaves[leaf].Summary.Count > 0;
    }
}
