namespace FairGan.Fairness.Counts;

/// <summary>
/// One line of a table of counts: how many rows share these group values, this label and this prediction. It is what
/// <c>SELECT groups…, label, prediction, COUNT(*), SUM(weight), SUM(weight*weight) … GROUP BY</c> gives.
/// </summary>
/// <param name="Groups">The group values in the order of the table's columns; null or empty is missing.</param>
/// <param name="Label">The label.</param>
/// <param name="Prediction">The prediction; null where the label itself is audited.</param>
/// <param name="Count">The number of rows, above 0.</param>
/// <param name="Weight">The sum of their weights; null means every row weighs 1.</param>
/// <param name="SquaredWeight">The sum of their squared weights, for the width of bootstrap intervals; null means equal weights.</param>
internal sealed record CountRow(
    IReadOnlyList<string?> Groups,
    string Label,
    string? Prediction,
    long Count,
    double? Weight = null,
    double? SquaredWeight = null);
