using FairGan.Export.Graph;
using FairGan.Export.Sampling;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using DataType = FairGan.Export.Graph.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Tests.Graph;

public class LatticeNodesTests
{
    private const int Blocks = 2;
    private const int Rows = Blocks * BlockRunner.Rows;
    private const int Draws = 200;

    [Theory]
    [InlineData(8)]
    [InlineData(26)]
    public void Points_are_spread_evenly_over_the_cube_and_each_row_s_is_uniform(int dimensions)
    {
        using var session = Session((graph, noise) => LatticeNodes.Points(graph, noise), dimensions);
        var random = new Random(3);
        var sums = new double[Rows * dimensions];
        for (int draw = 0; draw < Draws; draw++)
        {
            float[] points = Run(session, random, dimensions);
            for (int block = 0; block < Blocks; block++)
            {
                float[][] rows = [.. Enumerable.Range(block * BlockRunner.Rows, BlockRunner.Rows).Select(row => points.AsSpan(row * dimensions, dimensions).ToArray())];
                for (int j = 0; j < dimensions; j++)
                {
                    // One point in each of 1,024 equal parts, wherever these begin.
                    float least = rows.Min(point => point[j]);
                    Assert.Equal(BlockRunner.Rows, rows.Select(point => (int)Math.Round((point[j] - least) * BlockRunner.Rows)).Distinct().Count());
                }

                // Sixteen points a square; independent ones would be off by four mostly, and by more than ten in one of them.
                int[] squares = new int[8 * 8];
                Array.ForEach(rows, point => squares[((int)(point[1] * 8) * 8) + (int)(point[3] * 8)]++);
                Assert.All(squares, count => Assert.InRange(count, 10, 22));
            }

            for (int i = 0; i < points.Length; i++)
            {
                Assert.InRange(points[i], float.Epsilon, 1 - 1e-8f);
                sums[i] += points[i];
            }
        }

        // Five and a half standard errors of a uniform number's mean.
        Assert.All(sums, sum => Assert.InRange((sum / Draws) - 0.5, -5.5 / Math.Sqrt(12 * Draws), 5.5 / Math.Sqrt(12 * Draws)));
    }

    // Radius and angle of a normal number must not come out of one another, however many dimensions there are.
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(256)]
    public void Normal_numbers_out_of_the_points_are_no_less_even_than_independent_ones(int dimensions)
    {
        using var session = Session((graph, noise) => NoiseNodes.Normals(graph, noise, LatticeNodes.Points(graph, noise)), dimensions);
        var random = new Random(4);
        double tails = 0, products = 0;
        const int Blocks = 60 / 2;
        for (int draw = 0; draw < Blocks; draw++)
        {
            float[] values = Run(session, random, dimensions);
            double tail = values.Count(value => value < -2) / (double)values.Length;
            tails += Math.Pow(tail - 0.02275, 2);
            double product = Enumerable.Range(0, Rows).Average(row => (double)values[row * dimensions] * values[(row * dimensions) + (dimensions / 2)]);
            products += Math.Pow(product, 2);
        }

        Assert.InRange(tails / Blocks, 0, 1.1 * 0.02275 * 0.97725 / (Rows * dimensions));
        Assert.InRange(products / Blocks, 0, 1.1 / Rows);
    }

    private static InferenceSession Session(Func<GraphBuilder, int, string> nodes, int dimensions)
    {
        var graph = new GraphBuilder("points");
        graph.Input(GeneratorGraph.NoiseInput, DataType.Float, "n", $"{dimensions}");
        graph.Output("drawn", nodes(graph, dimensions), DataType.Float, "n", $"{dimensions}");
        return new InferenceSession(GeneratorFile.Model(graph.Graph, GeneratorFile.FormatVersion).ToByteArray());
    }

    private static float[] Run(InferenceSession session, Random random, int dimensions)
    {
        float[] noise = [.. Enumerable.Range(0, Rows * dimensions).Select(_ => (random.Next(1 << 23) + 0.5f) / (1 << 23))];
        using var input = OrtValue.CreateTensorValueFromMemory(noise, [Rows, dimensions]);
        using var run = new RunOptions();
        using var results = session.Run(run, [GeneratorGraph.NoiseInput], [input], ["drawn"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
