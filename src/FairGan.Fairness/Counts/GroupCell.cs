namespace FairGan.Fairness.Counts;

/// <summary>The counts of one group.</summary>
/// <param name="Cell">The values of the control columns, then of the sensitive columns.</param>
/// <param name="Summary">The counts and sums of its rows.</param>
internal sealed record GroupCell(IReadOnlyList<string> Cell, GroupSummary Summary);
