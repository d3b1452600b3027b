namespace FairGan.Export.Graph;

/// <summary>
/// A regression tree: node i sends a row to <see cref="Left"/>[i] where its feature is at most the threshold, else to
/// <see cref="Right"/>[i]; a negative child c is the leaf ~c. A tree without nodes is the single leaf 0.
/// </summary>
/// <param name="Features">Feature of every node.</param>
/// <param name="Thresholds">Threshold of every node.</param>
/// <param name="Left">Child of every node for values up to the threshold.</param>
/// <param name="Right">Child of every node for values above the threshold.</param>
/// <param name="Leaves">Value of every leaf.</param>
internal sealed record DecisionTree(int[] Features, float[] Thresholds, int[] Left, int[] Right, float[] Leaves);
