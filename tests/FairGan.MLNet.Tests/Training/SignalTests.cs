using FairGan.MLNet.Preparation;
using FairGan.MLNet.Synthesis;
using FairGan.MLNet.Tests.Data;
using FairGan.MLNet.Torch;
using FairGan.MLNet.Training;
using FairGan.MLNet.Training.Fairness;
using FairGan.MLNet.Training.Signals;
using static TorchSharp.torch;

namespace FairGan.MLNet.Tests.Training;

/// <summary>The parts of the loss against figures worked out by hand.</summary>
public sealed class SignalTests
{
    // Symbols: s = a, b at 0, 1; y = no, yes at 2, 3.
    private static readonly SynthesizerOptions s_options = new() { LabelColumn = "y", PositiveValue = "yes", SensitiveColumns = ["s"] };

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
        var logs = tensor(new[,] { { -1f, -90f } }, requires_grad: true);
        MixtureLikelihood.LogMean(logs).sum().backward();
        Assert.Equal([1f, 0f], logs.grad!.data<float>().ToArray());
    }

    [Fact]
    public void The_likelihood_weighs_rows_given_their_group_and_groups_by_their_shares()
    {
        // P(a) = 0.25, P(yes) = 0.6 in one component. Rows: (a, yes) and (b, no); true shares 0.1 and 0.9.
        using var signal = new MixtureLikelihood(2, tensor(new[,] { { 1f, 0f }, { 0f, 1f }, { 0f, 0f }, { 0f, 0f } }), tensor(new[] { 0.1f, 0.9f }));
        double loss = signal.Loss(Step([[0.25f, 0.75f, 0.4f, 0.6f]], [[1, 0, 0, 1], [0, 1, 1, 0]], [0, 1])).item<float>();
        double expected = -2 * (((Math.Log(0.6) + Math.Log(0.4)) / 2) + (0.1 * Math.Log(0.25)) + (0.9 * Math.Log(0.75)));
        Assert.Equal(expected, loss, 1e-5);
    }

    [Fact]
    public void The_marginals_of_the_right_generator_have_no_distance_and_of_a_wrong_one_have()
    {
        using var scope = NewDisposeScope();
        // s and y independent and even: one component that says so is the exact distribution.
        var encoded = TableEncoder.Encode(Tables.FromCsv("s,y\n" + string.Concat(Enumerable.Repeat("a,yes\na,no\nb,yes\nb,no\n", 100))), s_options);
        using var table = new TrainingTable(encoded, [.. Enumerable.Repeat(1.0, encoded.RowCount)], 1, CPU);
        using var signal = new Marginals(table, 1, 0.5, 1);
        // The tenth that is held out leaves the training rows a little uneven.
        Assert.Equal(0, signal.Loss(Step([[0.5f, 0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f, 0.5f]], [[1, 0, 0, 1]], [0])).item<float>(), 0.02);
        Assert.True(signal.Loss(Step([[0.9f, 0.1f, 0.5f, 0.5f], [0.9f, 0.1f, 0.5f, 0.5f]], [[1, 0, 0, 1]], [0])).item<float>() > 1);
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
        Assert.Equal(10 * 2 * 0.295 * 0.295, new DisparityPenalty(disparity, 10).Loss(step).item<float>(), 1e-3);
    }

    [Fact]
    public void The_fair_target_makes_label_and_group_independent()
    {
        var encoded = TableEncoder.Encode(Tables.FromCsv("s,y\n" + string.Concat(Enumerable.Repeat("a,yes\na,yes\na,yes\na,no\nb,yes\nb,no\nb,no\n", 10))), s_options);
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

    private static GeneratorStep Step(float[][] components, float[][] rows, long[] groups) => new()
    {
        Progress = 0,
        LogProbabilities = stack([.. components.Select(c => tensor(c))]).log(),
        Rows = stack([.. rows.Select(r => tensor(r))]),
        RowGroups = groups,
    };
}
