namespace FairGan.Fairness.Metrics;

/// <summary>
/// The named group-fairness metrics, with Fairlearn's names, conventions and empty denominators. Each reads a
/// <see cref="MetricFrame"/> without control columns that holds the rates it needs (as
/// <see cref="GroupMetrics.Classification"/> does).
/// </summary>
public static class FairnessMetrics
{
    /// <summary>
    /// Demographic parity difference: the largest difference of selection rates, in [0, 1]; 0 is parity
    /// (Agarwal et al. 2018).
    /// </summary>
    /// <param name="frame">A frame with <see cref="GroupMetrics.SelectionRate"/>.</param>
    /// <param name="method">Between groups, or to the overall rate.</param>
    public static double DemographicParityDifference(MetricFrame frame, DisparityMethod method = DisparityMethod.BetweenGroups) =>
        Difference(frame, GroupMetrics.SelectionRate.Name, method);

    /// <summary>Demographic parity ratio: the smallest ratio of selection rates, in [0, 1]; 1 is parity, NaN when nobody is selected.</summary>
    /// <param name="frame">A frame with <see cref="GroupMetrics.SelectionRate"/>.</param>
    /// <param name="method">Between groups, or to the overall rate.</param>
    public static double DemographicParityRatio(MetricFrame frame, DisparityMethod method = DisparityMethod.BetweenGroups) =>
        Ratio(frame, GroupMetrics.SelectionRate.Name, method);

    /// <summary>Equal opportunity difference: the largest difference of true positive rates, in [0, 1] (Hardt, Price and Srebro 2016).</summary>
    /// <param name="frame">A frame with <see cref="GroupMetrics.TruePositiveRate"/>.</param>
    /// <param name="method">Between groups, or to the overall rate.</param>
    public static double EqualOpportunityDifference(MetricFrame frame, DisparityMethod method = DisparityMethod.BetweenGroups) =>
        Difference(frame, GroupMetrics.TruePositiveRate.Name, method);

    /// <summary>Equal opportunity ratio: the smallest ratio of true positive rates, in [0, 1]; NaN when all are 0.</summary>
    /// <param name="frame">A frame with <see cref="GroupMetrics.TruePositiveRate"/>.</param>
    /// <param name="method">Between groups, or to the overall rate.</param>
    public static double EqualOpportunityRatio(MetricFrame frame, DisparityMethod method = DisparityMethod.BetweenGroups) =>
        Ratio(frame, GroupMetrics.TruePositiveRate.Name, method);

    /// <summary>
    /// Equalized odds difference: the differences of true and of false positive rates in one figure, in [0, 1]
    /// (Hardt, Price and Srebro 2016).
    /// </summary>
    /// <param name="frame">A frame with <see cref="GroupMetrics.TruePositiveRate"/> and <see cref="GroupMetrics.FalsePositiveRate"/>.</param>
    /// <param name="method">Between groups, or to the overall rates.</param>
    /// <param name="aggregation">The larger of the two, or their mean.</param>
    public static double EqualizedOddsDifference(
        MetricFrame frame,
        DisparityMethod method = DisparityMethod.BetweenGroups,
        OddsAggregation aggregation = OddsAggregation.WorstCase) => CombineDifferences(
            Difference(frame, GroupMetrics.TruePositiveRate.Name, method),
            Difference(frame, GroupMetrics.FalsePositiveRate.Name, method),
            aggregation);

    /// <summary>
    /// Equalized odds ratio: the ratios of true and of false positive rates in one figure, in [0, 1]. A NaN ratio (all
    /// rates 0) is left out of the mean; in the worst case it counts only as the true positive rate's ratio, as in Fairlearn.
    /// </summary>
    /// <param name="frame">A frame with <see cref="GroupMetrics.TruePositiveRate"/> and <see cref="GroupMetrics.FalsePositiveRate"/>.</param>
    /// <param name="method">Between groups, or to the overall rates.</param>
    /// <param name="aggregation">The smaller of the two, or their mean.</param>
    public static double EqualizedOddsRatio(
        MetricFrame frame,
        DisparityMethod method = DisparityMethod.BetweenGroups,
        OddsAggregation aggregation = OddsAggregation.WorstCase) => CombineRatios(
            Ratio(frame, GroupMetrics.TruePositiveRate.Name, method),
            Ratio(frame, GroupMetrics.FalsePositiveRate.Name, method),
            aggregation);

    /// <summary>The largest difference of any metric of the frame (Fairlearn's generated <c>…_difference</c>).</summary>
    /// <param name="frame">A frame without control columns.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="method">Between groups, or to the overall figure.</param>
    /// <exception cref="InvalidOperationException">The frame has control columns.</exception>
    /// <exception cref="KeyNotFoundException">The frame does not hold the metric.</exception>
    public static double Difference(MetricFrame frame, string metric, DisparityMethod method = DisparityMethod.BetweenGroups) =>
        WithoutControls(frame).Difference(method)[metric];

    /// <summary>The smallest ratio of any metric of the frame (Fairlearn's generated <c>…_ratio</c>).</summary>
    /// <param name="frame">A frame without control columns.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="method">Between groups, or to the overall figure.</param>
    /// <exception cref="InvalidOperationException">The frame has control columns.</exception>
    /// <exception cref="KeyNotFoundException">The frame does not hold the metric.</exception>
    public static double Ratio(MetricFrame frame, string metric, DisparityMethod method = DisparityMethod.BetweenGroups) =>
        WithoutControls(frame).Ratio(method)[metric];

    // The two folds below keep the first (true positive rate) figure unless the second is strictly worse, so that a NaN
    // behaves as it does in Fairlearn.
    internal static double CombineDifferences(double truePositive, double falsePositive, OddsAggregation aggregation) =>
        aggregation == OddsAggregation.Mean ? MeanOf(truePositive, falsePositive)
        : falsePositive > truePositive ? falsePositive
        : truePositive;

    internal static double CombineRatios(double truePositive, double falsePositive, OddsAggregation aggregation) =>
        aggregation == OddsAggregation.Mean ? MeanOf(truePositive, falsePositive)
        : falsePositive < truePositive ? falsePositive
        : truePositive;

    private static double MeanOf(double first, double second) =>
        double.IsNaN(first) ? second
        : double.IsNaN(second) ? first
        : (first + second) / 2;

    private static MetricFrame WithoutControls(MetricFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.ControlColumns.Count == 0
            ? frame
            : throw new InvalidOperationException("The named metrics have no control columns: read the frame's own tables instead.");
    }
}
