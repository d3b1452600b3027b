namespace FairGan.MLNet.Options;

/// <summary>What replaces categories that too few rows have.</summary>
public enum RareValues
{
    /// <summary>Frequent categories of the column, by their shares.</summary>
    Frequent,

    /// <summary>One placeholder for all of them, <see cref="ProtectionOptions.Placeholder"/>.</summary>
    Placeholder,
}
