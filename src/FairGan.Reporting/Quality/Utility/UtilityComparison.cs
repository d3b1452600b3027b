namespace FairGan.Reporting.Quality.Utility;

/// <summary>The same model trained once on real and once on synthetic rows, both tested on the same real rows.</summary>
/// <param name="TrainedOnReal">The model trained on real rows.</param>
/// <param name="TrainedOnSynthetic">The model trained on synthetic rows.</param>
public sealed record UtilityComparison(UtilityResult TrainedOnReal, UtilityResult TrainedOnSynthetic)
{
    /// <summary>
    /// The intervals of the figures of the model trained on synthetic rows less those of the model trained on real rows: where one
    /// includes 0, the two may be equal; <see langword="null"/> where that was not measured.
    /// </summary>
    public UtilityIntervals? DifferenceIntervals { get; init; }
}
