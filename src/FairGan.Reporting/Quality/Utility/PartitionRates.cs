namespace FairGan.Reporting.Quality.Utility;

/// <summary>A model's decisions group by group, for one sensitive column or for the intersection of several.</summary>
/// <param name="Columns">The sensitive columns whose values define the groups.</param>
/// <param name="Groups">The groups with at least one test row, largest first.</param>
/// <param name="DemographicParityDifference">
/// The largest selection rate of a group less the smallest, 0 to 1 (0 is parity), as in Fairlearn.
/// </param>
/// <param name="EqualizedOddsDifference">
/// The larger of the spans of true and of false positive rates over the groups, 0 to 1, as in Fairlearn. Groups whose
/// rate is undefined are left out; NaN where every group's is, as when the test rows hold one class alone.
/// </param>
/// <param name="DemographicParityDifferenceWithoutSmall">
/// The demographic parity difference over the groups of at least <see cref="SmallGroupRows"/> test rows; NaN without such groups.
/// </param>
/// <param name="EqualizedOddsDifferenceWithoutSmall">The equalized odds difference over the same groups; NaN without such groups.</param>
public sealed record PartitionRates(
    IReadOnlyList<string> Columns,
    IReadOnlyList<GroupRates> Groups,
    double DemographicParityDifference,
    double EqualizedOddsDifference,
    double DemographicParityDifferenceWithoutSmall,
    double EqualizedOddsDifferenceWithoutSmall)
{
    /// <summary>A group with fewer rows than this is small: its rates are uncertain.</summary>
    public const int SmallGroupRows = 30;

    /// <summary>The two differences of a set of groups, by their definitions above.</summary>
    internal static (double DemographicParity, double EqualizedOdds) Differences(IReadOnlyCollection<GroupRates> groups) => (
        RateRange.Of(groups.Select(group => group.SelectionRate)).Difference,
        Math.Max(
            RateRange.Of(groups.Select(group => group.TruePositiveRate)).Difference,
            RateRange.Of(groups.Select(group => group.FalsePositiveRate)).Difference));
}
