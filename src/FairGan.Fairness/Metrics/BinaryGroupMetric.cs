using FairGan.Fairness.Counts;
using Microsoft.Data.Analysis;
using Microsoft.ML;

namespace FairGan.Fairness.Metrics;

/// <summary>
/// The metrics of a binary classifier, over all rows and per group, as ML.NET's evaluator names them: AUC, Accuracy, PosPrec,
/// PosRecall, NegPrec, NegRecall, F1Score and AreaUnderPrecisionRecallCurve; with a probability column also LogLoss,
/// LogLossReduction and Entropy, in bits.
/// </summary>
public sealed class BinaryGroupMetric
{
    private readonly string _sensitiveColumn;
    private readonly Lazy<MetricFrame> _frame;
    private readonly Lazy<MetricFrame?> _probabilityFrame;

    internal BinaryGroupMetric(
        IDataView eval,
        string labelColumn,
        string predictedColumn,
        string sensitiveColumn,
        string scoreColumn,
        string probabilityColumn)
    {
        ArgumentNullException.ThrowIfNull(eval);
        _sensitiveColumn = sensitiveColumn;
        MetricFrameOptions options = new()
        {
            LabelColumn = labelColumn,
            PredictionColumn = predictedColumn,
            ScoreColumn = scoreColumn,
            SensitiveColumns = [sensitiveColumn],
        };
        _frame = new(() => MetricFrame.Create(
            eval,
            options,
            GroupMetrics.RocAuc.Named("AUC"),
            GroupMetrics.Accuracy.Named("Accuracy"),
            GroupMetrics.Precision.Named("PosPrec"),
            GroupMetrics.Recall.Named("PosRecall"),
            GroupMetric.FromCounts("NegPrec", NegativePrecision),
            GroupMetrics.TrueNegativeRate.Named("NegRecall"),
            GroupMetrics.F1.Named("F1Score"),
            GroupMetric.FromRows("AreaUnderPrecisionRecallCurve", AreaUnderPrecisionRecallCurve)));
        _probabilityFrame = new(() => eval.Schema.GetColumnOrNull(probabilityColumn) is null
            ? null
            : MetricFrame.Create(eval, options with { ScoreColumn = probabilityColumn }, GroupMetrics.LogLoss, GroupMetrics.BaseRate));
    }

    /// <summary>The figures over all rows, by name.</summary>
    /// <exception cref="ArgumentException">A column does not exist or is unfit.</exception>
    /// <exception cref="InvalidDataException">A value cannot be used; the message names column and row.</exception>
    public IDictionary<string, double> Overall()
    {
        Dictionary<string, double> figures = GroupMetricTables.Values(_frame.Value.Overall);
        if (_probabilityFrame.Value is { } probabilities)
        {
            double rate = probabilities.Overall[GroupMetrics.BaseRate.Name];
            double entropy = -(Bits(rate) + Bits(1 - rate));
            double loss = probabilities.Overall[GroupMetrics.LogLoss.Name] / Math.Log(2);
            figures["LogLoss"] = loss;
            figures["LogLossReduction"] = (entropy - loss) / entropy;
            figures["Entropy"] = entropy;
        }

        return figures;
    }

    /// <summary>One row per group: the sensitive column, then one column per figure (NaN where a group has one class only).</summary>
    /// <inheritdoc cref="Overall" path="/exception"/>
    public DataFrame ByGroup() => GroupMetricTables.ByGroup(_frame.Value, _sensitiveColumn);

    /// <summary>The largest difference of each figure between two groups, at least 0.</summary>
    /// <inheritdoc cref="Overall" path="/exception"/>
    public IDictionary<string, double> DifferenceBetweenGroups() => GroupMetricTables.Values(_frame.Value.Difference());

    private static double Bits(double share) => share > 0 ? share * Math.Log2(share) : 0;

    private static double NegativePrecision(GroupSummary cell)
    {
        double predicted = cell.TrueNegative + cell.FalseNegative;
        return predicted == 0 ? 0 : cell.TrueNegative / predicted;
    }

    // The lower trapezoid estimator (Boyd, Eng and Page 2013) that ML.NET uses, with rows of the same score as one step, so
    // that the order of rows does not matter.
    private static double AreaUnderPrecisionRecallCurve(GroupRows rows)
    {
        double[] keys = rows.Scores.ToArray();
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        ReadOnlySpan<double> labels = rows.Labels.Span;
        ReadOnlySpan<double> weights = rows.Weights.Span;
        double truePositives = 0;
        double falsePositives = 0;
        double precision = 1;
        double area = 0;
        for (int end = keys.Length - 1; end >= 0;)
        {
            double before = truePositives;
            int row = end;
            for (; row >= 0 && keys[row] == keys[end]; row--)
            {
                double weight = weights[order[row]];
                truePositives += labels[order[row]] > 0 ? weight : 0;
                falsePositives += labels[order[row]] > 0 ? 0 : weight;
            }

            double reached = truePositives + falsePositives;
            double after = reached > 0 ? truePositives / reached : precision;
            area += (truePositives - before) * (precision + after) / 2;
            precision = after;
            end = row;
        }

        return area / truePositives;
    }
}
