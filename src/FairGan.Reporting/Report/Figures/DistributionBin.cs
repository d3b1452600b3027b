namespace FairGan.Reporting.Report.Figures;

/// <summary>One bar of a <see cref="ColumnDistribution"/>.</summary>
/// <param name="Value">The value; of a range of dates both ends; <see langword="null"/> for a range of numbers, for missing cells and for the rest.</param>
/// <param name="Kind"><c>value</c>, <c>range</c>, <c>rest</c> (values without a bar of their own) or <c>missing</c>.</param>
/// <param name="Lower">The lower end of a range, included in it, of dates in days since the year 1; NaN otherwise. The first range also includes all lower values.</param>
/// <param name="Upper">The upper end of a range; NaN otherwise. The last range also includes all higher values.</param>
/// <param name="RealShare">The share of the real rows, 0 to 1; NaN without real rows.</param>
/// <param name="SyntheticShare">The share of the synthetic rows, 0 to 1; NaN without synthetic rows.</param>
internal sealed record DistributionBin(string? Value, string Kind, double Lower, double Upper, double RealShare, double SyntheticShare);
