namespace FairGan.Reporting.Quality.Leakage;

/// <summary>How well the other columns predict one group against all others.</summary>
/// <param name="Values">The values that define the group, one per sensitive column of its partition; <see langword="null"/> is a missing value.</param>
/// <param name="Rows">How many of the rows used belong to the group.</param>
/// <param name="AreaUnderRocCurve">
/// The mean over the folds of the area under the ROC curve on rows not trained on: about 0.5 when the other columns carry no information about
/// the group, 1 when they give it away. NaN when the group, or all the others together, have fewer rows than there are folds.
/// </param>
public sealed record GroupLeakage(IReadOnlyList<string?> Values, int Rows, double AreaUnderRocCurve);
