using System.Text.Json.Serialization;

namespace FairGan.Reporting.Report.Figures;

/// <summary>The rate of favourable labels in one group, in the real and in the synthetic table.</summary>
/// <param name="Values">The values that define the group, one per sensitive column of its partition; <see langword="null"/> is a missing value.</param>
/// <param name="RealRows">How many real rows with a label the group has.</param>
/// <param name="RealShare">Its share of those rows, 0 to 1.</param>
/// <param name="RealSelectionRate">The share of the group's real rows with the favourable label, 0 to 1; NaN without rows.</param>
/// <param name="SyntheticRows">How many synthetic rows with a label the group has.</param>
/// <param name="SyntheticShare">Its share of those rows, 0 to 1.</param>
/// <param name="SyntheticSelectionRate">The share of the group's synthetic rows with the favourable label, 0 to 1; NaN without rows.</param>
/// <param name="IsSmall">Whether either table has fewer than <see cref="LabelFairness.SmallCellRows"/> rows of the group, so that its rates are uncertain.</param>
public sealed record LabelGroup(
    IReadOnlyList<string?> Values,
    int RealRows,
    double RealShare,
    double RealSelectionRate,
    int SyntheticRows,
    double SyntheticShare,
    double SyntheticSelectionRate,
    bool IsSmall)
{
    /// <summary>
    /// The real selection rate over the highest one of any group, 0 to 1, which the four-fifths rule uses; NaN where nobody has the
    /// favourable label.
    /// </summary>
    public double RealImpactRatio { get; init; } = double.NaN;

    /// <summary>The same of the synthetic rows.</summary>
    public double SyntheticImpactRatio { get; init; } = double.NaN;

    /// <summary>
    /// The real selection rate over the highest one of any known category, as New York's Local Law 144 defines it; NaN where nobody
    /// has the favourable label, and for rows of unknown category.
    /// </summary>
    public double RealKnownImpactRatio { get; init; } = double.NaN;

    /// <summary>The same of the synthetic rows.</summary>
    public double SyntheticKnownImpactRatio { get; init; } = double.NaN;

    /// <summary>The interval of the real selection rate.</summary>
    [JsonInclude]
    internal RateInterval RealInterval { get; init; }

    /// <summary>The interval of the synthetic selection rate. It shows how far the share of these rows may be, by chance, from the generator's own.</summary>
    [JsonInclude]
    internal RateInterval SyntheticInterval { get; init; }
}
