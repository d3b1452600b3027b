using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Network;

/// <summary>
/// The forward and backward pass of the generator, written by hand except for the normalisation, in memory that is reused between
/// steps: with the library's own backward pass, copies of joined layers and new pages would take longer than the products.
/// </summary>
internal sealed class GeneratorPass : IDisposable
{
    private readonly GeneratorNetwork _network;
    private readonly ColumnSoftmax _softmax;
    private readonly Interactions _interactions;
    private readonly Tensor[] _affine;
    private readonly Tensor[] _inputGradients;
    private readonly Tensor _logProbabilities;
    private readonly Tensor _probabilities;
    private readonly Tensor _gradient;
    private Tensor[] _views = [];
    private Layer[] _layers = [];
    private Tensor[] _joined = [];

    /// <param name="network">The network.</param>
    /// <param name="softmax">Of its columns.</param>
    /// <param name="interactions">Pairs of a parent and a child column.</param>
    /// <param name="components">Noise vectors at most.</param>
    /// <param name="device">The device to compute on.</param>
    public GeneratorPass(GeneratorNetwork network, ColumnSoftmax softmax, Interactions interactions, int components, Device device)
    {
        _network = network;
        _softmax = softmax;
        _interactions = interactions;
        _affine = [.. network.HiddenSizes.Select(Memory)];
        _inputGradients = [.. network.HiddenSizes.Select(Memory)];
        _logProbabilities = Memory(network.OutputCount);
        _probabilities = Memory(network.OutputCount);
        _gradient = Memory(network.OutputCount);

        Tensor Memory(int columns) => empty(components, columns, device: device).DetachFromDisposeScope();
    }

    /// <summary>Log-probabilities of every column's symbols by themselves, [components, symbols].</summary>
    public Tensor LogProbabilities => First(_logProbabilities);

    /// <summary>The probabilities, of a column with a parent over all symbols of that.</summary>
    public Tensor Probabilities => First(_probabilities);

    /// <summary>The gradient of the loss with respect to the logarithms of <see cref="Probabilities"/>: all 0 after <see cref="Forward"/>.</summary>
    public Tensor Gradient => First(_gradient);

    private int Count { get; set; }

    /// <summary>Computes the probabilities. What it makes lives until the dispose scope of the caller ends.</summary>
    /// <param name="flat">The network's parameters.</param>
    /// <param name="noise">[components, latent].</param>
    public void Forward(Tensor flat, Tensor noise)
    {
        Count = (int)noise.shape[0];
        _views = _network.Parameters.Views(flat.detach());
        _layers = new Layer[_affine.Length];
        _joined = [noise];
        for (int i = 0; i < _layers.Length; i++)
        {
            Tensor affine, scale = _views[(3 * i) + 1].detach().requires_grad_(true), shift = _views[(3 * i) + 2].detach().requires_grad_(true);
            using (no_grad())
            {
                affine = Product(First(_affine[i]), _views[3 * i], null);
            }

            affine = affine.detach().requires_grad_(true);
            _layers[i] = new Layer(affine, scale, shift, GeneratorNetwork.Normalise(affine, scale, shift).relu_());
            _joined = [_layers[i].Output.detach(), .. _joined];
        }

        using var frozen = no_grad();
        Product(First(_logProbabilities), _network.OfWeights(_views), _network.OfBias(_views));
        _softmax.Apply(LogProbabilities, Probabilities);
        Gradient.zero_();
        _interactions.Forward(_network.OfInteractions(_views), LogProbabilities, Probabilities, Gradient);
    }

    /// <summary>Computes the gradient with respect to the parameters from <see cref="Gradient"/>, which is changed.</summary>
    /// <param name="flatGradient">Of the shape of the parameters; afterwards their gradient.</param>
    public void Backward(Tensor flatGradient)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var gradients = _network.Parameters.Views(flatGradient);
        _interactions.Backward(Probabilities, Gradient, _network.OfInteractions(gradients));
        _softmax.Backward(Probabilities, Gradient);
        Spread(Gradient, _network.OfWeights(_views), _network.OfWeights(gradients), _joined, first: true);
        _network.OfBias(gradients).copy_(Gradient.sum([0L]));
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            var layer = _layers[i];
            var parts = autograd.grad([layer.Output], [layer.Affine, layer.Scale, layer.Shift], [First(_inputGradients[i])]);
            Spread(parts[0], _views[3 * i], gradients[3 * i], _joined[^(i + 1)..], first: false);
            gradients[(3 * i) + 1].copy_(parts[1]);
            gradients[(3 * i) + 2].copy_(parts[2]);
        }
    }

    public void Dispose()
    {
        foreach (var memory in _affine.Concat(_inputGradients).Append(_logProbabilities).Append(_probabilities).Append(_gradient))
        {
            memory.Dispose();
        }
    }

    private Tensor First(Tensor memory) => memory.narrow(0, 0, Count);

    private Tensor Product(Tensor into, Tensor weights, Tensor? bias)
    {
        if (bias is not null)
        {
            into.copy_(bias);
        }

        long from = 0;
        foreach (var part in _joined)
        {
            into.addmm_(part, weights.narrow(0, from, part.shape[1]), from == 0 && bias is null ? 0 : 1, 1);
            from += part.shape[1];
        }

        return into;
    }

    // From the gradient of a product to those of its weights and of the hidden layers that are its inputs, latest first; the noise needs none.
    private void Spread(Tensor gradient, Tensor weights, Tensor weightsGradient, Tensor[] inputs, bool first)
    {
        long from = 0;
        for (int j = 0; j < inputs.Length; j++)
        {
            long width = inputs[j].shape[1];
            weightsGradient.narrow(0, from, width).addmm_(inputs[j].t(), gradient, 0, 1);
            if (j < inputs.Length - 1)
            {
                First(_inputGradients[inputs.Length - 2 - j]).addmm_(gradient, weights.narrow(0, from, width).t(), first ? 0 : 1, 1);
            }

            from += width;
        }
    }

    private sealed record Layer(Tensor Affine, Tensor Scale, Tensor Shift, Tensor Output);
}
