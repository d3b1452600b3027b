using Microsoft.Data.Analysis;
using Microsoft.ML;

namespace FairGan.Fairness.Metrics;

/// <summary>The metrics of a regression, over all rows and per group: RSquared, RMS, MSE and MAE.</summary>
public sealed class RegressionGroupMetric
{
    private readonly string _sensitiveColumn;
    private readonly Lazy<MetricFrame> _frame;

    internal RegressionGroupMetric(IDataView eval, string labelColumn, string scoreColumn, string sensitiveColumn)
    {
        ArgumentNullException.ThrowIfNull(eval);
        _sensitiveColumn = sensitiveColumn;
        MetricFrameOptions options = new()
        {
            LabelColumn = labelColumn,
            PredictionColumn = scoreColumn,
            SensitiveColumns = [sensitiveColumn],
        };
        _frame = new(() => MetricFrame.CreateRegression(
            eval,
            options,
            GroupMetrics.RSquared.Named("RSquared"),
            GroupMetrics.RootMeanSquaredError.Named("RMS"),
            GroupMetrics.MeanSquaredError.Named("MSE"),
            GroupMetrics.MeanAbsoluteError.Named("MAE")));
    }

    /// <summary>The figures over all rows, by name.</summary>
    /// <exception cref="ArgumentException">A column does not exist or is unfit.</exception>
    /// <exception cref="InvalidDataException">A value cannot be used; the message names column and row.</exception>
    public IDictionary<string, double> Overall() => GroupMetricTables.Values(_frame.Value.Overall);

    /// <summary>One row per group: the sensitive column, then one column per figure.</summary>
    /// <inheritdoc cref="Overall" path="/exception"/>
    public DataFrame ByGroup() => GroupMetricTables.ByGroup(_frame.Value, _sensitiveColumn);

    /// <summary>The largest difference of each figure between two groups, at least 0.</summary>
    /// <inheritdoc cref="Overall" path="/exception"/>
    public IDictionary<string, double> DifferenceBetweenGroups() => GroupMetricTables.Values(_frame.Value.Difference());
}
