using FairGan.Export.Graph;

namespace FairGan.MLNet.Training.Labels;

/// <summary>Fits the map by which a label head's probabilities are moved toward a definition of fairness.</summary>
internal static class FairMaps
{
    /// <summary>The map of a definition at full strength.</summary>
    /// <param name="parts">The generator with its label head.</param>
    /// <param name="table">The real rows.</param>
    /// <param name="options">The definition, its columns, and the seed.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="FormatException">The labels would carry too little information at the requested strength, or the columns have too many combinations of values.</exception>
    public static FairScoreMap Fit(GeneratorParts parts, EncodedTable table, SynthesizerOptions options, CancellationToken cancellationToken)
    {
        var map = options.Fairness switch
        {
            FairnessDefinition.DemographicParity => FairScoreMapFitter.Fit(parts, table, [], options.Training.IntSeed, cancellationToken),
            FairnessDefinition.ConditionalParity => FairScoreMapFitter.Fit(parts, table, options.Given, options.Training.IntSeed, cancellationToken),
            FairnessDefinition.EqualOpportunity => OddsMapFitter.Fit(parts, table, falsePositives: false, options.Training, cancellationToken),
            FairnessDefinition.EqualizedOdds => OddsMapFitter.Fit(parts, table, falsePositives: true, options.Training, cancellationToken),
            _ => throw new NotSupportedException(options.Fairness.ToString()),
        };
        UtilityFloor.Check(parts.LabelHead! with { FairMap = map }, table, options);
        return map;
    }
}
