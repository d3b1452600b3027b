using FairGan.MLNet.Training.Checkpoints;
using FairGan.MLNet.Training.Network;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Vectors;

/// <summary>
/// The distance of each group's generated vectors from the real ones, and its direction: the Fréchet distance (Heusel et al. 2017), that of
/// normal distributions under optimal transport, in the last hidden layer of a small classifier of the groups, which is trained beforehand.
/// The moments of the generated vectors are running ones.
/// </summary>
internal sealed class GroupDistances
{
    private const int Hidden = 128;
    private const int Features = 32;
    private const int Epochs = 8;
    private const int Batch = 128;
    private const double LearningRate = 1e-3;
    private const double Decay = 0.97;
    private const double LeastVariance = 1e-3;
    private const int LeastRows = 2 * Features;
    private const int Pieces = 4096;

    private readonly int _groups;
    private readonly Tensor[] _layers;
    private readonly (Tensor Mean, Tensor Root, double Trace)[] _real;
    private readonly Tensor _realMeans;
    private readonly Tensor _means;
    private readonly Tensor _maps;
    private readonly Tensor _counts;
    private readonly Tensor _sums;
    private readonly Tensor _products;

    /// <param name="values">The vectors, [rows, items].</param>
    /// <param name="rows">The rows trained on.</param>
    /// <param name="groupOf">Group of every row.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="generator">Source of the classifier's initial weights and batches.</param>
    public GroupDistances(Tensor values, int[] rows, int[] groupOf, int groups, Generator generator)
    {
        _groups = groups;
        var device = values.device;
        long width = values.shape[1];
        _layers = [Weights(width, Hidden), Weights(Hidden, Features), Weights(Features, groups)];
        Train(values, rows, groupOf, generator);
        _real = [.. Enumerable.Range(0, groups).Select(group => Moments(values, [.. rows.Where(row => groupOf[row] == group)]))];
        _realMeans = stack(_real.Select(real => real.Mean)).to_type(ScalarType.Float32);
        _means = _realMeans.clone();
        _maps = eye(Features, device: device).expand(groups, Features, Features).clone();
        _counts = zeros(groups, 1, device: device);
        _sums = zeros(groups, Features, device: device);
        _products = zeros(groups, Features * Features, device: device);

        Tensor Weights(long inputs, long outputs) => randn(inputs + 1, outputs, generator: generator).Times(Math.Sqrt(2.0 / inputs)).to(device);
    }

