using Microsoft.ML;

namespace FairGan.Fairness.Fairlearn;

/// <summary>What <c>mlContext.Fairlearn()</c> gives.</summary>
public sealed class FairlearnCatalog
{
    /// <summary>A catalog for a context.</summary>
    /// <param name="mlContext">The context.</param>
    public FairlearnCatalog(MLContext mlContext) => Metric = new FairlearnMetricCatalog(mlContext);

    /// <summary>The metrics.</summary>
    public FairlearnMetricCatalog Metric { get; }
}
