namespace FairGan.Reporting.Quality.Utility;

/// <summary>
/// How far the figures of a model, or the differences of two models, may be by chance: percentile intervals at 95 % (Efron 1979) over
/// test rows resampled with replacement. The models stay as they are: the effect of other training rows is not included.
/// </summary>
/// <param name="AreaUnderRocCurve">The interval of <see cref="UtilityResult.AreaUnderRocCurve"/>.</param>
/// <param name="Accuracy">The interval of <see cref="UtilityResult.Accuracy"/>.</param>
/// <param name="F1Score">The interval of <see cref="UtilityResult.F1Score"/>.</param>
/// <param name="Partitions">The intervals of the differences between groups, in the order of <see cref="UtilityResult.Partitions"/>.</param>
public sealed record UtilityIntervals(
    BootstrapInterval AreaUnderRocCurve,
    BootstrapInterval Accuracy,
    BootstrapInterval F1Score,
    IReadOnlyList<PartitionIntervals> Partitions);
