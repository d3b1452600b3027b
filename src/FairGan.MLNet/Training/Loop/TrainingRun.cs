using FairGan.Export.Graph;
using FairGan.MLNet.Training.Checkpoints;
using FairGan.MLNet.Training.Fairness;
using FairGan.MLNet.Training.Network;
using FairGan.MLNet.Training.Rows;
using FairGan.MLNet.Training.Signals;
using TorchSharp;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Loop;

/// <summary>
/// One training run: the network and everything that changes from step to step. It steps until the steps or the time are used up or the
/// held-out likelihood stops rising, and returns the weights that were best on the held-out rows.
/// </summary>
internal sealed class TrainingRun : IDisposable
{
    private const string Stage = "network";
    private const int ValidationComponents = 8192;
    private const int MostSeen = 4000;
    private const int ChecksPerRun = 30;
    private const double LeastLearningRate = 0.02;
    private const double LargestGradient = 5;

    // Where people are protected, every step shrinks the weights of the last layer toward 0 and so the components toward the
    // marginals, which its bias holds: a few rows cannot pull components apart. The decay falls with the square of the rows, so that
    // large tables are hardly affected (0.03 a step at 900 rows, 0.00002 at 35,000). It also improves generalisation.
    private const double DecayRows = 156;
    private const double MostDecay = 0.05;

    private readonly RunClock _clock = new();
    private readonly Stack<IDisposable> _owned = new();
    private readonly TrainingTarget _target;
    private readonly GanOptions _options;
    private readonly TrainingCheckpoints _checkpoints;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly Device _device;
    private readonly Generator _generator;
    private readonly TrainingTable _table;
    private readonly RunSizes _sizes;
    private readonly NeighbourSmoothing _smoothing;
    private readonly Interactions _interactions;
    private readonly GeneratorNetwork _network;
    private readonly GeneratorPass _pass;
    private readonly RowSampler _sampler;
    private readonly List<IGeneratorSignal> _signals = [];
    private readonly TorchSharp.Modules.Parameter _weights;
    private readonly Tensor _gradient;
    private readonly Tensor _average;
    private readonly Tensor _best;
    private readonly Tensor _validationNoise;
    private readonly Adam _optimizer;
    private readonly double _decay;
    private readonly StoppingRule _stopping;
    private readonly Tensor _seen;
    private readonly int _checkEvery;
    private readonly Dictionary<string, double> _losses = [];
    private readonly List<TrainingPoint> _curve = [];

    private int _step;
    private double _done;
    private double _likelihood = double.NaN;
    private double _bestLikelihood;
    private string? _cutShort;
    private int _bestStep;

