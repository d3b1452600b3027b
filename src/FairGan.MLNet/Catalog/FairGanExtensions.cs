using FairGan.MLNet.Catalog;

namespace Microsoft.ML;

/// <summary>Adds <c>mlContext.FairGan()</c>, the entry point of the library.</summary>
public static class FairGanExtensions
{
    /// <summary>The estimators and loaders of FairGan.</summary>
    /// <param name="mlContext">The context; its log receives the progress of the training.</param>
    public static FairGanCatalog FairGan(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new FairGanCatalog(mlContext);
    }
}
