using FairGan.MLNet.Training.Network;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Vectors;

/// <summary>
/// Vector and group → how real it is. The group enters as a projection (Miyato and Koyama 2018, "cGANs with projection discriminator"):
/// the last layer's weights are a common part and one of the group.
/// </summary>
internal sealed class VectorCritic : IDisposable
{
    private const float Slope = 0.2f;
    private readonly int _hidden;

    public VectorCritic(int inputs, IReadOnlyList<int> hidden, int groups, Generator generator, Device device)
    {
        _hidden = hidden.Count;
        var parts = new List<(long[], float, float)>();
        int width = inputs;
        foreach (int size in hidden)
        {
            parts.Add(([width, size], MathF.Sqrt(2f / width), 0));
            parts.Add(([size], 0, 0));
            width = size;
        }

        parts.Add(([width, 1], MathF.Sqrt(1f / width), 0));
        parts.Add(([groups, width], groups > 1 ? MathF.Sqrt(1f / width) : 0, 0));
        parts.Add(([groups, 1], 0, 0));
        Parameters = new FlatParameters(parts, generator, device);
    }

    public FlatParameters Parameters { get; }

    /// <summary>Scores [n] of vectors [n, items] and groups [n, groups] (one-hot) under given parameters; higher is more real.</summary>
    public Tensor Scores(Tensor flat, Tensor vectors, Tensor groups)
    {
        var views = Parameters.Views(flat);
        var x = vectors;
        for (int i = 0; i < _hidden; i++)
        {
            x = addmm(views[(2 * i) + 1], x, views[2 * i], 1, 1).LeakyRectified(Slope);
        }

        var weights = groups.mm(views[^2]).Plus(views[^3].t());
        return (x * weights).sum(1).Plus(groups.mm(views[^1]).squeeze(1));
    }

    public void Dispose() => Parameters.Dispose();
}
