using FairGan.Fairness.Audits;
using FairGan.Fairness.Metrics;
using Microsoft.ML;

namespace FairGan.Fairness.Fairlearn;

/// <summary>
/// Group metrics in the shape of the package Microsoft.ML.Fairlearn: the figures that ML.NET's evaluators give, per group.
/// All rows count, groups of one class give NaN where a figure is not defined, and sensitive columns may be text, boolean,
/// key, integer or real. For disparity metrics and intervals use <see cref="FairnessAudit"/>.
/// </summary>
public sealed class FairlearnMetricCatalog
{
    /// <summary>A catalog for a context.</summary>
    /// <param name="mlContext">The context.</param>
    public FairlearnMetricCatalog(MLContext mlContext) => ArgumentNullException.ThrowIfNull(mlContext);

    /// <summary>The metrics of a binary classifier; the table is read when a figure is first requested.</summary>
    /// <param name="eval">The scored table.</param>
    /// <param name="labelColumn">The label: true and false, or 1 and 0.</param>
    /// <param name="predictedColumn">The predicted label, of the same values.</param>
    /// <param name="sensitiveFeatureColumn">The sensitive column.</param>
    /// <param name="scoreColumn">The score, higher for positive.</param>
    /// <param name="probabilityColumn">The probability, for the log loss; ignored where the table has no such column.</param>
    public BinaryGroupMetric BinaryClassification(
        IDataView eval,
        string labelColumn,
        string predictedColumn,
        string sensitiveFeatureColumn,
        string scoreColumn = "Score",
        string probabilityColumn = "Probability") =>
        new(eval, labelColumn, predictedColumn, sensitiveFeatureColumn, scoreColumn, probabilityColumn);

    /// <summary>The metrics of a regression; the table is read when a figure is first requested.</summary>
    /// <param name="eval">The scored table.</param>
    /// <param name="labelColumn">The true value, a number.</param>
    /// <param name="scoreColumn">The predicted value, a number.</param>
    /// <param name="sensitiveFeatureColumn">The sensitive column.</param>
    public RegressionGroupMetric Regression(IDataView eval, string labelColumn, string scoreColumn, string sensitiveFeatureColumn) =>
        new(eval, labelColumn, scoreColumn, sensitiveFeatureColumn);
}
