namespace FairGan.Fairness.Metrics;

/// <summary>What a difference or a ratio compares.</summary>
public enum DisparityMethod
{
    /// <summary>The groups among each other: the largest against the smallest value.</summary>
    BetweenGroups,

    /// <summary>Each group against the value over all rows; the farthest one counts.</summary>
    ToOverall,
}
