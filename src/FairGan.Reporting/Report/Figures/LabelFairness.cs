using FairGan.Reporting.Quality.Utility;

namespace FairGan.Reporting.Report.Figures;

/// <summary>The fairness of the labels themselves, for one sensitive column or for the intersection of several.</summary>
/// <param name="Columns">The sensitive columns whose values define the groups.</param>
/// <param name="Groups">The groups, largest of the real table first.</param>
/// <param name="Real">The disparity of the real labels, over all groups.</param>
/// <param name="Synthetic">The disparity of the synthetic labels, over all groups.</param>
/// <param name="RealWithoutSmall">The disparity of the real labels over the groups that are not small.</param>
/// <param name="SyntheticWithoutSmall">The disparity of the synthetic labels over the groups that are not small.</param>
public sealed record LabelFairness(
    IReadOnlyList<string> Columns,
    IReadOnlyList<LabelGroup> Groups,
    LabelDisparity Real,
    LabelDisparity Synthetic,
    LabelDisparity RealWithoutSmall,
    LabelDisparity SyntheticWithoutSmall)
{
    /// <summary>Groups with fewer rows than this are flagged as small.</summary>
    public const int SmallCellRows = PartitionRates.SmallGroupRows;

    private const double FourFifths = 0.8;

    /// <summary>Counts a partition whose first table is the real and whose second is the synthetic one.</summary>
    internal static LabelFairness Count(GroupPartition partition, int[] realClasses, int[] syntheticClasses)
    {
        (int[] realRows, int[] realPositives) = CountGroups(partition, 0, realClasses);
        (int[] syntheticRows, int[] syntheticPositives) = CountGroups(partition, 1, syntheticClasses);
        double realTotal = Math.Max(1, realRows.Sum(rows => (long)rows));
        double syntheticTotal = Math.Max(1, syntheticRows.Sum(rows => (long)rows));
        List<LabelGroup> groups = [.. Enumerable.Range(0, partition.Groups.Count).Select(group => new LabelGroup(
            partition.Groups[group],
            realRows[group],
            realRows[group] / realTotal,
            (double)realPositives[group] / realRows[group],
            syntheticRows[group],
            syntheticRows[group] / syntheticTotal,
            (double)syntheticPositives[group] / syntheticRows[group],
            Math.Min(realRows[group], syntheticRows[group]) < SmallCellRows)
        {
            RealInterval = RateInterval.Of(realPositives[group], realRows[group]),
            SyntheticInterval = RateInterval.Of(syntheticPositives[group], syntheticRows[group]),
        }).Where(group => group.RealRows + group.SyntheticRows > 0)];
        groups = WithRatios(groups);
        List<LabelGroup> large = [.. groups.Where(group => !group.IsSmall)];
        return new LabelFairness(
            partition.Columns,
            groups,
            Disparity(groups.Select(group => group.RealSelectionRate)),
            Disparity(groups.Select(group => group.SyntheticSelectionRate)),
            Disparity(large.Select(group => group.RealSelectionRate)),
            Disparity(large.Select(group => group.SyntheticSelectionRate)));
    }

    private static List<LabelGroup> WithRatios(List<LabelGroup> groups)
    {
        List<LabelGroup> known = [.. groups.Where(IsKnown)];
        (double real, double synthetic) = (Highest(groups.Select(group => group.RealSelectionRate)), Highest(groups.Select(group => group.SyntheticSelectionRate)));
        (double realKnown, double syntheticKnown) = (Highest(known.Select(group => group.RealSelectionRate)), Highest(known.Select(group => group.SyntheticSelectionRate)));
        return [.. groups.Select(group => group with
        {
            RealImpactRatio = group.RealSelectionRate / real,
            SyntheticImpactRatio = group.SyntheticSelectionRate / synthetic,
            RealKnownImpactRatio = IsKnown(group) ? group.RealSelectionRate / realKnown : double.NaN,
            SyntheticKnownImpactRatio = IsKnown(group) ? group.SyntheticSelectionRate / syntheticKnown : double.NaN,
        })];

        static bool IsKnown(LabelGroup group) => group.Values.All(value => value is not null);

        static double Highest(IEnumerable<double> rates) => rates.Where(rate => !double.IsNaN(rate)).DefaultIfEmpty(double.NaN).Max();
    }

    private static (int[] Rows, int[] Positives) CountGroups(GroupPartition partition, int table, int[] classes)
    {
        int[] rows = new int[partition.Groups.Count];
        int[] positives = new int[partition.Groups.Count];
        for (int row = 0; row < classes.Length; row++)
        {
            if (classes[row] >= 0)
            {
                rows[partition.GroupOfRow[table][row]]++;
                positives[partition.GroupOfRow[table][row]] += classes[row];
            }
        }

        return (rows, positives);
    }

    private static LabelDisparity Disparity(IEnumerable<double> rates)
    {
        RateRange range = RateRange.Of(rates);
        return new LabelDisparity(range.Difference, range.Ratio, double.IsNaN(range.Ratio) ? null : range.Ratio >= FourFifths);
    }
}
