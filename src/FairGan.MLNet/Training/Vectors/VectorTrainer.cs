using System.Diagnostics;
using FairGan.Export.Vectors;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Torch;
using FairGan.MLNet.Training.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Vectors;

/// <summary>Trains the pair of networks on vectors.</summary>
internal static class VectorTrainer
{
    private const double HeldOutShare = 0.1;
    private const int MostHeldOut = 2000;
    private const double LeastLearningRate = 0.05;
    private const int WeighingSteps = 10;
    private const double LeastShareOfMean = 0.25;
    private const int StatisticsRows = 1 << 13;

    /// <summary>Trains.</summary>
    /// <param name="table">The vectors.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told of the training's course; null for nobody.</param>
    /// <param name="cancellationToken">Stops the training between two steps.</param>
    /// <returns>The generator's layers, and how the training went.</returns>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    /// <exception cref="PlatformNotSupportedException">CUDA is asked for and not available.</exception>
    public static (IReadOnlyList<GroupedLayer> Layers, VectorTrainingSummary Summary) Train(
        VectorTable table, VectorGanOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var turn = TorchTurn.Take(cancellationToken);
        using var scope = NewDisposeScope();
        return new Run(table, options, progress, cancellationToken).Train();
    }

    private sealed class Run
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly VectorTable _table;
        private readonly VectorGanOptions _options;
        private readonly IProgress<TrainingProgress>? _progress;
        private readonly CancellationToken _cancellation;
        private readonly Device _device;
        private readonly Generator _generator;
        private readonly int _groups;
        private readonly Tensor _values;
        private readonly int[] _training;
        private readonly int[] _heldOut;

