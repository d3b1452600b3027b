namespace FairGan.MLNet.Synthesis;

/// <summary>What "fair" means for the synthetic labels.</summary>
public enum FairnessDefinition
{
    /// <summary>Labels as they were.</summary>
    None,

    /// <summary>Every group receives the positive label at the same rate (Calders, Kamiran and Pechenizkiy 2009).</summary>
    DemographicParity,
}
