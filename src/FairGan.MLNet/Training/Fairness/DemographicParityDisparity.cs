using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Fairness;

/// <summary>Each group's rate of the positive label less the rate over all rows, exact given the components.</summary>
/// <param name="groupSymbols">For every group, the positions of its symbols among all symbols.</param>
/// <param name="positive">Position of the positive label's symbol.</param>
internal sealed class DemographicParityDisparity(IReadOnlyList<int[]> groupSymbols, int positive) : IDisparity
{
    public Tensor Gaps(Tensor probabilities)
    {
        var label = probabilities.narrow(1, positive, 1);
        var members = cat([.. groupSymbols.Select(symbols => symbols.Select(symbol => probabilities.narrow(1, symbol, 1)).Aggregate((a, b) => a * b))], 1);
        return ((members * label).sum([0L]) / members.sum([0L])) - label.mean();
    }
}
