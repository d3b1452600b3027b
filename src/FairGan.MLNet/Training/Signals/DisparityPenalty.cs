using FairGan.MLNet.Training.Fairness;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>
/// The squared gaps of a disparity, beyond a dead band. Squared because a signed gap overshoots and reverses the disparity; with a band
/// because below it the gap is noise of the components.
/// </summary>
internal sealed class DisparityPenalty(IDisparity disparity, double weight) : IGeneratorSignal
{
    private const double Band = 0.005;

    public string Name => "disparity";

    public double? AddGradient(GeneratorStep step)
    {
        var probabilities = step.Probabilities.narrow(0, 0, step.AveragedCount).detach().requires_grad_(true);
        var loss = disparity.Gaps(probabilities).abs().Minus(Band).AtLeast(0).Squared().sum().Times(weight);
        var gradient = autograd.grad([loss], [probabilities])[0];
        step.Gradient.narrow(0, 0, step.AveragedCount).AddProduct(probabilities.detach(), gradient);
        return step.Reported ? loss.item<float>() : null;
    }

    public void Dispose()
    {
    }
}
