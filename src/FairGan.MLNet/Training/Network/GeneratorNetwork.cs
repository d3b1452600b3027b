using FairGan.Export.Graph;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Network;

/// <summary>
/// Noise → logits of every column's symbols. Hidden layers are affine, batch-normalised over the noise vectors of a step, rectified,
/// and joined to their input; the normalisation is folded into the weights when training ends.
/// </summary>
internal sealed class GeneratorNetwork : IDisposable
{
    private const double Epsilon = 1e-5;
    private readonly int _latent;
    private readonly int[] _hidden;
    private readonly int _outputs;

    /// <param name="latent">Width of the noise.</param>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="initialLogits">The logits to begin with.</param>
    /// <param name="interactions">Pairs of a parent and a child column, with their initial conditional logits.</param>
    /// <param name="generator">Source of the randomness.</param>
    /// <param name="device">The device to compute on.</param>
    public GeneratorNetwork(int latent, IReadOnlyList<int> hidden, ReadOnlySpan<float> initialLogits, Interactions interactions, Generator generator, Device device)
    {
        _latent = latent;
        _hidden = [.. hidden];
        _outputs = initialLogits.Length;
        var parts = new List<(long[], float, float)>();
        int width = latent;
        foreach (int size in _hidden)
        {
            parts.Add(([width, size], 1 / MathF.Sqrt(width), 0));
            parts.Add(([size], 0, 1));
            parts.Add(([size], 0, 0));
            width += size;
        }

        parts.Add(([width, _outputs], 0.5f / MathF.Sqrt(width), 0));
        parts.Add(([_outputs], 0, 0));
        parts.AddRange(interactions.Shapes.Select(shape => (shape, 0f, 0f)));
        Parameters = new FlatParameters(parts, generator, device);

        // Begin at the marginals: with no noise let through, the logits are the columns' log-frequencies.
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var views = Parameters.Views(Parameters.Values);
        OfBias(views).copy_(tensor(initialLogits.ToArray()));
        foreach (var (view, interaction) in OfInteractions(views).Zip(interactions.Columns))
        {
            view.copy_(tensor(interaction.Logits, view.shape));
        }
    }

    public FlatParameters Parameters { get; }

    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> HiddenSizes => _hidden;

    /// <summary>Of the parameters' parts, the last layer's weights.</summary>
    public Tensor OfWeights(Tensor[] parts) => parts[3 * _hidden.Length];

    /// <summary>Of the parameters' parts, the last layer's bias.</summary>
    public Tensor OfBias(Tensor[] parts) => parts[(3 * _hidden.Length) + 1];

    /// <summary>Of the parameters' parts, the interactions' logits.</summary>
    public Tensor[] OfInteractions(Tensor[] parts) => parts[((3 * _hidden.Length) + 2)..];

    /// <summary>Number of logits.</summary>
    public int OutputCount => _outputs;

    /// <summary>A hidden layer's normalisation over the noise vectors of a step.</summary>
    public static Tensor Normalise(Tensor affine, Tensor scale, Tensor shift)
    {
        var mean = zeros(affine.shape[1], device: affine.device);
        var variance = ones(affine.shape[1], device: affine.device);
        return nn.functional.batch_norm(affine, mean, variance, scale, shift, training: true, momentum: 0, eps: Epsilon);
    }

    /// <summary>The layers with the normalisation folded in, by its statistics over many noise vectors.</summary>
    public (IReadOnlyList<DenseLayer> Hidden, DenseLayer Logits, float[][] Interactions) Fold(Tensor flat, Tensor noise)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var views = Parameters.Views(flat);
        var hidden = new List<DenseLayer>();
        var x = noise;
        int width = _latent;
        for (int i = 0; i < _hidden.Length; i++)
        {
            var affine = x.mm(views[3 * i]);
            var scale = views[(3 * i) + 1] / affine.var(0, unbiased: false).Plus(Epsilon).sqrt();
            var bias = views[(3 * i) + 2] - (affine.mean([0L]) * scale);
            hidden.Add(Layer(width, _hidden[i], views[3 * i] * scale, bias));
            x = cat([(affine * scale).Plus(bias).relu_(), x], 1);
            width += _hidden[i];
        }

        return (hidden, Layer(width, _outputs, OfWeights(views), OfBias(views)), [.. OfInteractions(views).Select(part => Array.ConvertAll(Values(part), logit => Math.Clamp(logit, -Interaction.MostLogit, Interaction.MostLogit)))]);
    }

    public void Dispose() => Parameters.Dispose();

    private static DenseLayer Layer(int inputs, int outputs, Tensor weights, Tensor bias) =>
        new(inputs, outputs, Values(weights), Values(bias));

    private static float[] Values(Tensor tensor) => tensor.cpu().contiguous().data<float>().ToArray();
}
