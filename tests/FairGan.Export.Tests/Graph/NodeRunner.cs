using FairGan.Export.Format;
using FairGan.Export.Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Tests.Graph;

/// <summary>Runs a part of a graph by itself.</summary>
internal sealed class NodeRunner : IDisposable
{
    private const string Output = "drawn";
    private readonly InferenceSession _session;

    /// <param name="type">Type of what the nodes make.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="nodes">Adds the inputs and the nodes, and names what they make.</param>
    public NodeRunner(DataType type, string[] shape, Func<GraphBuilder, string> nodes)
    {
        var graph = new GraphBuilder("nodes");
        graph.Output(Output, nodes(graph), type, shape);
        _session = new InferenceSession(GeneratorFile.Model(graph.Graph, GeneratorFile.FormatVersion).ToByteArray());
    }

    /// <summary>A uniform number as the noise has them.</summary>
    public static float Uniform(Random random) => (random.Next(1 << 23) + 0.5f) / (1 << 23);

    /// <summary>What the nodes make of some rows.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="inputs">Real or whole numbers, as many for each row.</param>
    public T[] Run<T>(int rows, params (string Name, Array Values)[] inputs)
        where T : unmanaged
    {
        OrtValue[] values = [.. inputs.Select(input => input.Values switch
        {
            long[] whole => OrtValue.CreateTensorValueFromMemory(whole, Shape(whole.Length)),
            float[] reals => OrtValue.CreateTensorValueFromMemory(reals, Shape(reals.Length)),
            _ => throw new ArgumentException("Not a kind of values that a graph takes.", nameof(inputs)),
        })];
        using var run = new RunOptions();
        using var results = _session.Run(run, inputs.Select(input => input.Name).ToArray(), values, [Output]);
        Array.ForEach(values, value => value.Dispose());
        return results[0].GetTensorDataAsSpan<T>().ToArray();

        long[] Shape(int length) => length == rows ? [rows] : [rows, length / rows];
    }

    public void Dispose() => _session.Dispose();
}
