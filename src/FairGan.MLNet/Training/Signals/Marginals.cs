using FairGan.Export.Format;
using FairGan.MLNet.Torch;
using FairGan.MLNet.Training.Rows;
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

    // The products take the square of the symbols: of wide tables a step looks at some columns, each step at others.
    private const int MostSymbols = 700;

    private readonly double _weight;
    private readonly double[] _groupWeights;
    private readonly Tensor _between;
    private readonly Tensor _others;
    private readonly Tensor _betweenOthers;
    private readonly Tensor _target;
    private readonly Tensor[] _groupTargets;
    private readonly double[] _shares;
    private readonly IReadOnlyList<int[]> _groupSymbols;
    private readonly long[] _offsets;
    private readonly int[] _sizes;
    private readonly Random _random;

    /// <param name="table">The rows to learn.</param>
    /// <param name="interactions">Columns drawn given another one; those and that one are not independent given the components, and left to the likelihood.</param>
    /// <param name="weight">Weight in the loss.</param>
    /// <param name="balance">How far groups count alike, 0 to 1.</param>
    /// <param name="seed">Seed of the choice of groups.</param>
    public Marginals(TrainingTable table, IReadOnlyList<Interaction> interactions, double weight, double balance, int seed)
    {
        _weight = weight;
        _random = new Random(~seed); // not the sampler's stream
        _offsets = table.Offsets;
        _sizes = [.. table.Schema.Columns.Select(column => column.SymbolCount)];
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

        foreach (int parent in interactions.Select(interaction => interaction.Parent).Distinct())
        {
            int[] tree = [parent, .. interactions.Where(interaction => interaction.Parent == parent).Select(interaction => interaction.Child)];
            foreach (int a in tree)
            {
                foreach (int b in tree)
                {
                    between.narrow(0, table.Offsets[a], table.Schema.Columns[a].SymbolCount).narrow(1, table.Offsets[b], table.Schema.Columns[b].SymbolCount).zero_();
                }
            }
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
                sum.Add((oneHot * weights.unsqueeze(1)).t().mm(oneHot));
            }

            _groupTargets[group] = sum.MoveToOuterDisposeScope();
        }

        // The groups count between by their shares and all the same; those that the components hardly reach count less, for noise.
        double[] balanced = [.. _shares.Select(share => Math.Pow(share, 1 - balance))];
        _groupWeights = [.. _shares.Select((share, group) => groups * balanced[group] / balanced.Sum() * (share / (share + NoisyShare)))];
        _target = _groupTargets.Select((target, group) => target.Times(_shares[group])).Aggregate((a, b) => a.Plus(b)).MoveToOuterDisposeScope();
    }

    public string Name => "marginals";

    public double? AddGradient(GeneratorStep step)
    {
        long half = step.AveragedCount / 2;
        int? group = _groupTargets.Length > 1 ? _random.Next(_groupTargets.Length) : null;
        var (symbols, singleScale, pairScale) = Choose(step.Gradient.device);
        Tensor between = Among(_between), target = Among(_target);
        var (betweenOthers, groupTarget) = group is { } drawn ? (Among(_betweenOthers), Among(_groupTargets[drawn])) : (null, null);
        Half first = At(0), second = At(half);
        AddGradient(first, second);
        AddGradient(second, first);
        return step.Reported
            ? (_weight * Distance(first.All, second.All, between, null))
                + (group is { } chosen ? _weight * _groupWeights[chosen] * Distance(first.Group!, second.Group!, betweenOthers!, Of(_others)) : 0)
            : null;

        Half At(long from)
        {
            var whole = step.Probabilities.narrow(0, from, half);
            var probabilities = symbols is null ? whole : whole.index_select(1, symbols);
            var gradient = step.Gradient.narrow(0, from, half);
            var all = new Residuals(probabilities.t().mm(probabilities).Over(half) - target, probabilities.sum([0L]).Over(half) - target.diagonal());
            if (group is not { } g)
            {
                return new Half(probabilities, gradient, all, null, null);
            }

            // Given the components the columns are independent, so an intersection's probability is a product.
            var membership = _groupSymbols[g].Select(symbol => whole.narrow(1, symbol, 1)).Aggregate((a, b) => a * b);
            var members = probabilities * membership;
            double rows = half * _shares[g];
            return new Half(probabilities, gradient, all, membership, new Residuals(members.t().mm(probabilities).Over(rows) - groupTarget!, members.sum([0L]).Over(rows) - groupTarget!.diagonal()));
        }

        // The pairs' residuals are symmetric: the gradient of <A, XᵀX> is 2XA, and that of <A, Xᵀdiag(m)X> is 2·diag(m)XA in X and the
        // row sums of X∘XA in m, which is a product of the group's own probabilities.
        void AddGradient(Half at, Half other)
        {
            double scale = _weight / half;
            var slope = addmm(other.All.Singles.Times(SingleColumnWeight * singleScale * scale), at.Probabilities, other.All.Pairs * between, 1, (float)(2 * pairScale * scale));
            if (group is { } g)
            {
                double groupScale = _groupWeights[g] * scale / _shares[g];
                var pairs = at.Probabilities.mm((other.Group!.Pairs * betweenOthers!).Times(pairScale * groupScale));
                var singles = (other.Group.Singles * Of(_others)).Times(SingleColumnWeight * singleScale * groupScale);
                var ofMembership = (pairs.Plus(singles) * at.Probabilities).sum([1L], keepdim: true) * at.Membership!;
                slope.AddProduct(pairs.Multiply(2).Add(singles), at.Membership!);
                foreach (int symbol in _groupSymbols[g])
                {
                    at.Gradient.narrow(1, symbol, 1).Add(ofMembership);
                }
            }

            if (symbols is null)
            {
                at.Gradient.AddProduct(at.Probabilities, slope);
            }
            else
            {
                at.Gradient.Add(zeros_like(at.Gradient).index_copy_(1, symbols, slope.mul_(at.Probabilities)));
            }
        }

        Tensor Among(Tensor square) => symbols is null ? square : square.index_select(0, symbols).index_select(1, symbols);

        Tensor Of(Tensor all) => symbols is null ? all : all.index_select(0, symbols);

        double Distance(Residuals one, Residuals two, Tensor pairs, Tensor? columns)
        {
            var singles = one.Singles * two.Singles;
            return (one.Pairs * two.Pairs * pairs).sum().Times(pairScale).Plus((columns is null ? singles : singles * columns).sum().Times(SingleColumnWeight * singleScale)).item<float>();
        }
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

    // The symbols that the step looks at, null for all, and what makes up for the columns and pairs that it does not look at.
    private (Tensor? Symbols, double SingleScale, double PairScale) Choose(Device device)
    {
        if (_sizes.Sum() <= MostSymbols)
        {
            return (null, 1, 1);
        }

        int[] order = [.. Enumerable.Range(0, _sizes.Length)];
        _random.Shuffle(order);
        int left = MostSymbols;
        long[] columns = [.. order.TakeWhile((column, i) => (left -= _sizes[column]) >= 0 || i < 2).Select(column => (long)column).Order()];
        long[] symbols = [.. columns.SelectMany(column => Enumerable.Range(0, _sizes[column]).Select(symbol => _offsets[column] + symbol))];
        double all = _sizes.Length, chosen = columns.Length;
        return (tensor(symbols, device: device), all / chosen, all * (all - 1) / (chosen * (chosen - 1)));
    }

    /// <summary>The marginals of a half less the real ones.</summary>
    private sealed record Residuals(Tensor Pairs, Tensor Singles);

    /// <summary>A half of the components: all its rows, and those of the step's group.</summary>
    private sealed record Half(Tensor Probabilities, Tensor Gradient, Residuals All, Tensor? Membership, Residuals? Group);
}
