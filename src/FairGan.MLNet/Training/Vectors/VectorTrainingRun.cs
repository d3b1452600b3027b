using FairGan.Export.Vectors;
using FairGan.MLNet.Training.Checkpoints;
using FairGan.MLNet.Training.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Vectors;

/// <summary>One training run of the pair of networks on vectors: both networks and everything that changes from step to step.</summary>
internal sealed class VectorTrainingRun : IDisposable
{
    private const string Stage = "networks";
    private const double HeldOutShare = 0.1;
    private const int MostHeldOut = 2000;
    private const double LeastLearningRate = 0.05;
    private const int WeighingSteps = 10;
    private const double LeastShareOfMean = 0.25;
    private const int StatisticsRows = 1 << 13;

    private readonly RunClock _clock = new();
    private readonly Stack<IDisposable> _owned = new();
    private readonly VectorTable _table;
    private readonly VectorGanOptions _options;
    private readonly Device _device;
    private readonly Generator _generator;
    private readonly int _groups;
    private readonly Tensor _values;
    private readonly int[] _training;
    private readonly int[] _heldOut;
    private readonly VectorNetwork _network;
    private readonly VectorCritic _critic;
    private readonly Adam _networkOptimizer;
    private readonly Adam _criticOptimizer;
    private readonly VectorSampler _sampler;
    private readonly Tensor _average;
    private readonly GroupDistances? _distances;

    private double[] _groupWeights;
    private int _step;
    private double _done;

    /// <summary>Builds the networks; to be called within a dispose scope. The order of the random numbers is part of the meaning of a seed.</summary>
    public VectorTrainingRun(VectorTable table, VectorGanOptions options)
    {
        _table = table;
        _options = options;
        _device = TorchTurn.Device(options.CudaDevice, options.Threads);
        _generator = new Generator((ulong)options.Seed, device(DeviceType.CPU));
        _groups = table.Schema.Shares.Count;
        _values = tensor(table.Values, table.RowCount, table.Schema.Width).to(_device);
        (_training, _heldOut) = Split();
        try
        {
            _network = Own(new VectorNetwork(options.LatentSize, options.GeneratorSizes, table.Schema.Width, _groups, _generator, _device));
            _critic = Own(new VectorCritic(table.Schema.Width, options.CriticSizes, _groups, _generator, _device));
            _networkOptimizer = Own(new Adam([_network.Parameters.Values], 0.5, 0.99));
            _criticOptimizer = Own(new Adam([_critic.Parameters.Values], 0.5, 0.99));
            _sampler = new VectorSampler([.. _training.Select(row => table.Groups[row])], _groups, options.GroupBalance, options.IntSeed);
            _average = _network.Parameters.Values.detach().clone();
            bool follows = _groups > 1 && options.Steps > 0 && options is not { GroupTransport: 0, WorstGroupWeight: 0 };
            _distances = follows ? new GroupDistances(_values, _training, table.Groups, _groups, _generator) : null;
            _done = options.Steps == 0 ? 1 : 0;
            _groupWeights = [.. Enumerable.Repeat(1.0, _groups)];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs all steps and folds the averaged weights into the layers of the file.</summary>
    /// <param name="checkpoints">Save the training.</param>
    /// <param name="progress">Receives a report after every step; null for none.</param>
    /// <param name="cancellationToken">Stops the training between two steps.</param>
    public (IReadOnlyList<GroupedLayer> Layers, VectorTrainingSummary Summary) Train(
        TrainingCheckpoints checkpoints, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        checkpoints.Restore(Stage, State);
        while (_done < 1)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                checkpoints.SaveNow(Stage, State);
                throw new OperationCanceledException(cancellationToken);
            }

            checkpoints.SaveIfDue(Stage, State);
            Step(_options.LearningRate * Schedule(_done));
            _step++;
            _done = Math.Max((double)_step / _options.Steps, _options.MaxTime is { } limit ? _clock.Elapsed / limit : 0);
            progress?.Report(new TrainingProgress("training", _step, _options.Steps, _clock.Elapsed, double.NaN));
        }

        checkpoints.SaveNow(Stage, State);

        // The normalisation's statistics are those of groups mixed as in training.
        var layers = _network.Fold(_average, Noise(StatisticsRows), OneHot(_sampler.Draw(StatisticsRows).Groups));
        var (accuracy, gaps) = Judge(layers);
        return (layers, new VectorTrainingSummary
        {
            Seconds = _clock.Elapsed.TotalSeconds,
            Steps = _step,
            CriticAccuracy = accuracy,
            GroupGaps = gaps,
            GroupWeights = _groupWeights,
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_owned.TryPop(out var owned))
        {
            owned.Dispose();
        }
    }

    private void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        var (rows, rowGroups, rowWeights) = _sampler.Draw(_options.BatchSize);
        var real = _values.index_select(0, tensor(rows.Select(row => (long)_training[row]).ToArray(), device: _device));
        var groups = OneHot(rowGroups);
        var weights = tensor(rowWeights, device: _device);
        var generated = _network.Vectors(_network.Parameters.Values, Noise(_options.BatchSize), groups);

        // Relativistic pairing: a real vector is judged against a generated one of its group.
        var (realScores, realPenalty) = Scored(real, groups, weights);
        var (generatedScores, generatedPenalty) = Scored(generated.detach(), groups, weights);
        var gap = realScores - generatedScores;
        var loss = (weights * (-gap).Softplus()).mean().Plus(realPenalty.Plus(generatedPenalty), _options.PenaltyWeight / 2);
        _criticOptimizer.Step(learningRate, autograd.grad([loss], [_critic.Parameters.Values]));

        var frozen = _critic.Parameters.Values.detach();
        var lead = _critic.Scores(frozen, generated, groups) - _critic.Scores(frozen, real, groups);
        var cost = (weights * (-lead).Softplus()).mean();
        cost = _distances is null ? cost : cost.Plus(_distances.Transport(generated, groups, weights), _options.GroupTransport);
        _networkOptimizer.Step(learningRate, autograd.grad([cost], [_network.Parameters.Values]));

        using var _ = no_grad();
        _average.lerp_(_network.Parameters.Values, 1 - Math.Min(_options.AverageDecay, 1 - (1.0 / (_step + 1))));
        _distances?.Add(generated.detach(), groups);

        // With many groups, the distances take longer to compute, and each group has fewer vectors in a step.
        if (_distances is not null && (_step + 1) % Math.Max(WeighingSteps, _groups) == 0)
        {
            _sampler.Weigh(_groupWeights = Weights(_distances.Update()));
        }
    }

