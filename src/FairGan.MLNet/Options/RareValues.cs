namespace FairGan.MLNet.Options;

/// <summary>What stands in generated rows for categories that too few rows hold.</summary>
public enum RareValues
{
    /// <summary>Frequent categories of the column, by their shares.</summary>
    Frequent,

    /// <summary>One placeholder for all of them, <see cref="ProtectionOptions.Placeholder"/>.</summary>
    Placeholder,
}
