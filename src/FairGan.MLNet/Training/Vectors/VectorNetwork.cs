using FairGan.Export.Vectors;
using FairGan.MLNet.Training.Network;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Vectors;

/// <summary>
/// Noise and group → vector. Hidden layers are affine, batch-normalised, shifted by group and rectified; the last is affine, shifted by
/// group, and ends in a sigmoid. The normalisation is folded into the weights when training ends.
/// </summary>
internal sealed class VectorNetwork : IDisposable
{
    private const double Epsilon = 1e-5;
    private readonly int[] _widths;

    public VectorNetwork(int latent, IReadOnlyList<int> hidden, int outputs, int groups, Generator generator, Device device)
    {
        _widths = [latent, .. hidden, outputs];
        var parts = new List<(long[], float, float)>();
        for (int i = 0; i + 1 < _widths.Length; i++)
        {
            parts.Add(([_widths[i], _widths[i + 1]], 1 / MathF.Sqrt(_widths[i]), 0));
            parts.Add(([groups, _widths[i + 1]], groups > 1 ? 0.5f : 0, 0));
            if (i + 2 < _widths.Length)
            {
                parts.Add(([_widths[i + 1]], 0, 1));
            }
        }

        Parameters = new FlatParameters(parts, generator, device);
    }

    public FlatParameters Parameters { get; }

    private int HiddenCount => _widths.Length - 2;

    /// <summary>Vectors [n, items], every item from 0 to 1, of noise [n, latent] and groups [n, groups] (one-hot) under given parameters.</summary>
    public Tensor Vectors(Tensor flat, Tensor noise, Tensor groups)
    {
        var views = Parameters.Views(flat);
        var x = noise;
        for (int i = 0; i < HiddenCount; i++)
        {
            using var mean = zeros(_widths[i + 1], device: noise.device);
            using var variance = ones(_widths[i + 1], device: noise.device);
            var normal = nn.functional.batch_norm(x.mm(views[3 * i]), mean, variance, views[(3 * i) + 2], null, training: true, momentum: 0, eps: Epsilon);
            x = addmm(normal, groups, views[(3 * i) + 1], 1, 1).relu_();
        }

        return addmm(groups.mm(views[^1]), x, views[^2], 1, 1).sigmoid_();
    }

    /// <summary>The same of layers that training has ended with.</summary>
    public static Tensor Vectors(IReadOnlyList<GroupedLayer> layers, Tensor noise, Tensor groups)
    {
        var x = noise;
        foreach (var layer in layers)
        {
            var weights = tensor(layer.Weights, layer.Inputs, layer.Outputs).to(noise.device);
            var biases = tensor(layer.Biases, groups.shape[1], layer.Outputs).to(noise.device);
            x = addmm(groups.mm(biases), x, weights, 1, 1);
            x = layer == layers[^1] ? x.sigmoid_() : x.relu_();
        }

        return x;
    }

    /// <summary>The layers with the normalisation folded in, by its statistics over many noise vectors and their groups.</summary>
    public IReadOnlyList<GroupedLayer> Fold(Tensor flat, Tensor noise, Tensor groups)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var views = Parameters.Views(flat);
        var layers = new List<GroupedLayer>();
        var x = noise;
        for (int i = 0; i < HiddenCount; i++)
        {
            var affine = x.mm(views[3 * i]);
            var scale = views[(3 * i) + 2] / affine.var(0, unbiased: false).Plus(Epsilon).sqrt();
            var biases = views[(3 * i) + 1] - (affine.mean([0L]) * scale);
            layers.Add(Layer(i, views[3 * i] * scale, biases));
            x = addmm(affine * scale, groups, biases, 1, 1).relu_();
        }

        layers.Add(Layer(HiddenCount, views[^2], views[^1]));
        return layers;
    }

    public void Dispose() => Parameters.Dispose();

    private GroupedLayer Layer(int i, Tensor weights, Tensor biases) =>
        new(_widths[i], _widths[i + 1], weights.cpu().contiguous().data<float>().ToArray(), biases.cpu().contiguous().data<float>().ToArray());
}
