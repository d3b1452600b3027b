namespace FairGan.Fairness.Counts;

/// <summary>The input of a metric frame, independent of its source.</summary>
/// <param name="Columns">The group columns.</param>
/// <param name="Categories">The values of each, by code.</param>
/// <param name="MissingCodes">The code that stands for missing in each, or −1.</param>
/// <param name="Leaves">The leaves, each holding at least one row.</param>
/// <param name="PositiveValue">The positive label as text; empty for regression.</param>
/// <param name="MustStratify">
/// Whether the bootstrap must keep group sizes fixed, because a leaf is a block of rows that are resampled together.
/// </param>
internal sealed record FrameInput(
    string[] Columns,
    Category[][] Categories,
    int[] MissingCodes,
    IReadOnlyList<FrameLeaf> Leaves,
    string PositiveValue,
    bool MustStratify = false);
