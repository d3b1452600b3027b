using FairGan.Reporting.Quality.Utility;

namespace FairGan.Reporting.Report.Figures;

/// <summary>The one disparity that sentences and charts show of the several that were measured: small groups are left out where possible.</summary>
internal static class ShownDisparity
{
    /// <summary>The disparity of the labels over the groups that are not small, or over all when too few are left.</summary>
    public static (LabelDisparity Real, LabelDisparity Synthetic) DisparityOf(LabelFairness fairness) =>
        fairness.Groups.Count(group => !group.IsSmall) > 1
            ? (fairness.RealWithoutSmall, fairness.SyntheticWithoutSmall)
            : (fairness.Real, fairness.Synthetic);

    /// <summary>The demographic parity difference of a model over the groups that are not small, or over all when too few are left.</summary>
    public static double ParityOf(PartitionRates rates) => HasLarge(rates)
        ? rates.DemographicParityDifferenceWithoutSmall
        : rates.DemographicParityDifference;

    /// <summary>The equalized odds difference of a model over the groups that are not small, or over all when too few are left.</summary>
    public static double OddsOf(PartitionRates rates) => HasLarge(rates)
        ? rates.EqualizedOddsDifferenceWithoutSmall
        : rates.EqualizedOddsDifference;

    /// <summary>The interval of <see cref="ParityOf(PartitionRates)"/>; <see langword="null"/> where it was not measured.</summary>
    public static BootstrapInterval? ParityOf(PartitionRates rates, PartitionIntervals? intervals) =>
        HasLarge(rates) ? intervals?.DemographicParityDifferenceWithoutSmall : intervals?.DemographicParityDifference;

    /// <summary>The interval of <see cref="OddsOf(PartitionRates)"/>; <see langword="null"/> where it was not measured.</summary>
    public static BootstrapInterval? OddsOf(PartitionRates rates, PartitionIntervals? intervals) =>
        HasLarge(rates) ? intervals?.EqualizedOddsDifferenceWithoutSmall : intervals?.EqualizedOddsDifference;

    private static bool HasLarge(PartitionRates rates) => rates.Groups.Count(group => group.Rows >= PartitionRates.SmallGroupRows) > 1;
}
