namespace FairGan.Fairness.Metrics;

/// <summary>The comparison behind a difference or a ratio.</summary>
public enum DisparityMethod
{
    /// <summary>The groups among each other: the largest against the smallest value.</summary>
    BetweenGroups,

    /// <summary>Each group against the value over all rows; the farthest one counts.</summary>
    ToOverall,
}
