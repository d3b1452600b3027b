namespace FairGan.MLNet.Options;

/// <summary>What "fair" means for the synthetic labels.</summary>
public enum FairnessDefinition
{
    /// <summary>Labels as they were.</summary>
    None,

    /// <summary>Every group receives the positive label at the same rate (Calders, Kamiran and Pechenizkiy 2009).</summary>
    DemographicParity,

    /// <summary>
    /// Every group receives the positive label at the same rate among rows that are alike in legitimate columns, which
    /// <see cref="SynthesizerOptions.Given"/> names (Kamiran, Žliobaitė and Calders 2013).
    /// </summary>
    ConditionalParity,

    /// <summary>Models trained on the synthetic rows find the truly positive ones of every group alike: equal true positive rates on real rows (Hardt, Price and Srebro 2016).</summary>
    EqualOpportunity,

    /// <summary>Models trained on the synthetic rows err alike in every group: true and false positive rates on real rows as near to each other as a threshold a group brings them (Hardt, Price and Srebro 2016).</summary>
    EqualizedOdds,
}
