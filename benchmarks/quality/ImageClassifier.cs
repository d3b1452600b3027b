using static TorchSharp.torch;

namespace FairGan.Quality;

/// <summary>A small classifier of pictures, whose last hidden layer is the space that distributions are compared in.</summary>
internal sealed class ImageClassifier
{
    private const int Features = 32;
    private const int Epochs = 12;
    private const int Batch = 100;

    private readonly nn.Module<Tensor, Tensor> _features;
    private readonly nn.Module<Tensor, Tensor> _head;

    /// <summary>Learns the classes of pictures.</summary>
    public ImageClassifier(IReadOnlyList<ImageRow> rows)
    {
        random.manual_seed(1);
        _features = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, Features), nn.ReLU());
        _head = nn.Linear(Features, 10);
        var images = Images(rows);
        var classes = tensor(rows.Select(row => (long)row.Label).ToArray());
        using var optimizer = optim.Adam(_features.parameters().Concat(_head.parameters()), 1e-3, weight_decay: 1e-4);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            var order = randperm(rows.Count);
            for (int start = 0; start + Batch <= rows.Count; start += Batch)
            {
                using var scope = NewDisposeScope();
                var batch = order.narrow(0, start, Batch);
                optimizer.zero_grad();
                nn.functional.cross_entropy(_head.forward(_features.forward(images.index_select(0, batch))), classes.index_select(0, batch)).backward();
                optimizer.step();
            }
        }
    }

    /// <summary>The class that each picture is taken for.</summary>
    public int[] Classify(IReadOnlyList<ImageRow> rows)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return [.. _head.forward(_features.forward(Images(rows))).argmax(1).data<long>().Select(value => (int)value)];
    }

    /// <summary>
    /// The Fréchet distance of two sets of pictures (Heusel et al. 2017): that of the normal distributions with the means and covariances
    /// of their features.
    /// </summary>
    public double FrechetDistance(IReadOnlyList<ImageRow> left, IReadOnlyList<ImageRow> right)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (meanLeft, left2) = Moments(left);
        var (meanRight, right2) = Moments(right);
        var (values, vectors) = linalg.eigh(left2);
        var root = vectors.mm(values.clamp_min(0).sqrt().diag()).mm(vectors.t());
        var (product, _) = linalg.eigh(root.mm(right2).mm(root));
        return ((meanLeft - meanRight).square().sum() + left2.trace() + right2.trace() - (2 * product.clamp_min(0).sqrt().sum())).item<double>();
    }

    private (Tensor Mean, Tensor Covariance) Moments(IReadOnlyList<ImageRow> rows)
    {
        var features = _features.forward(Images(rows)).to_type(ScalarType.Float64);
        var mean = features.mean([0L]);
        var centred = features - mean;
        return (mean, centred.t().mm(centred) / (rows.Count - 1));
    }

    private static Tensor Images(IReadOnlyList<ImageRow> rows) => tensor(rows.SelectMany(row => row.Image).ToArray(), rows.Count, 784) / 255;
}
