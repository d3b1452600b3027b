using System.Diagnostics;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Torch;
using FairGan.MLNet.Training.Fairness;
using FairGan.MLNet.Training.Network;
using FairGan.MLNet.Training.Rows;
using FairGan.MLNet.Training.Signals;
using TorchSharp;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Loop;

/// <summary>Trains the generator on a coded table.</summary>
internal static class GanTrainer
{
    private const int ValidationComponents = 8192;
    private const int ChecksPerRun = 30;
    private const int Patience = 8;
    private const double LeastLearningRate = 0.02;
    private const double LargestGradient = 5;
    private const int SmallTable = 5000;

    /// <summary>Trains.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="rowWeights">For every row, its weight in the distribution to learn.</param>
    /// <param name="fairStrength">How hard the network's own labels are held to the fair target, 0 to 1.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told of the training's course; null for nobody.</param>
    /// <param name="cancellationToken">Stops the training between two steps.</param>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    /// <exception cref="PlatformNotSupportedException">CUDA is asked for and not available.</exception>
    public static TrainedGenerator Train(EncodedTable table, double[] rowWeights, double fairStrength, GanOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var turn = TorchTurn.Take(cancellationToken);
        return new Run(table, rowWeights, fairStrength, options, progress, cancellationToken).Train();
    }

    private sealed class Run(EncodedTable encoded, double[] rowWeights, double fairStrength, GanOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly Device _device = TorchTurn.Device(options.CudaDevice, options.Threads);

        public TrainedGenerator Train()
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator((ulong)options.Seed, device(DeviceType.CPU));
            using var table = new TrainingTable(encoded, rowWeights, options.Seed, _device);
            var (hidden, components, batch, steps) = Sizes(table.TrainingRows.Length, options);
            int[] sizes = [.. table.Schema.Columns.Select(column => column.SymbolCount)];
            using var softmax = new ColumnSoftmax(sizes, _device);
            using var smoothing = new NeighbourSmoothing(table, _device);
            using var interactions = new Interactions(InteractionSearch.Find(encoded, table.TrainingRows, smoothing, options.LeastInteraction, options.Threads, cancellationToken), table.Offsets, sizes, Math.Max(components, ValidationComponents), _device);
            using var network = new GeneratorNetwork(options.LatentSize, hidden, LogFrequencies(table), interactions, generator, _device);
            using var pass = new GeneratorPass(network, softmax, interactions, Math.Max(components, ValidationComponents), _device);
            var sampler = new RowSampler(table, options.GroupBalance, options.Seed);
            var signals = Signals(table, interactions, sampler, generator);
            try
            {
                return Train(table, network, interactions, pass, smoothing, signals, sampler, generator, components, batch, steps);
            }
            finally
            {
                signals.ForEach(signal => signal.Dispose());
            }
        }

        private TrainedGenerator Train(TrainingTable table, GeneratorNetwork network, Interactions interactions, GeneratorPass pass, NeighbourSmoothing smoothing, List<IGeneratorSignal> signals, RowSampler sampler, Generator generator, int components, int batch, int steps)
        {
            var weights = network.Parameters.Values;
            var gradient = weights.grad = zeros_like(weights);
            var average = weights.detach().clone();
            var best = average.clone();
            using var validationRandom = new Generator((ulong)options.Seed + 1, device(DeviceType.CPU));
            var validationNoise = Noise(ValidationComponents, validationRandom);
            using var optimizer = new Adam([weights], 0.9, 0.99);
            double bestLikelihood = double.NegativeInfinity, likelihood = double.NaN, done = 0;
            int bestStep = 0, checksSinceBest = 0, step = 0, every = Math.Max(1, steps / ChecksPerRun);
            var losses = new Dictionary<string, double>();
            var curve = new List<TrainingPoint>();
            while (done < 1)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Step();
                step++;
                done = Math.Max((double)step / steps, options.MaxTime is { } limit ? _clock.Elapsed / limit : 0);
                if (step % every == 0 || done >= 1)
                {
                    NativeHeap.Trim();
                    likelihood = HeldOutLikelihood();
                    curve.Add(new TrainingPoint(step, likelihood));
                    if (likelihood > bestLikelihood)
                    {
                        (bestLikelihood, bestStep, checksSinceBest) = (likelihood, step, 0);
                        best.copy_(average);
                    }
                    else if (++checksSinceBest >= Patience)
                    {
                        break;
                    }
                }

                progress?.Report(new TrainingProgress("training", step, steps, _clock.Elapsed, likelihood));
            }

            using var foldRandom = new Generator((ulong)options.Seed + 2, device(DeviceType.CPU));
            var (hidden, logits, ofInteractions) = network.Fold(best, Noise(1 << 16, foldRandom));
            logits = SensitiveShares.Calibrated(hidden, logits, encoded, options.LatentSize, foldRandom);
            return new TrainedGenerator(options.LatentSize, hidden, logits, table.TrainingRows, table.HeldOutRows, new TrainingSummary
            {
                Seconds = _clock.Elapsed.TotalSeconds,
                Steps = step,
                BestStep = bestStep,
                Components = components,
                BatchSize = batch,
                ValidationLogLikelihood = bestLikelihood,
                Losses = losses,
                Curve = curve,
            })
            {
                Interactions = [.. interactions.Columns.Zip(ofInteractions, (interaction, learned) => interaction with { Logits = learned })],
            };

