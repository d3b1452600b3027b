using FairGan.Export.Format;
using FairGan.Export.Format.Noise;
using FairGan.Export.Onnx;
using FairGan.Export.Sampling;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

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
        using var nodes = Runner(dimensions, graph => LatticeNodes.Points(graph, dimensions));
        var random = new Random(3);
        var sums = new double[Rows * dimensions];
        for (int draw = 0; draw < Draws; draw++)
        {
            float[] points = Run(nodes, random, dimensions);
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
        using var nodes = Runner(dimensions, graph => NoiseNodes.Normals(graph, dimensions, LatticeNodes.Points(graph, dimensions)));
        var random = new Random(4);
        double tails = 0, products = 0;
        const int Runs = 30;
        for (int draw = 0; draw < Runs; draw++)
        {
            float[] values = Run(nodes, random, dimensions);
            double tail = values.Count(value => value < -2) / (double)values.Length;
            tails += Math.Pow(tail - 0.02275, 2);
            double product = Enumerable.Range(0, Rows).Average(row => (double)values[row * dimensions] * values[(row * dimensions) + (dimensions / 2)]);
            products += Math.Pow(product, 2);
        }

        Assert.InRange(tails / Runs, 0, 1.1 * 0.02275 * 0.97725 / (Rows * dimensions));
        Assert.InRange(products / Runs, 0, 1.1 / Rows);
    }

    private static NodeRunner Runner(int dimensions, Func<GraphBuilder, string> nodes) => new(DataType.Float, ["n", $"{dimensions}"], graph =>
    {
        graph.Input(GraphNames.NoiseInput, DataType.Float, "n", $"{dimensions}");
        return nodes(graph);
    });

    private static float[] Run(NodeRunner nodes, Random random, int dimensions) =>
        nodes.Run<float>(Rows, (GraphNames.NoiseInput, Enumerable.Range(0, Rows * dimensions).Select(_ => NodeRunner.Uniform(random)).ToArray()));
}
