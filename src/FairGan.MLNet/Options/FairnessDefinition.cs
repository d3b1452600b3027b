namespace FairGan.MLNet.Options;

/// <summary>The definition of fairness for the synthetic labels.</summary>
public enum FairnessDefinition
{
    /// <summary>No constraint: labels as learned.</summary>
    None,

    /// <summary>Every group receives the positive label at the same rate (Calders, Kamiran and Pechenizkiy 2009).</summary>
    DemographicParity,

    /// <summary>
    /// Every group receives the positive label at the same rate among rows with equal values of the legitimate columns, which
    /// <see cref="SynthesizerOptions.Given"/> names (Kamiran, Žliobaitė and Calders 2013).
    /// </summary>
    ConditionalParity,

    /// <summary>Models trained on the synthetic rows have equal true positive rates in every group of real rows (Hardt, Price and Srebro 2016).</summary>
    EqualOpportunity,

    /// <summary>Models trained on the synthetic rows have similar error rates in every group: true and false positive rates on real rows as close as one threshold per group can bring them (Hardt, Price and Srebro 2016).</summary>
    EqualizedOdds,
}
