using FairGan.Export.Sampling;

namespace FairGan.MLNet.Components;

/// <summary>
/// Trains an inner estimator on synthetic rows in place of the real ones, and gives the inner model alone. Made by
/// <c>mlContext.FairGan().TrainOnSynthetic(…)</c>.
/// </summary>
/// <typeparam name="TTransformer">The inner model.</typeparam>
internal sealed class TrainOnSyntheticEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : ITransformer
{
    private readonly IEstimator<SynthesizerTransformer> _synthesizer;
    private readonly IEstimator<TTransformer> _inner;
    private readonly long? _rows;
    private readonly SamplingOptions? _sampling;

    internal TrainOnSyntheticEstimator(IEstimator<SynthesizerTransformer> synthesizer, IEstimator<TTransformer> inner, long? rows, SamplingOptions? sampling)
    {
        ArgumentNullException.ThrowIfNull(synthesizer);
        ArgumentNullException.ThrowIfNull(inner);
        if (rows is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(rows));
        }

        _synthesizer = synthesizer;
        _inner = inner;
        _rows = rows;
        _sampling = sampling;
    }

    /// <summary>Fits the synthesizer to the real rows, generates synthetic ones, and fits the inner estimator to those.</summary>
    /// <param name="input">The real rows.</param>
    /// <returns>The inner model.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The schema does not fit, as in <see cref="Synthesizer.Fit"/>.</exception>
    /// <exception cref="FormatException">The values cannot be learned from, as in <see cref="Synthesizer.Fit"/>.</exception>
    /// <exception cref="InvalidOperationException">A strength is given, but the synthesizer has no label or no sensitive column.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SynthesizerTransformer synthesizer = _synthesizer.Fit(input);
        return _inner.Fit(synthesizer.Generate(_rows ?? RowCounter.Count(input), _sampling));
    }

    /// <summary>The output schema of the inner estimator for the input's schema.</summary>
    /// <param name="inputSchema">The input's schema.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit the synthesizer or the inner estimator.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _inner.GetOutputSchema(_synthesizer.GetOutputSchema(inputSchema));
}