        public Run(VectorTable table, VectorGanOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
        {
            _table = table;
            _options = options;
            _progress = progress;
            _cancellation = cancellationToken;
            _device = TorchTurn.Device(options.CudaDevice, options.Threads);
            _generator = new Generator((ulong)options.Seed, device(DeviceType.CPU));
            _groups = table.Schema.Shares.Count;
            _values = tensor(table.Values, table.RowCount, table.Schema.Width).to(_device);
            (_training, _heldOut) = Split();
        }

        public (IReadOnlyList<GroupedLayer>, VectorTrainingSummary) Train()
        {
            using var network = new VectorNetwork(_options.LatentSize, _options.GeneratorSizes, _table.Schema.Width, _groups, _generator, _device);
            using var critic = new VectorCritic(_table.Schema.Width, _options.CriticSizes, _groups, _generator, _device);
            using var learner = new Adam([network.Parameters.Values], 0.5, 0.99);
            using var judge = new Adam([critic.Parameters.Values], 0.5, 0.99);
            var sampler = new VectorSampler([.. _training.Select(row => _table.Groups[row])], _groups, _options.GroupBalance, _options.IntSeed);
            var average = network.Parameters.Values.detach().clone();
            bool follows = _groups > 1 && _options.Steps > 0 && _options is not { GroupTransport: 0, WorstGroupWeight: 0 };
            var distances = follows ? new GroupDistances(_values, _training, _table.Groups, _groups, _generator) : null;
            double[] groupWeights = [.. Enumerable.Repeat(1.0, _groups)];
            int step = 0;
            double done = _options.Steps == 0 ? 1 : 0;
            while (done < 1)
            {
                _cancellation.ThrowIfCancellationRequested();
                Step(_options.LearningRate * Schedule(done));
                step++;
                done = Math.Max((double)step / _options.Steps, _options.MaxTime is { } limit ? _clock.Elapsed / limit : 0);
                _progress?.Report(new TrainingProgress("training", step, _options.Steps, _clock.Elapsed, double.NaN));
            }

            // The normalisation's statistics are those of groups mixed as in training.
            var layers = network.Fold(average, Noise(StatisticsRows, _generator), OneHot(sampler.Draw(StatisticsRows).Groups));
            var (accuracy, heldOutGaps) = Judge(layers, critic);
            return (layers, new VectorTrainingSummary
            {
                Seconds = _clock.Elapsed.TotalSeconds,
                Steps = step,
                CriticAccuracy = accuracy,
                GroupGaps = heldOutGaps,
                GroupWeights = groupWeights,
            });

            void Step(double learningRate)
            {
                using var scope = NewDisposeScope();
                var (rows, rowGroups, rowWeights) = sampler.Draw(_options.BatchSize);
                var real = _values.index_select(0, tensor(rows.Select(row => (long)_training[row]).ToArray(), device: _device));
                var groups = OneHot(rowGroups);
                var weights = tensor(rowWeights, device: _device);
                var generated = network.Vectors(network.Parameters.Values, Noise(_options.BatchSize, _generator), groups);

                // Relativistic pairing: a real vector is judged against a generated one of its group.
                var (realScores, realPenalty) = Scored(critic, real, groups, weights);
                var (generatedScores, generatedPenalty) = Scored(critic, generated.detach(), groups, weights);
                var gap = realScores - generatedScores;
                var loss = (weights * (-gap).Softplus()).mean().Plus(realPenalty.Plus(generatedPenalty), _options.PenaltyWeight / 2);
                judge.Step(learningRate, autograd.grad([loss], [critic.Parameters.Values]));

                var frozen = critic.Parameters.Values.detach();
                var lead = critic.Scores(frozen, generated, groups) - critic.Scores(frozen, real, groups);
                var cost = (weights * (-lead).Softplus()).mean();
                cost = distances is null ? cost : cost.Plus(distances.Transport(generated, groups, weights), _options.GroupTransport);
                learner.Step(learningRate, autograd.grad([cost], [network.Parameters.Values]));

                using var _ = no_grad();
                average.lerp_(network.Parameters.Values, 1 - Math.Min(_options.AverageDecay, 1 - (1.0 / (step + 1))));
                distances?.Add(generated.detach(), groups);

                // Many groups take longer to be worked out, and have fewer vectors each in a step.
                if (distances is not null && (step + 1) % Math.Max(WeighingSteps, _groups) == 0)
                {
                    sampler.Weigh(groupWeights = Weights(distances.Update()));
                }
            }
        }

        // The penalties of Mescheder, Geiger and Nowozin (2018): the squared slope of the critic.
        private (Tensor Scores, Tensor Penalty) Scored(VectorCritic critic, Tensor vectors, Tensor groups, Tensor weights)
        {
            vectors = vectors.detach().requires_grad_(true);
            var scores = critic.Scores(critic.Parameters.Values, vectors, groups);
            var slopes = autograd.grad([scores.sum()], [vectors], retain_graph: true, create_graph: true)[0];
            return (scores, (weights * slopes.Squared().sum(1)).mean());
        }

        private double[] Weights(double[] distances)
        {
            // A group of which little was drawn lately counts as one in the middle.
            double mean = distances.Where(double.IsFinite).DefaultIfEmpty(1).Average();
            double[] raised = [.. distances.Select(distance => Math.Pow(double.IsFinite(distance) && mean > 0 ? Math.Clamp(distance / mean, LeastShareOfMean, 1 / LeastShareOfMean) : 1, _options.WorstGroupWeight))];
            return [.. raised.Select(weight => weight / raised.Average())];
        }

        private (double Accuracy, double[] Gaps) Judge(IReadOnlyList<GroupedLayer> layers, VectorCritic critic)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            double[] gaps = new double[_groups];
            double accuracy = 0;
            long[] rowGroups = [.. _heldOut.Select(row => (long)_table.Groups[row])];
            var groups = OneHot(rowGroups);
            var real = _values.index_select(0, tensor(_heldOut.Select(row => (long)row).ToArray(), device: _device));
            var generated = VectorNetwork.Vectors(layers, Noise(_heldOut.Length, _generator), groups);
            using var gap = (critic.Scores(critic.Parameters.Values, real, groups) - critic.Scores(critic.Parameters.Values, generated, groups)).cpu();
            float[] values = gap.data<float>().ToArray();
            foreach (var rows in Enumerable.Range(0, _heldOut.Length).GroupBy(row => rowGroups[row]))
            {
                gaps[rows.Key] = rows.Average(row => values[row]);
                accuracy += rows.Average(row => values[row] > 0 ? 1.0 : values[row] < 0 ? 0 : 0.5);
            }

            return (accuracy / rowGroups.Distinct().Count(), gaps);
        }

        private Tensor Noise(int count, Generator generator) => randn(count, _options.LatentSize, generator: generator).to(_device);

        private Tensor OneHot(long[] groups) => zeros(groups.Length, _groups, device: _device).scatter_(1, tensor(groups, groups.Length, 1).to(_device), ones(groups.Length, 1, device: _device));

        private (int[] Training, int[] HeldOut) Split()
        {
            // Of every group its share, and of a group of one row the row itself is trained on.
            var random = new Random(_options.IntSeed);
            double share = Math.Min(HeldOutShare, (double)MostHeldOut / _table.RowCount);
            List<int> training = [], heldOut = [];
            foreach (var rows in Enumerable.Range(0, _table.RowCount).GroupBy(row => _table.Groups[row]).OrderBy(group => group.Key))
            {
                int[] order = [.. rows];
                random.Shuffle(order);
                int held = (int)Math.Ceiling(share * (order.Length - 1));
                heldOut.AddRange(order[..held]);
                training.AddRange(order[held..]);
            }

            return ([.. training], [.. heldOut]);
        }

        private static double Schedule(double done) => LeastLearningRate + ((1 - LeastLearningRate) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done))));
    }
}
