namespace FairGan.MLNet.Quality;

/// <summary>Whether synthetic rows lie closer to the training rows than other real rows do.</summary>
/// <param name="Synthetic">The synthetic rows against the training rows.</param>
/// <param name="HeldOut">Real rows that are not among the training rows, against the same training rows.</param>
/// <param name="UsedHalves">
/// Whether no held-out rows were given, so that each random half of the real rows served as training rows for the
/// synthetic rows and for the other half in turn.
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
    int SearchedRows,
    double CloserThanHeldOutShare);
