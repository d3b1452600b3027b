using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Network;

/// <summary>
/// The softmax of every column's symbols side by side, forward and backward, in place. The sums over a column are products with a
/// thin matrix, so that all columns take a few passes over the memory together and not a few each.
/// </summary>
internal sealed class ColumnSoftmax : IDisposable
{
    // Above their column's mean; e^80 times the most symbols is still finite.
    private const float LargestLogit = 80;

    private readonly Tensor _belongs;
    private readonly Tensor _spread;
    private readonly Tensor _means;

    /// <param name="sizes">The number of every column's symbols.</param>
    /// <param name="device">The device to compute on.</param>
    public ColumnSoftmax(IReadOnlyList<int> sizes, Device device)
    {
        var belongs = new float[sizes.Sum(), sizes.Count];
        for (int column = 0, symbol = 0; column < sizes.Count; column++)
        {
            for (int end = symbol + sizes[column]; symbol < end; symbol++)
            {
                belongs[symbol, column] = 1;
            }
        }

        using var scope = NewDisposeScope();
        _belongs = tensor(belongs, device: device).DetachFromDisposeScope();
        _spread = _belongs.t().contiguous().DetachFromDisposeScope();
        _means = (_belongs / _belongs.sum([0L])).DetachFromDisposeScope();
    }

    /// <summary>Turns logits [rows, symbols] into log-probabilities.</summary>
    /// <param name="logits">The logits; afterwards the log-probabilities.</param>
    /// <param name="probabilities">Of the same shape; afterwards the probabilities.</param>
    public void Apply(Tensor logits, Tensor probabilities)
    {
        using var scope = NewDisposeScope();
        // A column's largest logit is at least its mean, so that no sum of exponentials vanishes.
        logits.addmm_(logits.mm(_means), _spread, 1, -1);
        logits.CutAbove(LargestLogit);
        probabilities.copy_(logits).exp_();
        var sums = probabilities.mm(_belongs);
        logits.addmm_(sums.log(), _spread, 1, -1);
        probabilities.mul_(sums.reciprocal_().mm(_spread));
    }

    /// <summary>Turns the gradient with respect to the log-probabilities into that with respect to the logits.</summary>
    /// <param name="probabilities">The probabilities.</param>
    /// <param name="gradient">[rows, symbols], changed in place.</param>
    public void Backward(Tensor probabilities, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        gradient.AddProduct(probabilities, gradient.mm(_belongs).mm(_spread), -1);
    }

    public void Dispose()
    {
        _belongs.Dispose();
        _spread.Dispose();
        _means.Dispose();
    }
}
