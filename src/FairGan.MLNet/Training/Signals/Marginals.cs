using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>
/// The squared distance of the generator's one- and two-column marginals to the real ones, over all rows and, for one group a step,
/// within that group. The marginals are exact given the components; the product of the residuals of two independent halves makes the
/// square unbiased.
/// </summary>
internal sealed class Marginals : IGeneratorSignal
{
    // One-column marginals stand for few entries beside the pairs'; without this they would drift for the pairs' sake.
    private const double SingleColumnWeight = 10;
    private const double NoisyShare = 0.02;

    private readonly double _weight;
    private readonly double[] _groupWeights;
    private readonly Tensor _between;
    private readonly Tensor _others;
    private readonly Tensor _betweenOthers;
    private readonly Tensor _target;
    private readonly Tensor[] _groupTargets;
    private readonly double[] _shares;
    private readonly IReadOnlyList<int[]> _groupSymbols;
    private readonly Random _random;

    /// <param name="table">The rows to learn.</param>
    /// <param name="weight">Weight in the loss.</param>
    /// <param name="balance">How far groups count alike, 0 to 1.</param>
    /// <param name="seed">Seed of the choice of groups.</param>
    public Marginals(TrainingTable table, double weight, double balance, int seed)
    {
        _weight = weight;
        _random = new Random(~seed); // not the sampler's stream
        int groups = table.Groups.Count;
        _groupSymbols = table.GroupSymbols;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var between = ones(table.SymbolCount, table.SymbolCount, device: table.Training.device);
        for (int c = 0; c < table.Offsets.Length; c++)
        {
            long start = table.Offsets[c], end = start + table.Schema.Columns[c].SymbolCount;
            between[TensorIndex.Slice(start, end), TensorIndex.Slice(start, end)] = 0;
        }

        _between = between.MoveToOuterDisposeScope();
        // Given the group its own columns are fixed, which the product of a component's probabilities does not know.
        var others = ones(table.SymbolCount, device: table.Training.device);
        foreach (int column in table.Groups.Columns)
        {
            others.narrow(0, table.Offsets[column], table.Schema.Columns[column].SymbolCount).zero_();
        }

        _others = others.MoveToOuterDisposeScope();
        _betweenOthers = (between * others * others.unsqueeze(1)).MoveToOuterDisposeScope();
        _shares = new double[groups];
        for (int row = 0; row < table.Weights.Length; row++)
        {
            _shares[table.Groups.RowGroups[row]] += table.Weights[row];
        }

        _groupTargets = new Tensor[groups];
        var rows = Enumerable.Range(0, table.Weights.Length).ToLookup(row => table.Groups.RowGroups[row]);
        for (int group = 0; group < groups; group++)
        {
            var sum = zeros(table.SymbolCount, table.SymbolCount, device: table.Training.device);
            foreach (int[] chunk in rows[group].Chunk(4096))
            {
                using var inner = NewDisposeScope();
                var oneHot = table.OneHot(table.Training.index_select(0, tensor(chunk.Select(r => (long)r).ToArray(), device: table.Training.device)));
                var weights = tensor(chunk.Select(r => (float)(table.Weights[r] / _shares[group])).ToArray(), device: table.Training.device);
                sum.add_((oneHot * weights.unsqueeze(1)).t().mm(oneHot));
            }

            _groupTargets[group] = sum.MoveToOuterDisposeScope();
        }

        // The groups count between by their shares and all the same; those that the components hardly reach count less, for noise.
        double[] balanced = [.. _shares.Select(share => Math.Pow(share, 1 - balance))];
        _groupWeights = [.. _shares.Select((share, group) => groups * balanced[group] / balanced.Sum() * (share / (share + NoisyShare)))];
        _target = _groupTargets.Select((target, group) => target * _shares[group]).Aggregate((a, b) => a + b).MoveToOuterDisposeScope();
    }

    public string Name => "marginals";

    public Tensor Loss(GeneratorStep step)
    {
        long half = step.Probabilities.shape[0] / 2;
        var first = step.Probabilities.narrow(0, 0, half);
        var second = step.Probabilities.narrow(0, half, half);
        var loss = Distance(first, second, null, half, _target);
        if (_groupTargets.Length > 1)
        {
            int group = _random.Next(_groupTargets.Length);
            loss += _groupWeights[group] * Distance(first, second, group, half * _shares[group], _groupTargets[group]);
        }

        return _weight * loss;
    }

    public void Dispose()
    {
        _between.Dispose();
        _others.Dispose();
        _betweenOthers.Dispose();
        _target.Dispose();
        foreach (var target in _groupTargets)
        {
            target.Dispose();
        }
    }

    private Tensor Distance(Tensor first, Tensor second, int? group, double rows, Tensor target)
    {
        var (pairs, singles) = Residuals(first);
        var (otherPairs, otherSingles) = Residuals(second);
        return group is null
            ? (pairs * otherPairs * _between).sum() + (SingleColumnWeight * (singles * otherSingles).sum())
            : (pairs * otherPairs * _betweenOthers).sum() + (SingleColumnWeight * (singles * otherSingles * _others).sum());

        (Tensor Pairs, Tensor Singles) Residuals(Tensor probabilities)
        {
            var members = group is { } g ? probabilities * Membership(probabilities, g) : probabilities;
            return ((members.t().mm(probabilities) / rows) - target, (members.sum([0L]) / rows) - target.diagonal());
        }
    }

    // Given the components the columns are independent, so an intersection's probability is a product.
    private Tensor Membership(Tensor probabilities, int group) =>
        _groupSymbols[group].Select(symbol => probabilities.narrow(1, symbol, 1)).Aggregate((a, b) => a * b);
}
