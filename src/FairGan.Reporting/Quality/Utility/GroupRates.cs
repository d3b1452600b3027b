namespace FairGan.Reporting.Quality.Utility;

/// <summary>A model's rates in one group.</summary>
/// <param name="Values">The values that define the group, one per sensitive column of its partition; <see langword="null"/> is a missing value.</param>
/// <param name="Rows">How many test rows the group has.</param>
/// <param name="Positives">How many of them are positive in truth.</param>
/// <param name="SelectionRate">The share of rows the model calls positive, 0 to 1.</param>
/// <param name="TruePositiveRate">That share among the rows that are positive in truth; NaN when there are none.</param>
/// <param name="FalsePositiveRate">That share among the rows that are negative in truth; NaN when there are none.</param>
public sealed record GroupRates(
    IReadOnlyList<string?> Values,
    int Rows,
    int Positives,
    double SelectionRate,
    double TruePositiveRate,
    double FalsePositiveRate);
