namespace FairGan.MLNet.Quality;

/// <summary>A model's decisions group by group, for one sensitive column or for the intersection of several.</summary>
/// <param name="Columns">The sensitive columns whose values define the groups.</param>
/// <param name="Groups">The groups with at least one test row, largest first.</param>
/// <param name="DemographicParityDifference">
/// The largest selection rate of a group less the smallest, 0 to 1 (0 is parity), as in Fairlearn.
/// </param>
/// <param name="EqualizedOddsDifference">
/// The larger of the spans of true and of false positive rates over the groups, 0 to 1, as in Fairlearn. Groups whose
/// rate is undefined are left out.
/// </param>
public sealed record PartitionRates(
    IReadOnlyList<string> Columns,
    IReadOnlyList<GroupRates> Groups,
    double DemographicParityDifference,
    double EqualizedOddsDifference);
