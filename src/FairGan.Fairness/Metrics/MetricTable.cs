using System.Collections;

namespace FairGan.Fairness.Metrics;

/// <summary>
/// A table of figures: one row per group, or one row per control cell (a single row where there are no control columns).
/// Immutable.
/// </summary>
public sealed class MetricTable : IReadOnlyList<MetricRow>
{
    private readonly MetricRow[] _rows;

    internal MetricTable(IReadOnlyList<string> cellColumns, MetricRow[] rows)
    {
        CellColumns = cellColumns;
        _rows = rows;
    }

    /// <summary>The names of the columns whose values make a row's cell.</summary>
    public IReadOnlyList<string> CellColumns { get; }

    /// <summary>The number of rows.</summary>
    public int Count => _rows.Length;

    /// <summary>A row by its position.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    public MetricRow this[int index] => _rows[index];

    /// <summary>The figure of a table of one row.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <exception cref="InvalidOperationException">The table has several rows: name the cell.</exception>
    /// <exception cref="KeyNotFoundException">The frame does not hold the metric.</exception>
    public double this[string metric] => _rows.Length == 1
        ? _rows[0][metric]
        : throw new InvalidOperationException($"The table has {_rows.Length} rows: name the cell.");

    /// <summary>The figure of the row with these cell values.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="cell">The values of the cell, in the order of <see cref="CellColumns"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such row or metric.</exception>
    public double this[string metric, params string[] cell] =>
        _rows.FirstOrDefault(row => row.Cell.SequenceEqual(cell, StringComparer.Ordinal)) is { } found
            ? found[metric]
            : throw new KeyNotFoundException($"The table has no row ({string.Join(", ", cell)}).");

    /// <summary>The rows in order.</summary>
    public IEnumerator<MetricRow> GetEnumerator() => ((IEnumerable<MetricRow>)_rows).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
