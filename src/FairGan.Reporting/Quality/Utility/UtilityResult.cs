namespace FairGan.Reporting.Quality.Utility;

/// <summary>How a model does on real test rows, overall and group by group.</summary>
/// <param name="TrainingRows">How many rows it was trained on (rows with a missing label are left out).</param>
/// <param name="TestRows">How many rows it was tested on (rows with a missing label are left out).</param>
/// <param name="AreaUnderRocCurve">The area under the ROC curve, 0 to 1, 0.5 being chance; NaN when the test rows hold one class alone.</param>
/// <param name="Accuracy">The share of right decisions at probability 0.5, 0 to 1.</param>
/// <param name="F1Score">The harmonic mean of precision and recall of the positive class, 0 to 1; 0 when no positive row is found.</param>
/// <param name="Partitions">The decisions by the groups of each sensitive column and of their intersection.</param>
public sealed record UtilityResult(
    int TrainingRows,
    int TestRows,
    double AreaUnderRocCurve,
    double Accuracy,
    double F1Score,
    IReadOnlyList<PartitionRates> Partitions)
{
    /// <summary>Bootstrap intervals of the figures over the test rows; <see langword="null"/> where they were not computed.</summary>
    public UtilityIntervals? Intervals { get; init; }
}
