namespace FairGan.Fairness.Counts;

/// <summary>
/// The summary of the rows of one cell (one combination of group values): counts and weighted sums, from which every
/// count-based metric follows. Two summaries add up to the summary of the rows of both.
/// </summary>
/// <remarks>
/// Without a weight column every row weighs 1. The four confusion sums are filled for classification only, the error sums
/// for regression only; what does not apply is 0.
/// </remarks>
public readonly record struct GroupSummary
{
    /// <summary>The number of rows, unweighted.</summary>
    public long Count { get; init; }

    /// <summary>The number of rows whose label is the positive value, unweighted.</summary>
    public long PositiveCount { get; init; }

    /// <summary>The number of rows predicted positive, unweighted.</summary>
    public long SelectedCount { get; init; }

    /// <summary>The sum of the weights.</summary>
    public double Weight { get; init; }

    /// <summary>The weight of rows with a positive label that are predicted positive.</summary>
    public double TruePositive { get; init; }

    /// <summary>The weight of rows with a negative label that are predicted positive.</summary>
    public double FalsePositive { get; init; }

    /// <summary>The weight of rows with a negative label that are predicted negative.</summary>
    public double TrueNegative { get; init; }

    /// <summary>The weight of rows with a positive label that are predicted negative.</summary>
    public double FalseNegative { get; init; }

    /// <summary>The weighted sum of the labels: of the numbers themselves, or of 1 and 0 where the label is no number.</summary>
    public double LabelSum { get; init; }

    /// <summary>The weighted sum of the predictions: of the numbers themselves, or of 1 and 0 where they are no numbers.</summary>
    public double PredictionSum { get; init; }

    /// <summary>The weighted sum of squared distances of the labels from their weighted mean (regression).</summary>
    public double LabelDeviation { get; init; }

    /// <summary>The weighted sum of |label − prediction| (regression).</summary>
    public double AbsoluteError { get; init; }

    /// <summary>The weighted sum of (label − prediction)² (regression).</summary>
    public double SquaredError { get; init; }

    /// <summary>The summary of the rows of both cells.</summary>
    /// <param name="left">One cell.</param>
    /// <param name="right">The other cell; no row may be in both.</param>
    public static GroupSummary operator +(GroupSummary left, GroupSummary right) => new()
    {
        Count = left.Count + right.Count,
        PositiveCount = left.PositiveCount + right.PositiveCount,
        SelectedCount = left.SelectedCount + right.SelectedCount,
        Weight = left.Weight + right.Weight,
        TruePositive = left.TruePositive + right.TruePositive,
        FalsePositive = left.FalsePositive + right.FalsePositive,
        TrueNegative = left.TrueNegative + right.TrueNegative,
        FalseNegative = left.FalseNegative + right.FalseNegative,
        LabelSum = left.LabelSum + right.LabelSum,
        PredictionSum = left.PredictionSum + right.PredictionSum,
        LabelDeviation = left.LabelDeviation + right.LabelDeviation + DeviationBetween(left, right),
        AbsoluteError = left.AbsoluteError + right.AbsoluteError,
        SquaredError = left.SquaredError + right.SquaredError,
    };

    /// <summary>Adds two summaries; the same as the operator.</summary>
    /// <param name="left">One cell.</param>
    /// <param name="right">The other cell.</param>
    public static GroupSummary Add(GroupSummary left, GroupSummary right) => left + right;

    /// <summary>The summary of the same rows, each standing there <paramref name="share"/> times.</summary>
    internal GroupSummary Scaled(double share, double weightShare)
    {
        return new GroupSummary
        {
            Count = (long)Math.Round(Count * share),
            PositiveCount = (long)Math.Round(PositiveCount * share),
            SelectedCount = (long)Math.Round(SelectedCount * share),
            Weight = Weight * weightShare,
            TruePositive = TruePositive * weightShare,
            FalsePositive = FalsePositive * weightShare,
            TrueNegative = TrueNegative * weightShare,
            FalseNegative = FalseNegative * weightShare,
            LabelSum = LabelSum * weightShare,
            PredictionSum = PredictionSum * weightShare,
            LabelDeviation = LabelDeviation * weightShare,
            AbsoluteError = AbsoluteError * weightShare,
            SquaredError = SquaredError * weightShare,
        };
    }

    // Sums of squared deviations are merged through the means (Chan, Golub and LeVeque 1979): raw sums of squares would
    // lose all digits for labels far from zero.
    private static double DeviationBetween(in GroupSummary left, in GroupSummary right)
    {
        if (left.Weight <= 0 || right.Weight <= 0)
        {
            return 0;
        }

        double distance = (right.LabelSum / right.Weight) - (left.LabelSum / left.Weight);
        return distance * distance * (left.Weight * (right.Weight / (left.Weight + right.Weight)));
    }
}
