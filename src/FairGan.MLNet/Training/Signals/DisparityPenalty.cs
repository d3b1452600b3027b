using FairGan.MLNet.Training.Fairness;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>
/// The squared gaps of a disparity, beyond a dead band. Squared because a signed gap overshoots and reverses the injustice; with a band
/// because below it the gap is noise of the components.
/// </summary>
internal sealed class DisparityPenalty(IDisparity disparity, double weight) : IGeneratorSignal
{
    private const double Band = 0.005;

    public string Name => "disparity";

    public Tensor Loss(GeneratorStep step) => weight * (disparity.Gaps(step.Probabilities).abs() - Band).clamp_min(0).square().sum();

    public void Dispose()
    {
    }
}
