namespace FairGan.Reporting.Report.Figures;

/// <summary>The differences of the groups' selection rates in one table.</summary>
/// <param name="DemographicParityDifference">The largest selection rate less the smallest, 0 (parity) to 1, as in Fairlearn; NaN without rows.</param>
/// <param name="DemographicParityRatio">The smallest selection rate over the largest, 0 to 1 (parity), as in Fairlearn; NaN where no group has a favourable label.</param>
/// <param name="MeetsFourFifthsRule">
/// Whether the ratio is at least 0.8, the threshold of the US Uniform Guidelines on Employee Selection Procedures
/// (29 CFR 1607.4 D); <see langword="null"/> where the ratio is undefined.
/// </param>
public sealed record LabelDisparity(double DemographicParityDifference, double DemographicParityRatio, bool? MeetsFourFifthsRule);
