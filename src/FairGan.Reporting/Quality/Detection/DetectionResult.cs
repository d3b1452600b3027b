namespace FairGan.Reporting.Quality.Detection;

/// <summary>How well a classifier separates synthetic rows from real ones.</summary>
/// <param name="RowsPerTable">How many rows of each table were used.</param>
/// <param name="AreaUnderRocCurve">
/// The mean over the folds of the area under the ROC curve on rows not trained on: 0.5 when the rows cannot be
/// separated, 1 when every one can; well below 0.5 when synthetic rows repeat real ones, since a copy of a training row is
/// taken for that row. NaN when a table has fewer rows than there are folds.
/// </param>
/// <param name="FoldAreas">The area of each fold.</param>
internal sealed record DetectionResult(int RowsPerTable, double AreaUnderRocCurve, IReadOnlyList<double> FoldAreas);
