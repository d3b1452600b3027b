namespace FairGan.MLNet.Privacy;

/// <summary>A set of columns that might be counted, for a private choice of the set whose expected counts are most wrong.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Expected">The counts expected so far.</param>
/// <param name="Penalty">What is taken off the distance: that which the noise of a count alone would make.</param>
/// <param name="Weight">How much the distance counts, 1 or more.</param>
internal sealed record MarginalCandidate(IReadOnlyList<int> Columns, long[] Expected, long Penalty, int Weight);