    /// <summary>Builds the network; to be called within a dispose scope. The order of the random numbers is part of the meaning of a seed.</summary>
    public TrainingRun(
        TrainingTarget target, GanOptions options, TrainingCheckpoints checkpoints, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _target = target;
        _options = options;
        _checkpoints = checkpoints;
        _progress = progress;
        _cancellationToken = cancellationToken;
        _device = TorchTurn.Device(options.CudaDevice, options.Threads);
        try
        {
            _generator = Own(new Generator((ulong)options.Seed, device(DeviceType.CPU)));
            _table = Own(new TrainingTable(target.Table, target.RowWeights, options.IntSeed, _device));
            _sizes = RunSizes.For(_table.TrainingRows.Length, options);
            int[] symbols = [.. _table.Schema.Columns.Select(column => column.SymbolCount)];
            int mostComponents = Math.Max(_sizes.Components, ValidationComponents);
            var softmax = Own(new ColumnSoftmax(symbols, _device));
            _smoothing = Own(new NeighbourSmoothing(_table, _device));
            var found = InteractionSearch.Find(target, _table.TrainingRows, _smoothing, options, cancellationToken);
            _interactions = Own(new Interactions(found, _table.Offsets, symbols, mostComponents, _device));
            _network = Own(new GeneratorNetwork(options.LatentSize, _sizes.Hidden, LogFrequencies(_table), _interactions, _generator, _device));
            _pass = Own(new GeneratorPass(_network, softmax, _interactions, mostComponents, _device));
            _sampler = new RowSampler(_table, options.GroupBalance, options.IntSeed);
            AddSignals();
            _weights = _network.Parameters.Values;
            _gradient = _weights.grad = zeros_like(_weights);
            _average = _weights.detach().clone();
            _best = _average.clone();
            using var validationRandom = new Generator((ulong)options.Seed + 1, device(DeviceType.CPU));
            _validationNoise = Noise(ValidationComponents, validationRandom);
            _optimizer = Own(new Adam([_weights], 0.9, 0.99));
            _stopping = target.MinRows > 0 ? StoppingRule.Protecting(_table.TrainingRows.Length) : new StoppingRule(0);
            _seen = _table.Training.narrow(0, 0, Math.Min(_table.Training.shape[0], MostSeen));
            _decay = target.MinRows > 0 ? Math.Min(MostDecay, Math.Pow(DecayRows / _table.TrainingRows.Length, 2)) : 0;
            _checkEvery = Math.Max(1, _sizes.Steps / ChecksPerRun);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs all steps and folds the best weights into the layers of the file.</summary>
    public TrainedGenerator Train()
    {
        _checkpoints.Restore(Stage, State);
        bool improves = !_stopping.IsOver;
        while (improves && _done < 1)
        {
            if (_cancellationToken.IsCancellationRequested)
            {
                _checkpoints.SaveNow(Stage, State);
                throw new OperationCanceledException(_cancellationToken);
            }

            _checkpoints.SaveIfDue(Stage, State);
            Step();
            _step++;
            _done = Math.Max((double)_step / _sizes.Steps, _options.MaxTime is { } limit ? _clock.Elapsed / limit : 0);
            if (_step % _checkEvery == 0 || _done >= 1)
            {
                improves = Check();
            }

            if (improves)
            {
                _progress?.Report(new TrainingProgress("training", _step, _sizes.Steps, _clock.Elapsed, _likelihood));
            }
        }

        _checkpoints.SaveNow(Stage, State);
        _cutShort = !improves || _step >= RunSizes.UsualSteps ? null : _step < _sizes.Steps ? "time" : "steps";
        return Trained();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_owned.TryPop(out var owned))
        {
            owned.Dispose();
        }
    }

    private void Step()
    {
        using var scope = NewDisposeScope();
        var (rows, groups) = _sampler.Draw(_sizes.Batch);
        _pass.Forward(_weights, StepNoise(_sizes.ComponentsAt(_done)));
        var step = new GeneratorStep
        {
            Progress = _done,
            Reported = _step % _checkEvery == 0,
            LogProbabilities = _pass.LogProbabilities,
            Probabilities = _pass.Probabilities,
            Gradient = _pass.Gradient,
            Interactions = _interactions,
            Rows = _table.OneHot(_table.Training.index_select(0, tensor(rows, device: _device))),
            RowGroups = groups,
        };
        foreach (var signal in _signals)
        {
            if (signal.AddGradient(step) is { } loss)
            {
                _losses[signal.Name] = loss;
            }
        }

        _pass.Backward(_gradient);
        SmoothGradient(_network.Parameters.Views(_gradient));
        nn.utils.clip_grad_norm_([_weights], LargestGradient);
        _optimizer.Step(_options.LearningRate * Schedule(_done), [_gradient]);
        using var frozen = no_grad();
        if (_decay > 0)
        {
            _network.OfWeights(_network.Parameters.Views(_weights)).Multiply(1 - (_decay * Schedule(_done)));
        }

        _average.lerp_(_weights, 1 - Math.Min(_options.AverageDecay, 1 - (1.0 / (_step + 1))));
    }

    // All that a step changes and a later one reads; the rest follows from the table and the options.
    private void State(RunState state)
    {
        _clock.State(state);
        state.Value("step", ref _step);
        state.Value("done", ref _done);
        state.Random("generator", _generator);
        _sampler.State(state);
        _optimizer.State(state);
        state.Tensor("average", _average);
        foreach (var signal in _signals)
        {
            signal.State(state);
        }

        _stopping.State(state);
        state.Tensor("best", _best);
        state.Value("best step", ref _bestStep);
        state.Value("best likelihood", ref _bestLikelihood);
        state.Value("likelihood", ref _likelihood);
        Measurements(state);
    }

    private void Measurements(RunState state)
    {
        int[] steps = [.. _curve.Select(point => point.Step)], signals = [.. _losses.Keys.Select(name => _signals.FindIndex(signal => signal.Name == name))];
        double[] likelihoods = [.. _curve.Select(point => point.ValidationLogLikelihood)], losses = [.. _losses.Values];
        state.Values("curve steps", ref steps);
        state.Values("curve", ref likelihoods);
        state.Values("signals", ref signals);
        state.Values("losses", ref losses);
        _curve.Clear();
        _curve.AddRange(steps.Zip(likelihoods, (step, likelihood) => new TrainingPoint(step, likelihood)));
        _losses.Clear();
        foreach (var (signal, loss) in signals.Zip(losses))
        {
            _losses[_signals[signal].Name] = loss;
        }
    }

    private void SmoothGradient(Tensor[] parts)
    {
        _smoothing.Apply(_network.OfWeights(parts));
        _smoothing.Apply(_network.OfBias(parts));
        foreach (var (interaction, part) in _interactions.Columns.Zip(_network.OfInteractions(parts)))
        {
            _smoothing.Apply(interaction, part);
        }
    }

    /// <summary>Measures the likelihoods and stores the weights if they are the best so far; false where training has stopped improving.</summary>
    private bool Check()
    {
        NativeHeap.Trim();
        (_likelihood, double ofSeen) = Likelihoods();
        _curve.Add(new TrainingPoint(_step, _likelihood));
        if (_stopping.IsBest(_likelihood, ofSeen))
        {
            (_bestLikelihood, _bestStep) = (_likelihood, _step);
            _best.copy_(_average);
        }

        return !_stopping.IsOver;
    }

    // For held-out rows and, if the gap has a weight, for training rows.
    private (double HeldOut, double Seen) Likelihoods()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _pass.Forward(_average, _validationNoise);
        return (Of(_table.HeldOut), _target.MinRows > 0 ? Of(_seen) : double.NaN);

        double Of(Tensor codes)
        {
            var rows = _table.OneHot(codes);
            return MixtureLikelihood.LogMean(rows.mm(_interactions.Scores.t())).Plus(_interactions.OfRows(rows)).mean().item<float>();
        }
    }

