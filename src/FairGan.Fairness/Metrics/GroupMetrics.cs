using FairGan.Fairness.Counts;

namespace FairGan.Fairness.Metrics;

/// <summary>
/// The built-in metrics, each with the value Fairlearn (and scikit-learn underneath) gives, the empty denominators
/// included: rates over an empty label class, precision without a positive prediction and F1 without either are 0;
/// means over a zero weight are NaN.
/// </summary>
public static class GroupMetrics
{
    /// <summary>The number of rows, unweighted.</summary>
    public static GroupMetric Count { get; } = GroupMetric.FromCounts("count", cell => cell.Count);

    /// <summary>The share predicted positive, (TP + FP) ÷ all, in [0, 1].</summary>
    public static GroupMetric SelectionRate { get; } =
        GroupMetric.FromCounts("selection_rate", cell => (cell.TruePositive + cell.FalsePositive) / cell.Weight);

    /// <summary>The share with a positive label, (TP + FN) ÷ all, in [0, 1].</summary>
    public static GroupMetric BaseRate { get; } =
        GroupMetric.FromCounts("base_rate", cell => (cell.TruePositive + cell.FalseNegative) / cell.Weight);

    /// <summary>The share predicted right, (TP + TN) ÷ all, in [0, 1].</summary>
    public static GroupMetric Accuracy { get; } =
        GroupMetric.FromCounts("accuracy", cell => (cell.TruePositive + cell.TrueNegative) / cell.Weight);

    /// <summary>The share predicted wrong, (FP + FN) ÷ all, in [0, 1].</summary>
    public static GroupMetric ZeroOneLoss { get; } =
        GroupMetric.FromCounts("zero_one_loss", cell => (cell.FalsePositive + cell.FalseNegative) / cell.Weight);

    /// <summary>TP ÷ (TP + FN), in [0, 1]; 0 without positive labels.</summary>
    public static GroupMetric TruePositiveRate { get; } =
        GroupMetric.FromCounts("true_positive_rate", cell => OrZero(cell.TruePositive, cell.TruePositive + cell.FalseNegative));

    /// <summary>FP ÷ (FP + TN), in [0, 1]; 0 without negative labels.</summary>
    public static GroupMetric FalsePositiveRate { get; } =
        GroupMetric.FromCounts("false_positive_rate", cell => OrZero(cell.FalsePositive, cell.FalsePositive + cell.TrueNegative));

    /// <summary>TN ÷ (FP + TN), in [0, 1]; 0 without negative labels.</summary>
    public static GroupMetric TrueNegativeRate { get; } =
        GroupMetric.FromCounts("true_negative_rate", cell => OrZero(cell.TrueNegative, cell.FalsePositive + cell.TrueNegative));

    /// <summary>FN ÷ (TP + FN), in [0, 1]; 0 without positive labels.</summary>
    public static GroupMetric FalseNegativeRate { get; } =
        GroupMetric.FromCounts("false_negative_rate", cell => OrZero(cell.FalseNegative, cell.TruePositive + cell.FalseNegative));

    /// <summary>TP ÷ (TP + FP), in [0, 1]; 0 when nobody is predicted positive.</summary>
    public static GroupMetric Precision { get; } =
        GroupMetric.FromCounts("precision", cell => OrZero(cell.TruePositive, cell.TruePositive + cell.FalsePositive));

    /// <summary>TP ÷ (TP + FN), in [0, 1]; 0 without positive labels. The true positive rate under its other name.</summary>
    public static GroupMetric Recall { get; } = TruePositiveRate.Named("recall");

    /// <summary>2 TP ÷ (2 TP + FP + FN), in [0, 1]; 0 when there is neither a positive label nor a positive prediction.</summary>
    public static GroupMetric F1 { get; } = GroupMetric.FromCounts(
        "f1",
        cell => OrZero(2 * cell.TruePositive, (2 * cell.TruePositive) + cell.FalsePositive + cell.FalseNegative));

    /// <summary>The mean of the rates of right predictions over the label classes that occur, in [0, 1].</summary>
    public static GroupMetric BalancedAccuracy { get; } = GroupMetric.FromCounts("balanced_accuracy", BalancedAccuracyOf);

    /// <summary>The weighted mean of the predictions (of 1 and 0 where they are no numbers).</summary>
    public static GroupMetric MeanPrediction { get; } =
        GroupMetric.FromCounts("mean_prediction", cell => cell.PredictionSum / cell.Weight);

    /// <summary>The weighted mean of the labels (of 1 and 0 where they are no numbers).</summary>
    public static GroupMetric MeanLabel { get; } = GroupMetric.FromCounts("mean_label", cell => cell.LabelSum / cell.Weight);

    /// <summary>The weighted mean of |label − prediction| (regression), in the label's unit.</summary>
    public static GroupMetric MeanAbsoluteError { get; } =
        GroupMetric.FromCounts("mean_absolute_error", cell => cell.AbsoluteError / cell.Weight);

    /// <summary>The weighted mean of (label − prediction)² (regression), in the square of the label's unit.</summary>
    public static GroupMetric MeanSquaredError { get; } =
        GroupMetric.FromCounts("mean_squared_error", cell => cell.SquaredError / cell.Weight);

    /// <summary>The square root of the mean squared error (regression), in the label's unit.</summary>
    public static GroupMetric RootMeanSquaredError { get; } =
        GroupMetric.FromCounts("root_mean_squared_error", cell => Math.Sqrt(cell.SquaredError / cell.Weight));

