namespace FairGan.Fairness.Counts;

/// <summary>
/// The smallest unit of a frame: rows that share all group values and, for counts, label and prediction. Groups are sums of
/// leaves, and a bootstrap replicate redraws how often each leaf occurs.
/// </summary>
/// <param name="Codes">The code of each group column.</param>
/// <param name="Summary">The counts and sums of its rows.</param>
/// <param name="SquaredWeight">The sum of its rows' squared weights.</param>
/// <param name="Draws">
/// Number of independent resampling units in the leaf: its rows, or 1 if its rows are only resampled together.
/// </param>
/// <param name="Rows">Its rows, where a metric needs them.</param>
internal sealed record FrameLeaf(ReadOnlyMemory<int> Codes, GroupSummary Summary, double SquaredWeight, long Draws, GroupRows? Rows);