    private TrainedGenerator Trained()
    {
        using var foldRandom = new Generator((ulong)_options.Seed + 2, device(DeviceType.CPU));
        var (hidden, logits, ofInteractions) = _network.Fold(_best, Noise(1 << 16, foldRandom));
        DenseLayer calibrated = SensitiveShares.Calibrated(hidden, logits, _target.Table, _options.LatentSize, foldRandom);
        var summary = new TrainingSummary
        {
            Seconds = _clock.Elapsed.TotalSeconds,
            Steps = _step,
            BestStep = _bestStep,
            CutShort = _cutShort,
            Components = _sizes.Components,
            BatchSize = _sizes.Batch,
            ValidationLogLikelihood = _bestLikelihood,
            Losses = _losses,
            Curve = _curve,
        };
        return new TrainedGenerator(_options.LatentSize, hidden, calibrated, _table.TrainingRows, _table.HeldOutRows, summary)
        {
            Interactions = [.. _interactions.Columns.Zip(ofInteractions, (interaction, learned) => interaction with { Logits = learned })],
        };
    }

    // Two independent sequences, each giving half of the averaged vectors: the residuals of one half are multiplied by those of the other.
    private Tensor StepNoise(int count)
    {
        double[] shifts = [.. rand(2 * _options.LatentSize, dtype: ScalarType.Float64, generator: _generator).data<double>()];
        int half = GeneratorStep.AveragedOf(count) / 2, rest = (count / 2) - half;
        return cat([Part(0, 0, half), Part(1, 0, half), Part(0, half, rest), Part(1, half, count - (2 * half) - rest)]).to(_device);

        Tensor Part(int sequence, int first, int length) => EvenNoise.Vectors(first, length, shifts.AsSpan(sequence * _options.LatentSize, _options.LatentSize), _generator);
    }

    private Tensor Noise(int count, Generator generator) => randn(count, _options.LatentSize, generator: generator).to(_device);

    private void AddSignals()
    {
        if (_options.LikelihoodWeight > 0)
        {
            var shares = tensor(_sampler.Shares.Select(share => (float)share).ToArray(), device: _device).DetachFromDisposeScope();
            AddSignal(new MixtureLikelihood(_options.LikelihoodWeight, _sampler.Membership(), shares));
        }

        if (_options.MarginalWeight > 0)
        {
            AddSignal(new Marginals(_table, _interactions.Columns, _options.MarginalWeight, _options.GroupBalance, _options.IntSeed));
        }

        if (_options.CriticWeight > 0)
        {
            AddSignal(new Adversary(_table, _options.CriticWeight, 1 - _options.CriticShare, _options.CriticPack, _generator));
        }

        if (_target.FairStrength == 1 && _options.DisparityWeight > 0)
        {
            int label = _table.Schema.IndexOf(_table.Schema.Label!);
            int positive = (int)_table.Offsets[label] + _table.Schema.Columns[label].SymbolOf(_table.Schema.Positive!);
            AddSignal(new DisparityPenalty(new DemographicParityDisparity(_table.GroupSymbols, positive), _options.DisparityWeight));
        }
    }

    private void AddSignal(IGeneratorSignal signal) => _signals.Add(Own(signal));

    private T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    private static double Schedule(double done) => LeastLearningRate + ((1 - LeastLearningRate) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done))));

    private static float[] LogFrequencies(TrainingTable table)
    {
        using var scope = NewDisposeScope();
        var counts = table.Training.flatten().bincount(null, table.SymbolCount).cpu();
        double rows = table.TrainingRows.Length;
        return [.. counts.data<long>().Select(count => (float)Math.Log((count + 0.5) / rows))];
    }
}
