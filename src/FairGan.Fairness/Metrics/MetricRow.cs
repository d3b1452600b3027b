namespace FairGan.Fairness.Metrics;

/// <summary>The figures of one cell of a <see cref="MetricTable"/>.</summary>
/// <param name="Cell">
/// The values of the control columns, then (for a table by group) of the sensitive columns; empty for an overall figure
/// without control columns.
/// </param>
/// <param name="Values">The figures by metric name; NaN where one is not defined or no row falls in the cell.</param>
public sealed record MetricRow(IReadOnlyList<string> Cell, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>One figure.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <exception cref="KeyNotFoundException">The frame does not hold the metric.</exception>
    public double this[string metric] => Values.TryGetValue(metric, out double value)
        ? value
        : throw new KeyNotFoundException($"The frame has no metric '{metric}'; it has {string.Join(", ", Values.Keys)}.");
}
