namespace FairGan.MLNet.Quality;

/// <summary>The same model trained once on real and once on synthetic rows, both tested on the same real rows.</summary>
/// <param name="TrainedOnReal">The model trained on real rows.</param>
/// <param name="TrainedOnSynthetic">The model trained on synthetic rows.</param>
public sealed record UtilityComparison(UtilityResult TrainedOnReal, UtilityResult TrainedOnSynthetic);
