namespace FairGan.Fairness.Audits;

/// <summary>How a group is represented in the data.</summary>
/// <param name="Cell">The group's values.</param>
/// <param name="Count">Its rows.</param>
/// <param name="Share">Its (weighted) share of the rows, in [0, 1].</param>
/// <param name="PositiveRate">Its (weighted) share of positive labels, in [0, 1].</param>
internal sealed record GroupRepresentation(IReadOnlyList<string> Cell, long Count, double Share, double PositiveRate);
