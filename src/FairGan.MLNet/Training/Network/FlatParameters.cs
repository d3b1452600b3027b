using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Network;

/// <summary>
/// A network's parameters as one flat tensor, seen through views. One tensor means one optimiser update and one moving average a step
/// in place of one for every layer.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    private readonly long[][] _shapes;
    private readonly long[] _sizes;

    public FlatParameters(IReadOnlyList<(long[] Shape, float Deviation, float Mean)> parts, Generator generator, Device device)
    {
        using var scope = NewDisposeScope();
        _shapes = [.. parts.Select(part => part.Shape)];
        _sizes = [.. _shapes.Select(shape => shape.Aggregate(1L, (a, b) => a * b))];
        var initial = parts.Select((part, i) => randn(_sizes[i], generator: generator).Times(part.Deviation).Plus(part.Mean)).ToArray();
        Values = new Parameter(cat(initial).to(device).detach());
        Values.DetachFromDisposeScope();
    }

    public Parameter Values { get; }

    /// <summary>The parts of a flat tensor of this shape, in the order given at construction.</summary>
    public Tensor[] Views(Tensor flat) => [.. flat.split(_sizes).Zip(_shapes, (part, shape) => part.view(shape))];

    public void Dispose() => Values.Dispose();
}
