using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Fairness;

/// <summary>An unfairness of the generator's own labels that its loss can drive to zero.</summary>
internal interface IDisparity
{
    /// <summary>The signed distance of each group from the fair value, [groups]; differentiable.</summary>
    /// <param name="probabilities">Probabilities of all symbols given the components, [components, symbols].</param>
    Tensor Gaps(Tensor probabilities);
}
