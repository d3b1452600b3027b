using Microsoft.ML;

namespace FairGan.Fairness.Fairlearn;

/// <summary>The entry point <c>mlContext.Fairlearn()</c>: group metrics in the form of the package Microsoft.ML.Fairlearn.</summary>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView scored = mlContext.Data.LoadFromBinary("scored.idv");
/// BinaryGroupMetric metric = mlContext.Fairlearn().Metric.BinaryClassification(scored, "Label", "PredictedLabel", "sex");
/// double gap = metric.DifferenceBetweenGroups()["AUC"];
/// </code>
/// </example>
public sealed class FairlearnCatalog
{
    /// <summary>A catalog for a context.</summary>
    /// <param name="mlContext">The context.</param>
    public FairlearnCatalog(MLContext mlContext) => Metric = new FairlearnMetricCatalog(mlContext);

    /// <summary>The metrics.</summary>
    public FairlearnMetricCatalog Metric { get; }
}
