using Microsoft.ML;

namespace FairGan.MLNet.Tests.Synthesis;

/// <summary>An estimator that remembers what it was fitted to, and fits another one.</summary>
internal sealed class RowKeeper(IEstimator<ITransformer> inner) : IEstimator<ITransformer>
{
    public List<IDataView> Seen { get; } = [];

    public ITransformer Fit(IDataView input)
    {
        Seen.Add(input);
        return inner.Fit(input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
}
