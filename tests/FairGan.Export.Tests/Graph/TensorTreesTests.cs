using FairGan.Export.Format;
using FairGan.Export.Format.Noise;
using FairGan.Export.Graph;
using FairGan.Export.Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Tests.Graph;

public class TensorTreesTests
{
    private const int Rows = 4096;

    [Fact]
    public void Trees_written_out_give_the_same_scores()
    {
        var (model, information) = GeneratorFile.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Files", "conditions-1.onnx")));
        AssertSame(model, information);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Trees_of_any_depth_give_the_same_scores(int depth)
    {
        // A chain: every node cuts a little off, so that the leaves lie at all depths; and a tree that is a leaf alone.
        var chain = new DecisionTree(
            [.. Enumerable.Repeat(2, depth)],
            [.. Enumerable.Range(0, depth).Select(node => 20 + (57f * node / depth))],
            [.. Enumerable.Range(0, depth).Select(node => ~node)],
            [.. Enumerable.Range(0, depth).Select(node => node == depth - 1 ? ~depth : node + 1)],
            [.. Enumerable.Range(0, depth + 1).Select(leaf => (leaf * 37 % 11 / 10f) - 0.5f)]);
        var parts = ExampleGenerator.Parts();
        parts = parts with { LabelHead = parts.LabelHead! with { Trees = [chain, .. parts.LabelHead!.Trees, new DecisionTree([], [], [], [], [0.25f])], Bias = 0.125f } };
        var layout = new NoiseLayout(parts.Schema, parts.LatentSize, true);
        byte[] file = GeneratorFile.Write(GeneratorGraph.Build(parts), new GeneratorInformation(parts.Schema, 1, true, layout.Width, "{}", "{}") { Derivations = parts.Derivations });
        var (model, information) = GeneratorFile.Read(file);
        AssertSame(model, information);
    }

    [Fact]
    public void A_chain_without_end_is_left_to_the_tree_operator()
    {
        const int Depth = 1000;
        var chain = new DecisionTree(
            new int[Depth],
            new float[Depth],
            [.. Enumerable.Range(0, Depth).Select(node => ~node)],
            [.. Enumerable.Range(0, Depth).Select(node => node == Depth - 1 ? ~Depth : node + 1)],
            new float[Depth + 1]);
        var parts = ExampleGenerator.Parts();
        var graph = GeneratorGraph.Build(parts with { LabelHead = parts.LabelHead! with { Trees = [chain] } });

        var model = GeneratorFile.Model(graph, GeneratorFile.FormatVersion);
        Assert.Equal(model, TensorTrees.WriteOut(model));
    }

    private static void AssertSame(ModelProto model, GeneratorInformation information)
    {
        var part = GraphCuts.Part(
            model,
            [GraphBuilder.ValueInfo(GraphNames.NoiseInput, DataType.Float, "n", "width")],
            [GraphBuilder.ValueInfo(GraphNames.LabelProbability, DataType.Float, "n")]);
        Assert.Contains(part.Graph.Node, node => node.OpType == GraphNames.TreeOperator);
        var written = TensorTrees.WriteOut(part);
        Assert.DoesNotContain(written.Graph.Node, node => node.OpType == GraphNames.TreeOperator);

        var noise = new float[Rows * information.NoiseWidth];
        SplitMix64.Fill(3, 0, information.NoiseWidth, noise);
        float[] expected = Run(part), actual = Run(written);
        Assert.True(expected.Distinct().Count() > 1);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));

        float[] Run(ModelProto graph)
        {
            using var settings = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            using var session = new InferenceSession(graph.ToByteArray(), settings);
            using var noiseValue = OrtValue.CreateTensorValueFromMemory(noise, [Rows, information.NoiseWidth]);
            using var strength = OrtValue.CreateTensorValueFromMemory(new float[1], [1]);
            using var run = new RunOptions();
            string[] inputs = [.. session.InputNames];
            using var results = session.Run(run, inputs, [.. inputs.Select(input => input == GraphNames.NoiseInput ? noiseValue : strength)], [GraphNames.LabelProbability]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
    }
}
