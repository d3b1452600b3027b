namespace FairGan.Reporting.Quality.Utility;

/// <summary>
/// The intervals of a model's differences between groups. A difference is the largest rate less the smallest and cannot be negative,
/// so its interval hardly ever reaches 0; use the interval of the difference to compare two models.
/// </summary>
/// <param name="DemographicParityDifference">The interval of <see cref="PartitionRates.DemographicParityDifference"/>.</param>
/// <param name="EqualizedOddsDifference">The interval of <see cref="PartitionRates.EqualizedOddsDifference"/>.</param>
/// <param name="DemographicParityDifferenceWithoutSmall">The interval of <see cref="PartitionRates.DemographicParityDifferenceWithoutSmall"/>.</param>
/// <param name="EqualizedOddsDifferenceWithoutSmall">The interval of <see cref="PartitionRates.EqualizedOddsDifferenceWithoutSmall"/>.</param>
public sealed record PartitionIntervals(
    BootstrapInterval DemographicParityDifference,
    BootstrapInterval EqualizedOddsDifference,
    BootstrapInterval DemographicParityDifferenceWithoutSmall,
    BootstrapInterval EqualizedOddsDifferenceWithoutSmall);
