namespace FairGan.MLNet.Options;

/// <summary>The target shares of the combinations of group and label.</summary>
public enum AugmentationTarget
{
    /// <summary>Label and group are independent, each with the share it has: P(s)·P(y) (Kamiran and Calders 2012).</summary>
    Independence,

    /// <summary>All combinations that occur have the same share.</summary>
    Even,
}
