using FairGan.Fairness.Counts;

namespace FairGan.Fairness.Metrics;

/// <summary>
/// A metric that a <see cref="MetricFrame"/> evaluates on every group: a name and a plain function over counts or over rows. All are in
/// <see cref="GroupMetrics"/>.
/// </summary>
public sealed class GroupMetric
{
    private readonly Func<GroupSummary, double>? _ofSummary;
    private readonly Func<GroupRows, double>? _ofRows;

    private GroupMetric(string name, Func<GroupSummary, double>? ofSummary, Func<GroupRows, double>? ofRows)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        _ofSummary = ofSummary;
        _ofRows = ofRows;
    }

    /// <summary>The name under which the figure appears in tables and JSON.</summary>
    public string Name { get; }

    /// <summary>Whether the function needs the rows, so that they must stay in memory.</summary>
    public bool NeedsRows => _ofRows is not null;

    /// <summary>A metric that follows from counts and sums.</summary>
    /// <param name="name">The name of the figure.</param>
    /// <param name="compute">The function; called once per cell that has rows, and for every bootstrap replicate. Must be pure.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static GroupMetric FromCounts(string name, Func<GroupSummary, double> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        return new GroupMetric(name, compute, null);
    }

    /// <summary>A metric that needs labels, predictions, scores or weights row by row.</summary>
    /// <param name="name">The name of the figure.</param>
    /// <param name="compute">The function; called once per cell that has rows, and for every bootstrap replicate. Must be pure.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static GroupMetric FromRows(string name, Func<GroupRows, double> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        return new GroupMetric(name, null, compute);
    }

    /// <summary>The same function under another name.</summary>
    /// <param name="name">The new name.</param>
    public GroupMetric Named(string name) => new(name, _ofSummary, _ofRows);

    internal double Evaluate(in GroupSummary summary, GroupRows? rows) =>
        _ofSummary is not null ? _ofSummary(summary) : _ofRows!(rows!);
}