    /// <summary>
    /// The coefficient of determination (regression), at most 1. As in scikit-learn: NaN for fewer than two rows; where all
    /// labels are alike, 1 if the predictions are exact and 0 otherwise.
    /// </summary>
    public static GroupMetric RSquared { get; } = GroupMetric.FromCounts("r2", RSquaredOf);

    /// <summary>
    /// The area under the ROC curve, in [0, 1]: the chance that a positive row scores above a negative one, ties half.
    /// NaN where a label class does not occur.
    /// </summary>
    public static GroupMetric RocAuc { get; } = GroupMetric.FromRows("roc_auc", RocAucOf);

    /// <summary>
    /// The mean of −ln(score of the label that occurred), at least 0; scores are probabilities of the positive label and are
    /// clipped to 2⁻⁵² from 0 and 1.
    /// </summary>
    public static GroupMetric LogLoss { get; } = GroupMetric.FromRows("log_loss", LogLossOf);

    /// <summary>
    /// The figures of a classifier's audit: count, selection rate, accuracy, the four rates, precision, recall, F1 and mean
    /// prediction, in this order.
    /// </summary>
    public static IReadOnlyList<GroupMetric> Classification { get; } =
    [
        Count, SelectionRate, Accuracy, TruePositiveRate, FalsePositiveRate, TrueNegativeRate, FalseNegativeRate,
        Precision, Recall, F1, MeanPrediction,
    ];

    /// <summary>The figures of a label's audit, where there is no prediction: count and selection rate.</summary>
    public static IReadOnlyList<GroupMetric> LabelOnly { get; } = [Count, SelectionRate];

    /// <summary>The figures of a regression's audit: count, the errors, R² and the means.</summary>
    public static IReadOnlyList<GroupMetric> Regression { get; } =
    [
        Count, MeanAbsoluteError, MeanSquaredError, RootMeanSquaredError, RSquared, MeanPrediction, MeanLabel,
    ];

    private static double OrZero(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;

    private static double BalancedAccuracyOf(GroupSummary cell)
    {
        double positives = cell.TruePositive + cell.FalseNegative;
        double negatives = cell.TrueNegative + cell.FalsePositive;
        if (positives == 0)
        {
            return cell.TrueNegative / negatives;
        }

        return negatives == 0
            ? cell.TruePositive / positives
            : ((cell.TruePositive / positives) + (cell.TrueNegative / negatives)) / 2;
    }

    private static double RSquaredOf(GroupSummary cell)
    {
        if (cell.Count < 2)
        {
            return double.NaN;
        }

        if (cell.LabelDeviation == 0)
        {
            return cell.SquaredError == 0 ? 1 : 0;
        }

        return 1 - (cell.SquaredError / cell.LabelDeviation);
    }

    private static double RocAucOf(GroupRows rows) =>
        rows.Weights.Span.ContainsAnyExcept(1.0) ? WeightedRocAuc(rows) : PlainRocAuc(rows);

    // Sorting the two classes apart and merging them is several times faster than sorting rows with their labels.
    private static double PlainRocAuc(GroupRows rows)
    {
        ReadOnlySpan<double> labels = rows.Labels.Span;
        ReadOnlySpan<double> scores = rows.Scores.Span;
        double[] sorted = new double[scores.Length];
        int positiveCount = 0;
        int negativeStart = sorted.Length;
        for (int row = 0; row < scores.Length; row++)
        {
            sorted[labels[row] > 0 ? positiveCount++ : --negativeStart] = scores[row];
        }

        Span<double> positives = sorted.AsSpan(0, positiveCount);
        Span<double> negatives = sorted.AsSpan(positiveCount);
        positives.Sort();
        negatives.Sort();
        int below = 0;
        int notAbove = 0;
        double area = 0;
        foreach (double score in positives)
        {
            while (below < negatives.Length && negatives[below] < score)
            {
                below++;
            }

            notAbove = Math.Max(notAbove, below);
            while (notAbove < negatives.Length && negatives[notAbove] == score)
            {
                notAbove++;
            }

            area += (below + notAbove) / 2.0;
        }

        return area / ((double)positives.Length * negatives.Length);
    }

    private static double WeightedRocAuc(GroupRows rows)
    {
        double[] scores = rows.Scores.ToArray();
        ReadOnlySpan<double> labels = rows.Labels.Span;
        ReadOnlySpan<double> weights = rows.Weights.Span;
        int[] order = new int[scores.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(scores, order);
        double negativesBelow = 0;
        double positives = 0;
        double area = 0;
        for (int start = 0; start < scores.Length;)
        {
            double tiedPositives = 0;
            double tiedNegatives = 0;
            int end = start;
            for (; end < scores.Length && scores[end] == scores[start]; end++)
            {
                double weight = weights[order[end]];
                if (labels[order[end]] > 0)
                {
                    tiedPositives += weight;
                }
                else
                {
                    tiedNegatives += weight;
                }
            }

            area += tiedPositives * (negativesBelow + (tiedNegatives / 2));
            negativesBelow += tiedNegatives;
            positives += tiedPositives;
            start = end;
        }

        return area / (positives * negativesBelow);
    }

    private static double LogLossOf(GroupRows rows)
    {
        const double Epsilon = 2.220446049250313e-16;
        ReadOnlySpan<double> labels = rows.Labels.Span;
        ReadOnlySpan<double> scores = rows.Scores.Span;
        ReadOnlySpan<double> weights = rows.Weights.Span;
        double loss = 0;
        double total = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double probability = Math.Clamp(scores[i], Epsilon, 1 - Epsilon);
            loss -= weights[i] * Math.Log(labels[i] > 0 ? probability : 1 - probability);
            total += weights[i];
        }

        return loss / total;
    }
}
