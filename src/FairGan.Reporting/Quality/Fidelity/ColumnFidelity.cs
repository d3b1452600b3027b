namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>How well a synthetic column follows the distribution of the real one.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="IsNumeric">Whether the column was compared as numbers (KSComplement) or as categories (TVComplement).</param>
/// <param name="Shape">
/// From 0 (nothing in common) to 1 (the same distribution); 0 when one table holds values and the other none;
/// NaN when a numeric column holds no value in either table.
/// </param>
/// <param name="RealMissingRate">The share of missing cells in the real column, 0 to 1.</param>
/// <param name="SyntheticMissingRate">The share of missing cells in the synthetic column, 0 to 1.</param>
/// <param name="RealDistinct">How many different values the real column holds.</param>
/// <param name="SyntheticDistinct">How many different values the synthetic column holds.</param>
public sealed record ColumnFidelity(
    string Column,
    bool IsNumeric,
    double Shape,
    double RealMissingRate,
    double SyntheticMissingRate,
    int RealDistinct,
    int SyntheticDistinct);
