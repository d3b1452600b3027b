namespace FairGan.Reporting.Quality.Privacy;

/// <summary>Whether synthetic rows lie closer to the training rows than other real rows do.</summary>
/// <param name="Synthetic">The synthetic rows against the training rows.</param>
/// <param name="HeldOut">Real rows that are not among the training rows, against the same training rows.</param>
/// <param name="UsedHalves">
/// Whether no held-out rows were given, so that each random half of the real rows served as training rows for the
/// synthetic rows and for the other half in turn.
/// </param>
/// <param name="ExactCopyShare">
/// The share of all synthetic rows that equal any of the real rows in every cell, 0 to 1. Where halves were used, the
/// shares of <paramref name="Synthetic"/> and <paramref name="HeldOut"/> count copies of one half alone, so that they
/// can be compared with each other.
/// </param>
/// <param name="SearchedRows">How many training rows were searched for the closest one.</param>
/// <param name="CloserThanHeldOutShare">
/// The share of the measured synthetic rows that lie closer to a training row than the 5th percentile of the held-out
/// rows does; about 0.05 or less when the generator does not repeat its training rows.
/// </param>
public sealed record PrivacyResult(
    ClosestRecordDistances Synthetic,
    ClosestRecordDistances HeldOut,
    bool UsedHalves,
    double ExactCopyShare,
    int SearchedRows,
    double CloserThanHeldOutShare);
