namespace FairGan.Fairness.Metrics;

/// <summary>How the two disparities of equalized odds (true and false positive rate) become one figure.</summary>
public enum OddsAggregation
{
    /// <summary>The worse of the two: the larger difference, the smaller ratio.</summary>
    WorstCase,

    /// <summary>The mean of the two, leaving out one that is NaN.</summary>
    Mean,
}
