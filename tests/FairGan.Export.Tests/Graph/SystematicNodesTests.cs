using FairGan.Export.Format.Noise;
using FairGan.Export.Sampling;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Tests.Graph;

public class SystematicNodesTests
{
    private const int Blocks = 3;
    private const int Rows = Blocks * BlockRunner.Rows;
    private const int Draws = 400;

    [Fact]
    public void As_many_rows_of_like_probability_are_chosen_as_their_probabilities_add_up_to()
    {
        using var nodes = new NodeRunner(DataType.Float, ["n"], graph => SystematicNodes.SpreadUniforms(graph, graph.Input("p", DataType.Float, "n"), graph.Input("stratum", DataType.Int64, "n"), graph.Input("u", DataType.Float, "n")));
        var random = new Random(1);
        float[] p = [.. Enumerable.Range(0, Rows).Select(i => i % 7 == 0 ? 0.25f : (float)random.NextDouble())];
        long[] stratum = [.. Enumerable.Range(0, Rows).Select(_ => random.NextInt64(4))];
        var chosen = new int[Rows];
        for (int draw = 0; draw < Draws; draw++)
        {
            float[] uniforms = nodes.Run<float>(Rows, ("p", p), ("stratum", stratum), ("u", Uniforms(random)));
            Assert.All(uniforms, uniform => Assert.InRange(uniform, float.Epsilon, 1 - 1e-7f));
            for (int block = 0; block < Blocks; block++)
            {
                int[] rows = [.. Enumerable.Range(block * BlockRunner.Rows, BlockRunner.Rows).OrderBy(row => stratum[row]).ThenBy(row => p[row])];
                for (int from = 0; from < rows.Length; from += 100)
                {
                    // Any run in the order of strata and probabilities; equal probabilities may stand in any order.
                    int[] run = [.. rows[from..].Take(100 + (from / 3))];
                    Assert.InRange(run.Count(row => uniforms[row] < p[row]) - run.Sum(row => p[row]), -3, 3);
                }

                Assert.InRange(rows.Count(row => uniforms[row] < p[row]) - rows.Sum(row => (double)p[row]), -1.01, 1.01);
            }

            for (int row = 0; row < Rows; row++)
            {
                chosen[row] += uniforms[row] < p[row] ? 1 : 0;
            }
        }

        // Every row by itself is chosen with its probability: five standard errors.
        Assert.All(Enumerable.Range(0, Rows), row => Assert.InRange(chosen[row] - (Draws * p[row]), -5 * Math.Sqrt(Draws / 4.0), 5 * Math.Sqrt(Draws / 4.0)));
    }

    [Fact]
    public void Classes_come_as_often_as_their_probabilities_add_up_to()
    {
        const int Classes = 4;
        using var nodes = new NodeRunner(DataType.Int32, ["n"], graph => SystematicNodes.Classes(graph, graph.Input("p", DataType.Float, "n", "4"), Classes, graph.Input("u", DataType.Float, "n")));
        var random = new Random(2);
        var p = new float[Rows * Classes];
        for (int row = 0; row < Rows; row++)
        {
            // The first is rare, and in half of the rows there is no second or last one.
            double[] weights = [0.01 * random.NextDouble(), row % 2 * random.NextDouble(), random.NextDouble(), row % 2];
            for (int i = 0; i < Classes; i++)
            {
                p[(row * Classes) + i] = (float)(weights[i] / weights.Sum());
            }
        }

        var counts = new int[Rows * Classes];
        double squares = 0, independent = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            int[] classes = nodes.Run<int>(Rows, ("p", p), ("u", Uniforms(random)));
            for (int row = 0; row < Rows; row++)
            {
                Assert.True(p[(row * Classes) + classes[row]] > 0);
                counts[(row * Classes) + classes[row]]++;
            }

            for (int block = 0; block < Blocks; block++)
            {
                int[] rows = [.. Enumerable.Range(block * BlockRunner.Rows, BlockRunner.Rows)];
                Assert.InRange(rows.Count(row => classes[row] == 0) - rows.Sum(row => (double)p[row * Classes]), -1.01, 1.01);
                double off = rows.Count(row => classes[row] == 1) - rows.Sum(row => (double)p[(row * Classes) + 1]);
                squares += off * off;
                independent += rows.Sum(row => (double)p[(row * Classes) + 1] * (1 - p[(row * Classes) + 1]));
            }
        }

        // The second class's variance is but a small part of what it would be among independent rows.
        Assert.InRange(squares / independent, 0, 0.05);
        for (int i = 0; i < counts.Length; i++)
        {
            Assert.InRange(counts[i] - (Draws * p[i]), -5.5 * Math.Sqrt(Draws * Math.Max(p[i] * (1 - p[i]), 0.01)), 5.5 * Math.Sqrt(Draws * Math.Max(p[i] * (1 - p[i]), 0.01)));
        }
    }

    private static float[] Uniforms(Random random) => [.. Enumerable.Range(0, Rows).Select(_ => NodeRunner.Uniform(random))];
}
