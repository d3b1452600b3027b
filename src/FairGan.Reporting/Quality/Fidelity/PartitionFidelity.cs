namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>Fidelity group by group, for one sensitive column or for the intersection of several.</summary>
/// <param name="Columns">The sensitive columns whose values define the groups.</param>
/// <param name="Groups">The groups, largest of the real table first.</param>
/// <param name="OmittedGroups">How many further groups were not measured (<see cref="FidelityOptions.MaximumGroups"/>).</param>
/// <param name="Worst">The group with the lowest mean shape; <see langword="null"/> when no group has one.</param>
internal sealed record PartitionFidelity(
    IReadOnlyList<string> Columns,
    IReadOnlyList<GroupFidelity> Groups,
    int OmittedGroups,
    GroupFidelity? Worst);
