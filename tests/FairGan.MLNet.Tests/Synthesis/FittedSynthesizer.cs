using FairGan.MLNet.Components;
using Microsoft.ML;

namespace FairGan.MLNet.Tests.Synthesis;

/// <summary>A synthesizer that has learned already, for tests of what happens around one.</summary>
internal sealed class FittedSynthesizer(SynthesizerTransformer fitted) : IEstimator<SynthesizerTransformer>
{
    public SynthesizerTransformer Fit(IDataView input) => fitted;

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
}