            void Step()
            {
                using var scope = NewDisposeScope();
                var (rows, groups) = sampler.Draw(batch);
                pass.Forward(weights, StepNoise(ComponentsAt(components, done), generator));
                var drawn = new GeneratorStep
                {
                    Progress = done,
                    Reported = step % every == 0,
                    LogProbabilities = pass.LogProbabilities,
                    Probabilities = pass.Probabilities,
                    Gradient = pass.Gradient,
                    Interactions = interactions,
                    Rows = table.OneHot(table.Training.index_select(0, tensor(rows, device: _device))),
                    RowGroups = groups,
                };
                foreach (var signal in signals)
                {
                    if (signal.AddGradient(drawn) is { } loss)
                    {
                        losses[signal.Name] = loss;
                    }
                }

                pass.Backward(gradient);
                Smooth(network.Parameters.Views(gradient));
                nn.utils.clip_grad_norm_([weights], LargestGradient);
                optimizer.Step(options.LearningRate * Schedule(done), [gradient]);
                using var frozen = no_grad();
                average.lerp_(weights, 1 - Math.Min(options.AverageDecay, 1 - (1.0 / (step + 1))));
            }

            void Smooth(Tensor[] parts)
            {
                smoothing.Apply(network.OfWeights(parts));
                smoothing.Apply(network.OfBias(parts));
                foreach (var (interaction, part) in interactions.Columns.Zip(network.OfInteractions(parts)))
                {
                    smoothing.Apply(interaction, part);
                }
            }

            double HeldOutLikelihood()
            {
                using var scope = NewDisposeScope();
                using var frozen = no_grad();
                pass.Forward(average, validationNoise);
                var rows = table.OneHot(table.HeldOut);
                return MixtureLikelihood.LogMean(rows.mm(interactions.Scores.t())).Plus(interactions.OfRows(rows)).mean().item<float>();
            }
        }

        // Two sequences that do not depend on each other, half of what is averaged of the one and then of the other: residuals of one half
        // are multiplied with those of the other.
        private Tensor StepNoise(int count, Generator generator)
        {
            double[] shifts = [.. rand(2 * options.LatentSize, dtype: ScalarType.Float64, generator: generator).data<double>()];
            int half = GeneratorStep.AveragedOf(count) / 2, rest = (count / 2) - half;
            return cat([Part(0, 0, half), Part(1, 0, half), Part(0, half, rest), Part(1, half, count - (2 * half) - rest)]).to(_device);

            Tensor Part(int sequence, int first, int length) => EvenNoise.Vectors(first, length, shifts.AsSpan(sequence * options.LatentSize, options.LatentSize), generator);
        }

        private Tensor Noise(int count, Generator generator) => randn(count, options.LatentSize, generator: generator).to(_device);

        private List<IGeneratorSignal> Signals(TrainingTable table, Interactions interactions, RowSampler sampler, Generator generator)
        {
            var signals = new List<IGeneratorSignal>();
            if (options.LikelihoodWeight > 0)
            {
                signals.Add(new MixtureLikelihood(options.LikelihoodWeight, sampler.Membership(), tensor(sampler.Shares.Select(share => (float)share).ToArray(), device: _device).DetachFromDisposeScope()));
            }

            if (options.MarginalWeight > 0)
            {
                signals.Add(new Marginals(table, interactions.Columns, options.MarginalWeight, options.GroupBalance, options.Seed));
            }

            if (options.CriticWeight > 0)
            {
                signals.Add(new Adversary(table, options.CriticWeight, 1 - options.CriticShare, options.CriticPack, generator));
            }

            if (fairStrength == 1 && options.DisparityWeight > 0)
            {
                int label = table.Schema.IndexOf(table.Schema.Label!);
                int positive = (int)table.Offsets[label] + table.Schema.Columns[label].SymbolOf(table.Schema.Positive!);
                signals.Add(new DisparityPenalty(new DemographicParityDisparity(table.GroupSymbols, positive), options.DisparityWeight));
            }

            return signals;
        }

        private static double Schedule(double done) => LeastLearningRate + ((1 - LeastLearningRate) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done))));

        private static float[] LogFrequencies(TrainingTable table)
        {
            using var scope = NewDisposeScope();
            var counts = table.Training.flatten().bincount(null, table.SymbolCount).cpu();
            double rows = table.TrainingRows.Length;
            return [.. counts.data<long>().Select(count => (float)Math.Log((count + 0.5) / rows))];
        }

        // Few components bound the likelihood loosely, which does not matter while it is still far from its best.
        private static int ComponentsAt(int components, double done)
        {
            int share = done < 0.45 ? 4 : done < 0.8 ? 2 : 1;
            return Math.Max(components / share, Math.Min(components, 1024));
        }

        // Small tables have fewer modes to tell apart, and a large network on them overfits.
        private static (IReadOnlyList<int> Hidden, int Components, int Batch, int Steps) Sizes(int rows, GanOptions options)
        {
            bool small = rows < SmallTable;
            int components = (int)Math.Clamp(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rows) / 4, 1024, 8192);
            return (options.HiddenSizes ?? (small ? [64, 64] : [256, 256]), options.Components ?? components, options.BatchSize ?? (small ? 256 : 512), options.Steps ?? 1400);
        }
    }
}
