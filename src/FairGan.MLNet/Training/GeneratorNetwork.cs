using FairGan.Export.Graph;
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

    /// <summary>Logits [k, symbols] of noise [k, latent] under given parameters.</summary>
    public Tensor Logits(Tensor flat, Tensor noise)
    {
        var views = Parameters.Views(flat);
        // What is joined stays in parts, latest first: copying it together would take as long as some of the products.
        List<Tensor> joined = [noise];
        for (int i = 0; i < _hidden.Length; i++)
        {
            var mean = zeros(_hidden[i], device: noise.device);
            var variance = ones(_hidden[i], device: noise.device);
            var normal = nn.functional.batch_norm(Product(joined, views[3 * i], null), mean, variance, views[(3 * i) + 1], views[(3 * i) + 2], training: true, momentum: 0, eps: Epsilon);
            joined.Insert(0, normal.relu_());
        }

        return Product(joined, views[^2], views[^1]);
    }

    private static Tensor Product(List<Tensor> parts, Tensor weights, Tensor? bias)
    {
        Tensor? sum = bias;
        long from = 0;
        foreach (var part in parts)
        {
            var rows = weights.narrow(0, from, part.shape[1]);
            sum = sum is null ? part.mm(rows) : addmm(sum, part, rows, 1, 1);
            from += part.shape[1];
        }

        return sum!;
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
            var scale = views[(3 * i) + 1] / (affine.var(0, unbiased: false) + Epsilon).sqrt();
            var bias = views[(3 * i) + 2] - (affine.mean([0L]) * scale);
            hidden.Add(Layer(width, _hidden[i], views[3 * i] * scale, bias));
            x = cat([(affine * scale + bias).relu_(), x], 1);
            width += _hidden[i];
        }

        return (hidden, Layer(width, _outputs, views[^2], views[^1]));
    }

    public void Dispose() => Parameters.Dispose();

    private static DenseLayer Layer(int inputs, int outputs, Tensor weights, Tensor bias) =>
        new(inputs, outputs, weights.cpu().contiguous().data<float>().ToArray(), bias.cpu().contiguous().data<float>().ToArray());
}
