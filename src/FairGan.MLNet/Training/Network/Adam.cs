using FairGan.MLNet.Training.Checkpoints;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Network;

/// <summary>
/// The optimiser Adam (Kingma and Ba 2015), given the gradients. TorchSharp's own creates scalars that a garbage collection can free
/// while they are read; see <see cref="TensorArithmetic"/>.
/// </summary>
internal sealed class Adam : IDisposable
{
    private const double Epsilon = 1e-8;

    private readonly IReadOnlyList<Tensor> _parameters;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;
    private readonly double _meanDecay;
    private readonly double _squareDecay;
    private readonly double _weightDecay;
    private int _steps;

    /// <param name="parameters">What to learn, changed in place.</param>
    /// <param name="meanDecay">Decay of the gradients' moving mean, β₁.</param>
    /// <param name="squareDecay">Decay of the moving mean of their squares, β₂.</param>
    /// <param name="weightDecay">Weight of the parameters' squares in the loss.</param>
    public Adam(IReadOnlyList<Tensor> parameters, double meanDecay, double squareDecay, double weightDecay = 0)
    {
        _parameters = parameters;
        _meanDecay = meanDecay;
        _squareDecay = squareDecay;
        _weightDecay = weightDecay;
        _means = [.. parameters.Select(Zeros)];
        _squares = [.. parameters.Select(Zeros)];

        static Tensor Zeros(Tensor parameter) => zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();
    }

    /// <summary>One step.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="gradients">Of every parameter, the loss's gradient.</param>
    public void Step(double learningRate, IList<Tensor> gradients)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _steps++;
        double rate = learningRate / (1 - Math.Pow(_meanDecay, _steps)), squareShare = Math.Sqrt(1 - Math.Pow(_squareDecay, _steps));
        for (int i = 0; i < _parameters.Count; i++)
        {
            var gradient = _weightDecay == 0 ? gradients[i] : gradients[i].Plus(_parameters[i], _weightDecay);
            _means[i].Multiply(_meanDecay).Add(gradient, 1 - _meanDecay);
            _squares[i].Multiply(_squareDecay).AddProduct(gradient, gradient, 1 - _squareDecay);
            _parameters[i].AddQuotient(_means[i], _squares[i].sqrt().Over(squareShare).Add(Epsilon), -rate);
        }
    }

    /// <summary>Saves or restores the moving means, and the parameters that they belong to.</summary>
    public void State(RunState state)
    {
        state.Value("steps", ref _steps);
        for (int i = 0; i < _parameters.Count; i++)
        {
            state.Tensor("parameters", _parameters[i]);
            state.Tensor("means", _means[i]);
            state.Tensor("squares", _squares[i]);
        }
    }

    public void Dispose()
    {
        foreach (var average in _means.Concat(_squares))
        {
            average.Dispose();
        }
    }
}
