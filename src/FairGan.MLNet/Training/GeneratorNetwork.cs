using FairGan.Export.Graph;
using FairGan.MLNet.Torch;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training;

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

    public GeneratorNetwork(int latent, IReadOnlyList<int> hidden, ReadOnlySpan<float> initialLogits, Generator generator, Device device)
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
        Parameters = new FlatParameters(parts, generator, device);

        // Begin at the marginals: with no noise let through, the logits are the columns' log-frequencies.
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Parameters.Views(Parameters.Values)[^1].copy_(tensor(initialLogits.ToArray()));
    }

    public FlatParameters Parameters { get; }

    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> HiddenSizes => _hidden;

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
    public (IReadOnlyList<DenseLayer> Hidden, DenseLayer Logits) Fold(Tensor flat, Tensor noise)
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

        return (hidden, Layer(width, _outputs, views[^2], views[^1]));
    }

    public void Dispose() => Parameters.Dispose();

    private static DenseLayer Layer(int inputs, int outputs, Tensor weights, Tensor bias) =>
        new(inputs, outputs, weights.cpu().contiguous().data<float>().ToArray(), bias.cpu().contiguous().data<float>().ToArray());
}
