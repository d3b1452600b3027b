
using FairGan.Fairness.Fairlearn;

namespace Microsoft.ML;

/// <summary>The entry to group-fairness metrics in the shape of the package Microsoft.ML.Fairlearn.</summary>
public static class FairlearnExtensions
{
    /// <summary>
    /// The catalog of group-fairness metrics: code written as <c>mlContext.Fairlearn().Metric.BinaryClassification(…)</c>
    /// moves over by changing a using.
    /// </summary>
    /// <param name="mlContext">The context.</param>
    public static FairlearnCatalog Fairlearn(this MLContext mlContext) => new(mlContext);
}
