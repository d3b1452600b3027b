namespace FairGan.Fairness.Counts;

/// <summary>The totals that a database computes over the rows with equal values.</summary>
/// <param name="Count">The number of rows, above 0.</param>
/// <param name="Weight">The sum of their weights.</param>
/// <param name="SquaredWeight">The sum of their squared weights.</param>
internal readonly record struct CountTotals(long Count, double Weight, double SquaredWeight);
