namespace FairGan.Reporting.Quality.Leakage;

/// <summary>How well the other columns predict the groups of one sensitive column, or of the intersection of several.</summary>
/// <param name="Columns">The sensitive columns whose values define the groups.</param>
/// <param name="AreaUnderRocCurve">
/// The mean of the groups' areas, weighted by their rows; groups without one are left aside. NaN when none has one.
/// </param>
/// <param name="Groups">The groups, largest first.</param>
/// <param name="OmittedGroups">How many further groups were left out (<see cref="LeakageOptions.MaximumGroups"/>).</param>
public sealed record PartitionLeakage(
    IReadOnlyList<string> Columns,
    double AreaUnderRocCurve,
    IReadOnlyList<GroupLeakage> Groups,
    int OmittedGroups);
