using FairGan.Export.Columns.Numeric;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Torch;
using FairGan.MLNet.Training.Fairness;
using FairGan.MLNet.Training.Network;
using FairGan.MLNet.Training.Rows;
using FairGan.MLNet.Training.Signals;
using static TorchSharp.torch;

namespace FairGan.MLNet.Tests.Training;

/// <summary>The parts of the loss against figures worked out by hand.</summary>
public sealed class SignalTests
{
    // Symbols: s = a, b at 0, 1; y = no, yes at 2, 3.
    private static readonly SynthesizerOptions s_options = new() { LabelColumn = "y", PositiveValue = "yes", SensitiveColumns = ["s"], Protection = new() { MinRows = 0 } };

    public SignalTests() => TorchRuntime.EnsureStarted();

    [Fact]
    public void The_likelihood_of_a_mixture_is_the_mean_over_its_components()
    {
        // One row under two components of likelihood 0.2 and 0.4, and one under 0.5 and almost nothing.
        var logs = tensor(new[,] { { 0.2f, 0.4f }, { 0.5f, 1e-30f } }).log();
        float[] means = MixtureLikelihood.LogMean(logs).data<float>().ToArray();
        Assert.Equal(Math.Log(0.3), means[0], 1e-6);
        Assert.Equal(Math.Log(0.25), means[1], 1e-6);
    }

    [Fact]
    public void Components_far_below_the_best_have_no_gradient_and_not_a_denormal_one()
    {
        // Two components; the second is e^-90 as likely for the row.
        using var signal = new MixtureLikelihood(1, ones(4, 1), ones(1));
        var step = Step([[0.5f, 0.5f, 0.5f, 0.5f], [1e-20f, 1, 1e-20f, 1]], [[1, 0, 1, 0]], [0]);
        signal.AddGradient(step);
        Assert.Equal([-1f, 0, -1, 0, 0, 0, 0, 0], step.Gradient.data<float>().ToArray());
    }

    [Fact]
    public void Every_gradient_is_the_slope_of_its_loss()
    {
        using var scope = NewDisposeScope();
        var encoded = TableEncoder.Encode(TestTables.FromCsv("s,y\n" + string.Concat(Enumerable.Repeat("a,yes\na,yes\na,no\nb,yes\nb,no\nb,no\nb,no\n", 60))), s_options);
        using var table = new TrainingTable(encoded, [.. Enumerable.Repeat(1.0, encoded.RowCount)], 1, CPU);
        var sampler = new RowSampler(table, 0.5, 1);
        Func<IGeneratorSignal>[] signals =
        [
            () => new MixtureLikelihood(1, sampler.Membership(), tensor(sampler.Shares.Select(share => (float)share).ToArray()).DetachFromDisposeScope()),
            () => new Marginals(table, [], 1, 0.5, 1),
            () => new DisparityPenalty(new DemographicParityDisparity(table.GroupSymbols, 3), 10),
        ];
        float[][] components = [[0.7f, 0.3f, 0.2f, 0.8f], [0.4f, 0.6f, 0.7f, 0.3f], [0.1f, 0.9f, 0.5f, 0.5f], [0.8f, 0.2f, 0.6f, 0.4f]];
        foreach (var make in signals)
        {
            float[] gradient = Gradient(make, components).Gradient;
            for (int component = 0, at = 0; component < components.Length; component++)
            {
                for (int symbol = 0; symbol < 4; symbol++, at++)
                {
                    double slope = (Loss(1) - Loss(-1)) / 0.02;
                    Assert.Equal(slope, gradient[at], 0.01 * Math.Max(1, Math.Abs(slope)));

                    // The log-probability moved, the others held.
                    double Loss(int sign) => Gradient(make, [.. components.Select((row, i) => row.Select((p, j) => i == component && j == symbol ? p * MathF.Exp(sign * 0.01f) : p).ToArray())]).Loss;
                }
            }
        }

        static (double Loss, float[] Gradient) Gradient(Func<IGeneratorSignal> make, float[][] components)
        {
            using var signal = make();
            var step = Step(components, [[1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1]], [0, 1, 1]);
            return (signal.AddGradient(step)!.Value, step.Gradient.data<float>().ToArray());
        }
    }

    [Fact]
    public void The_softmax_of_columns_and_the_network_have_the_gradients_of_the_library()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var interactions = new Interactions([], [0, 2], [2, 3], 16, CPU);
        using var network = new GeneratorNetwork(3, [5, 4], [0, 0, 1, 2, -90], interactions, random, CPU);
        using var softmax = new ColumnSoftmax([2, 3], CPU);
        using var pass = new GeneratorPass(network, softmax, interactions, 16, CPU);
        var noise = randn(12, 3, generator: random);
        var slopes = randn(12, 5, generator: random);
        pass.Forward(network.Parameters.Values, noise);
        pass.Gradient.copy_(slopes);
        var gradient = zeros_like(network.Parameters.Values).detach();
        var probabilities = pass.Probabilities.clone();
        pass.Backward(gradient);

