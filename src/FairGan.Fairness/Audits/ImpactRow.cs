namespace FairGan.Fairness.Audits;

/// <summary>One group of an <see cref="ImpactTable"/>.</summary>
/// <param name="Cell">The group's values.</param>
/// <param name="Count">Its rows.</param>
/// <param name="Selected">Its rows that are selected.</param>
/// <param name="Share">Its share of the known rows, in [0, 1]. New York allows a category below 0.02 to be left out of the ratios.</param>
/// <param name="SelectionRate">The (weighted) share selected, in [0, 1].</param>
/// <param name="ImpactRatio">The selection rate ÷ the highest selection rate of a group, in [0, 1]; NaN when nobody is selected.</param>
/// <param name="ScoringRate">The (weighted) share with a score above the median score of all rows; null without scores.</param>
/// <param name="ScoringImpactRatio">The scoring rate ÷ the highest scoring rate of a group; null without scores.</param>
/// <param name="IsSmall">Whether the group has fewer rows than the limit for small cells.</param>
/// <param name="FailsFourFifths">Whether the impact ratio is below 0.8.</param>
/// <param name="Z">The statistic of the two-proportion z-test of the selection rate against the group with the highest one, from unweighted counts.</param>
/// <param name="PValue">The two-sided p-value of that test.</param>
public sealed record ImpactRow(
    IReadOnlyList<string> Cell,
    long Count,
    long Selected,
    double Share,
    double SelectionRate,
    double ImpactRatio,
    double? ScoringRate,
    double? ScoringImpactRatio,
    bool IsSmall,
    bool FailsFourFifths,
    double Z,
    double PValue);