    // All that a step changes and a later one reads; the rest follows from the vectors and the options.
    private void State(RunState state)
    {
        _clock.State(state);
        state.Value("step", ref _step);
        state.Value("done", ref _done);
        state.Random("generator", _generator);
        _sampler.State(state);
        state.Values("group weights", ref _groupWeights);
        _sampler.Weigh(_groupWeights);
        _networkOptimizer.State(state);
        _criticOptimizer.State(state);
        state.Tensor("average", _average);
        _distances?.State(state);
    }

    // The penalties of Mescheder, Geiger and Nowozin (2018): the squared gradient of the critic.
    private (Tensor Scores, Tensor Penalty) Scored(Tensor vectors, Tensor groups, Tensor weights)
    {
        vectors = vectors.detach().requires_grad_(true);
        var scores = _critic.Scores(_critic.Parameters.Values, vectors, groups);
        var slopes = autograd.grad([scores.sum()], [vectors], retain_graph: true, create_graph: true)[0];
        return (scores, (weights * slopes.Squared().sum(1)).mean());
    }

    private double[] Weights(double[] distances)
    {
        // A group of which few vectors were sampled recently gets the mean distance.
        double mean = distances.Where(double.IsFinite).DefaultIfEmpty(1).Average();
        double[] raised = [.. distances.Select(distance => Math.Pow(double.IsFinite(distance) && mean > 0 ? Math.Clamp(distance / mean, LeastShareOfMean, 1 / LeastShareOfMean) : 1, _options.WorstGroupWeight))];
        return [.. raised.Select(weight => weight / raised.Average())];
    }

    private (double Accuracy, double[] Gaps) Judge(IReadOnlyList<GroupedLayer> layers)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        double[] gaps = new double[_groups];
        double accuracy = 0;
        long[] rowGroups = [.. _heldOut.Select(row => (long)_table.Groups[row])];
        var groups = OneHot(rowGroups);
        var real = _values.index_select(0, tensor(_heldOut.Select(row => (long)row).ToArray(), device: _device));
        var generated = VectorNetwork.Vectors(layers, Noise(_heldOut.Length), groups);
        using var gap = (_critic.Scores(_critic.Parameters.Values, real, groups) - _critic.Scores(_critic.Parameters.Values, generated, groups)).cpu();
        float[] values = gap.data<float>().ToArray();
        foreach (var rows in Enumerable.Range(0, _heldOut.Length).GroupBy(row => rowGroups[row]))
        {
            gaps[rows.Key] = rows.Average(row => values[row]);
            accuracy += rows.Average(row => values[row] > 0 ? 1.0 : values[row] < 0 ? 0 : 0.5);
        }

        return (accuracy / rowGroups.Distinct().Count(), gaps);
    }

    private Tensor Noise(int count) => randn(count, _options.LatentSize, generator: _generator).to(_device);

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

    private T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    private static double Schedule(double done) => LeastLearningRate + ((1 - LeastLearningRate) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done))));
}