        var views = network.Parameters.Views(network.Parameters.Values);
        var first = GeneratorNetwork.Normalise(noise.mm(views[0]), views[1], views[2]).relu();
        var second = GeneratorNetwork.Normalise(cat([first, noise], 1).mm(views[3]), views[4], views[5]).relu();
        var logits = addmm(views[7], cat([second, first, noise], 1), views[6], 1, 1);
        var expected = cat([logits.narrow(1, 0, 2).log_softmax(1), logits.narrow(1, 2, 3).log_softmax(1)], 1);
        (expected * slopes).sum().backward();
        Assert.True(allclose(expected, pass.LogProbabilities, 1e-4, 1e-4));
        Assert.True(allclose(expected.exp(), probabilities, 1e-4, 1e-5));
        Assert.True(allclose(network.Parameters.Values.grad!, gradient, 1e-3, 1e-4));
    }

    [Fact]
    public void Neighbouring_numbers_share_a_gradient_and_categories_do_not()
    {
        using var scope = NewDisposeScope();
        // 3 is an atom, and so the first of its column's symbols, though it lies among the bins.
        var encoded = TableEncoder.Encode(
            TestTables.FromCsv("s,y,number\n" + string.Concat(Enumerable.Range(0, 400).Select(row => $"{(row % 2 == 0 ? "a" : "b")},{(row % 3 == 0 ? "yes" : "no")},{(row % 4 == 0 ? "3" : ((row % 100) * 0.06).ToString(System.Globalization.CultureInfo.InvariantCulture))}\n"))),
            s_options);
        using var table = new TrainingTable(encoded, [.. Enumerable.Repeat(1.0, encoded.RowCount)], 1, CPU);
        using var smoothing = new NeighbourSmoothing(table, CPU);
        var codec = Assert.IsType<NumericCodec>(encoded.Schema.Columns[2]);
        int offset = (int)table.Offsets[2], at = codec.Encode(3), below = codec.Encode(2.82), far = codec.Encode(0.06);
        Assert.Equal(0, at);
        float[] Smoothed(int symbol)
        {
            var gradient = zeros(2, table.SymbolCount);
            gradient[1, symbol] = 1;
            smoothing.Apply(gradient);
            Assert.Equal(0, gradient[0].abs().sum().item<float>());
            return gradient[1].data<float>().ToArray();
        }

        float[] number = Smoothed(offset + at);
        Assert.Equal(1, number[offset + at]);
        Assert.InRange(number[offset + below], 0.05f, 0.95f);
        Assert.InRange(number[offset + far], 0, 0.01f);
        Assert.All(number[..offset], value => Assert.Equal(0, value));
        Assert.Equal(1, Smoothed(0).Sum());
    }

    [Fact]
    public void The_likelihood_weighs_rows_given_their_group_and_groups_by_their_shares()
    {
        // P(a) = 0.25, P(yes) = 0.6 in one component. Rows: (a, yes) and (b, no); true shares 0.1 and 0.9.
        using var signal = new MixtureLikelihood(2, tensor(new[,] { { 1f, 0f }, { 0f, 1f }, { 0f, 0f }, { 0f, 0f } }), tensor(new[] { 0.1f, 0.9f }));
        double loss = signal.AddGradient(Step([[0.25f, 0.75f, 0.4f, 0.6f]], [[1, 0, 0, 1], [0, 1, 1, 0]], [0, 1]))!.Value;
        double expected = -2 * (((Math.Log(0.6) + Math.Log(0.4)) / 2) + (0.1 * Math.Log(0.25)) + (0.9 * Math.Log(0.75)));
        Assert.Equal(expected, loss, 1e-5);
    }

    [Fact]
    public void The_marginals_of_the_right_generator_have_no_distance_and_of_a_wrong_one_have()
    {
        using var scope = NewDisposeScope();
        // s and y independent and even: one component that says so is the exact distribution.
        var encoded = TableEncoder.Encode(TestTables.FromCsv("s,y\n" + string.Concat(Enumerable.Repeat("a,yes\na,no\nb,yes\nb,no\n", 100))), s_options);
        using var table = new TrainingTable(encoded, [.. Enumerable.Repeat(1.0, encoded.RowCount)], 1, CPU);
        using var signal = new Marginals(table, [], 1, 0.5, 1);
        // The tenth that is held out leaves the training rows a little uneven.
        Assert.Equal(0, signal.AddGradient(Step([[0.5f, 0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f, 0.5f]], [[1, 0, 0, 1]], [0]))!.Value, 0.02);
        Assert.True(signal.AddGradient(Step([[0.9f, 0.1f, 0.5f, 0.5f], [0.9f, 0.1f, 0.5f, 0.5f]], [[1, 0, 0, 1]], [0])) > 1);
    }

    [Fact]
    public void Of_a_wide_table_some_columns_are_looked_at_and_the_gradient_is_the_slope_there()
    {
        using var scope = NewDisposeScope();
        const int Columns = 12, Values = 80;
        var random = new Random(5);
        string header = "s,y," + string.Join(',', Enumerable.Range(0, Columns).Select(column => $"c{column}")) + "\n";
        var rows = Enumerable.Range(0, 2000).Select(row => $"{(row % 2 == 0 ? "a" : "b")},{(row % 3 == 0 ? "yes" : "no")},{string.Join(',', Enumerable.Range(0, Columns).Select(_ => $"v{random.Next(Values)}"))}\n");
        var encoded = TableEncoder.Encode(TestTables.FromCsv(header + string.Concat(rows)), s_options);
        using var table = new TrainingTable(encoded, [.. Enumerable.Repeat(1.0, encoded.RowCount)], 1, CPU);
        Assert.Equal((Columns * Values) + 4, table.SymbolCount);
        float[][] components = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, table.SymbolCount).Select(symbol => (float)(0.5 + random.NextDouble()) / (symbol < 4 ? 2 : Values)).ToArray())];
        float[] gradient = Gradient(components).Gradient;
        var seen = Enumerable.Range(0, Columns).ToLookup(column => gradient.AsSpan(4 + (column * Values), Values).ContainsAnyExcept(0));
        Assert.InRange(seen[true].Count(), 6, 8);
        foreach (int column in seen[true].Take(2).Concat(seen[false].Take(1)))
        {
            int symbol = 4 + (column * Values) + 7;
            double slope = (Loss(1) - Loss(-1)) / 0.4;
            Assert.Equal(slope, gradient[symbol], 0.03 * Math.Abs(slope));

            double Loss(int sign) => Gradient([.. components.Select((row, i) => row.Select((p, j) => i == 0 && j == symbol ? p * MathF.Exp(sign * 0.2f) : p).ToArray())]).Loss;
        }

        (double Loss, float[] Gradient) Gradient(float[][] of)
        {
            using var signal = new Marginals(table, [], 1000, 0.5, 1);
            var step = Step(of, [[.. new float[table.SymbolCount]]], [0]);
            return (signal.AddGradient(step)!.Value, step.Gradient.data<float>().ToArray());
        }
    }

    [Fact]
    public void The_disparity_is_each_groups_rate_less_the_overall_rate()
    {
        // Component 1 makes group a with rate 0.8, component 2 group b with rate 0.2: overall 0.5, gaps 0.3 and -0.3.
        var disparity = new DemographicParityDisparity([[0], [1]], 3);
        var step = Step([[1 - 1e-6f, 1e-6f, 0.2f, 0.8f], [1e-6f, 1 - 1e-6f, 0.8f, 0.2f]], [[1, 0, 0, 1]], [0]);
        float[] gaps = disparity.Gaps(step.Probabilities).data<float>().ToArray();
        Assert.Equal(0.3, gaps[0], 1e-4);
        Assert.Equal(-0.3, gaps[1], 1e-4);
        Assert.Equal(10 * 2 * 0.295 * 0.295, new DisparityPenalty(disparity, 10).AddGradient(step)!.Value, 1e-3);
    }

    [Fact]
    public void The_fair_target_makes_label_and_group_independent()
    {
        var encoded = TableEncoder.Encode(TestTables.FromCsv("s,y\n" + string.Concat(Enumerable.Repeat("a,yes\na,yes\na,yes\na,no\nb,yes\nb,no\nb,no\n", 10))), s_options);
        double[] weights = new DemographicParityTarget().RowWeights(encoded, 1);
        Assert.Equal(Rate(0), Rate(1), 1e-12);
        Assert.Equal(encoded.RowCount, weights.Sum(), 1e-9);
        Assert.All(new DemographicParityTarget().RowWeights(encoded, 0), weight => Assert.Equal(1, weight));

        double Rate(int group)
        {
            var rows = Enumerable.Range(0, encoded.RowCount).Where(row => encoded.Codes[0][row] == group).ToArray();
            return rows.Where(row => encoded.Codes[1][row] == 1).Sum(row => weights[row]) / rows.Sum(row => weights[row]);
        }
    }

    private static GeneratorStep Step(float[][] components, float[][] rows, long[] groups)
    {
        var probabilities = stack([.. components.Select(c => tensor(c))]);
        var gradient = zeros_like(probabilities);
        var interactions = new Interactions([], [0, 2], [2, 2], components.Length, CPU);
        interactions.Forward([], probabilities.log(), probabilities, gradient);
        return new()
        {
            Interactions = interactions,
            Progress = 0,
            Reported = true,
            LogProbabilities = probabilities.log(),
            Probabilities = probabilities,
            Gradient = gradient,
            Rows = stack([.. rows.Select(r => tensor(r))]),
            RowGroups = groups,
        };
    }
}
