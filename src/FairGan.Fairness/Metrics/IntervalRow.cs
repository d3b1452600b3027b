namespace FairGan.Fairness.Metrics;

/// <summary>The intervals of one cell, as <see cref="MetricRow"/> holds its figures.</summary>
/// <param name="Cell">The values of the control columns, then (for a table by group) of the sensitive columns.</param>
/// <param name="Values">The intervals by metric name.</param>
public sealed record IntervalRow(IReadOnlyList<string> Cell, IReadOnlyDictionary<string, BootstrapInterval> Values);
