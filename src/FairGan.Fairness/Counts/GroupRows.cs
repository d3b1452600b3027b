namespace FairGan.Fairness.Counts;

/// <summary>
/// The rows of one cell, for metrics that counts cannot give (ROC AUC, log loss, a caller's own). Kept only when a metric
/// asks for rows. All four columns have the same length.
/// </summary>
/// <remarks>
/// In a bootstrap replicate the rows are compressed: neighbouring scores of the same label and prediction share one entry
/// whose weight is how often they were sampled. A metric over rows must therefore honour <see cref="Weights"/>.
/// </remarks>
/// <param name="Labels">The labels: 1 for the positive value and 0 for any other (classification), or the numbers (regression).</param>
/// <param name="Predictions">The predictions, coded as the labels are.</param>
/// <param name="Scores">The scores; the predictions where no score column was named.</param>
/// <param name="Weights">The weights, 1 without a weight column.</param>
public sealed record GroupRows(
    ReadOnlyMemory<double> Labels,
    ReadOnlyMemory<double> Predictions,
    ReadOnlyMemory<double> Scores,
    ReadOnlyMemory<double> Weights)
{
    /// <summary>The number of entries.</summary>
    public int Count => Labels.Length;
}