    /// <summary>Adds generated vectors to the running moments.</summary>
    /// <param name="vectors">The vectors, [n, items].</param>
    /// <param name="groups">Their groups, [n, groups] (one-hot).</param>
    public void Add(Tensor vectors, Tensor groups)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var features = FeaturesOf(vectors);
        var of = groups.t();
        _counts.Multiply(Decay).Add(of.sum(1, keepdim: true));
        _sums.Multiply(Decay).Add(of.mm(features));
        _products.Multiply(Decay).Add(of.mm((features.unsqueeze(2) * features.unsqueeze(1)).view(-1, Features * Features)));
    }

    /// <summary>
    /// The mean squared way from the features of generated vectors to where the optimal transport between their group's normal
    /// distributions takes them, in units of the real variance: its gradient is that of the squared distance.
    /// </summary>
    /// <param name="vectors">The vectors, [n, items].</param>
    /// <param name="groups">Their groups, [n, groups] (one-hot).</param>
    /// <param name="weights">The weight of each vector, [n].</param>
    public Tensor Transport(Tensor vectors, Tensor groups, Tensor weights)
    {
        var features = FeaturesOf(vectors);
        return (weights * (features - Goal()).Squared().sum(1)).mean().Over(Math.Max(LeastVariance, _real.Average(real => real.Trace)));

        Tensor Goal()
        {
            using var _ = no_grad();
            var of = groups.argmax(1);
            var centred = (features.detach() - _means.index_select(0, of)).unsqueeze(2);
            return _realMeans.index_select(0, of).Plus(_maps.index_select(0, of).bmm(centred).squeeze(2));
        }
    }

    /// <summary>Computes the squared distance and the transport map of every group; NaN for a group with few recent vectors.</summary>
    public double[] Update()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        double[] distances = new double[_groups];
        for (int group = 0; group < _groups; group++)
        {
            double count = _counts[group].item<float>();
            distances[group] = double.NaN;
            if (count < LeastRows)
            {
                continue;
            }

            var mean = _sums[group].Over(count).to_type(ScalarType.Float64);
            var covariance = _products[group].view(Features, Features).Over(count).to_type(ScalarType.Float64) - outer(mean, mean);
            if (!covariance.isfinite().all().item<bool>())
            {
                continue;
            }

            var (realMean, root, trace) = _real[group];
            var (values, vectors) = linalg.eigh(root.mm(covariance).mm(root));
            distances[group] = Math.Max(0, (realMean - mean).Squared().sum().item<double>() + trace + covariance.trace().item<double>() - (2 * values.AtLeast(0).sqrt().sum().item<double>()));

            // The map root·(root·covariance·root)^(−1/2)·root takes one normal distribution to the other.
            double least = Math.Max(double.Epsilon, LeastVariance * values.max().item<double>());
            var map = root.mm(vectors).mm(values.AtLeast(0).Plus(least).rsqrt().diag()).mm(vectors.t()).mm(root);
            _maps[group] = map.to_type(ScalarType.Float32);
            _means[group] = mean.to_type(ScalarType.Float32);
        }

        return distances;
    }

    /// <summary>Saves or restores the running moments and the maps; the classifier does not change any more.</summary>
    public void State(RunState state)
    {
        state.Tensor("means", _means);
        state.Tensor("maps", _maps);
        state.Tensor("counts", _counts);
        state.Tensor("sums", _sums);
        state.Tensor("products", _products);
    }

    private Tensor FeaturesOf(Tensor vectors) => Layer(Layer(vectors, _layers[0]).relu(), _layers[1]).relu();

    private static Tensor Layer(Tensor x, Tensor weights) => addmm(weights[-1], x, weights[..^1], 1, 1);

    private void Train(Tensor values, int[] rows, int[] groupOf, Generator generator)
    {
        var parameters = _layers.Select(layer => new TorchSharp.Modules.Parameter(layer)).ToArray();
        using var optimizer = new Adam(parameters, 0.9, 0.999, weightDecay: 1e-4);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            long[] order = [.. randperm(rows.Length, generator: generator).data<long>()];
            for (int start = 0; start < rows.Length; start += Batch)
            {
                using var scope = NewDisposeScope();
                int[] batch = [.. order.Skip(start).Take(Batch).Select(i => rows[i])];
                var x = values.index_select(0, tensor(batch.Select(row => (long)row).ToArray(), device: values.device));
                var scores = Layer(Layer(Layer(x, parameters[0]).relu(), parameters[1]).relu(), parameters[2]);
                var loss = nn.functional.cross_entropy(scores, tensor(batch.Select(row => (long)groupOf[row]).ToArray(), device: values.device));
                optimizer.Step(LearningRate, autograd.grad([loss], parameters));
            }
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            _layers[i] = parameters[i].detach();
        }
    }

    private (Tensor Mean, Tensor Root, double Trace) Moments(Tensor values, int[] rows)
    {
        using var _ = no_grad();
        var features = cat([.. rows.Chunk(Pieces).Select(part => FeaturesOf(values.index_select(0, tensor(part.Select(row => (long)row).ToArray(), device: values.device))))]).to_type(ScalarType.Float64);
        var mean = features.mean([0L]);
        var centred = features - mean;
        var covariance = centred.t().mm(centred).Over(Math.Max(1, rows.Length - 1));
        var (eigenvalues, vectors) = linalg.eigh(covariance);
        return (mean, vectors.mm(eigenvalues.AtLeast(0).sqrt().diag()).mm(vectors.t()), covariance.trace().item<double>());
    }
}
