namespace FairGan.Fairness.Metrics;

/// <summary>How the differences (or ratios) of true and false positive rate are combined into one equalized odds figure.</summary>
public enum OddsAggregation
{
    /// <summary>The worse of the two: the larger difference, the smaller ratio.</summary>
    WorstCase,

    /// <summary>The mean of the two, leaving out one that is NaN.</summary>
    Mean,
}
