using FairGan.MLNet.Training.Rows;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>The one- and two-column marginals of the real rows, over all rows and by group, and how much each of them counts.</summary>
internal sealed class MarginalTargets : IDisposable
{
    private const double NoisyShare = 0.02;

    /// <summary>Computes the marginals; they must be disposed of.</summary>
    /// <param name="table">The rows to learn.</param>
    /// <param name="interactions">Pairs of parent and child columns, which are not independent given the components and are left to the likelihood.</param>
    /// <param name="balance">Weight of the groups: 0 by their shares, 1 equal.</param>
    public MarginalTargets(TrainingTable table, IReadOnlyList<Interaction> interactions, double balance)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Between = PairsOf(table, interactions).MoveToOuterDisposeScope();

        // Given the group its own columns are fixed, which the product of a component's probabilities does not know.
        var others = ones(table.SymbolCount, device: table.Training.device);
        foreach (int column in table.Groups.Columns)
        {
            others.narrow(0, table.Offsets[column], table.Schema.Columns[column].SymbolCount).zero_();
        }

        Others = others.MoveToOuterDisposeScope();
        BetweenOthers = (Between * others * others.unsqueeze(1)).MoveToOuterDisposeScope();
        int groups = table.Groups.Count;
        Shares = new double[groups];
        for (int row = 0; row < table.Weights.Length; row++)
        {
            Shares[table.Groups.RowGroups[row]] += table.Weights[row];
        }

        var rows = Enumerable.Range(0, table.Weights.Length).ToLookup(row => table.Groups.RowGroups[row]);
        OfGroup = [.. Enumerable.Range(0, groups).Select(group => Sum(table, rows[group], Shares[group]).MoveToOuterDisposeScope())];

        // The weights of the groups lie between their shares and equal weights; groups of tiny share, which few
        // components reach, get less weight, because they are noisy.
        double[] balanced = [.. Shares.Select(share => Math.Pow(share, 1 - balance))];
        GroupWeights = [.. Shares.Select((share, group) => groups * balanced[group] / balanced.Sum() * (share / (share + NoisyShare)))];
        All = OfGroup.Select((target, group) => target.Times(Shares[group])).Aggregate((a, b) => a.Plus(b)).MoveToOuterDisposeScope();
    }

    /// <summary>1 for pairs of symbols whose marginals count, 0 for those of one column or of an interaction.</summary>
    public Tensor Between { get; }

    /// <summary>1 for symbols of columns that are not sensitive.</summary>
    public Tensor Others { get; }

    /// <summary><see cref="Between"/> among the <see cref="Others"/>.</summary>
    public Tensor BetweenOthers { get; }

    /// <summary>The marginals of all rows; those of single columns stand on the diagonal.</summary>
    public Tensor All { get; }

    /// <summary>The marginals of every group.</summary>
    public IReadOnlyList<Tensor> OfGroup { get; }

    /// <summary>Share of every group.</summary>
    public double[] Shares { get; }

    /// <summary>Weight of every group's marginals.</summary>
    public double[] GroupWeights { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[Between, Others, BetweenOthers, All, .. OfGroup])
        {
            tensor.Dispose();
        }
    }

    private static Tensor PairsOf(TrainingTable table, IReadOnlyList<Interaction> interactions)
    {
        var between = ones(table.SymbolCount, table.SymbolCount, device: table.Training.device);
        for (int column = 0; column < table.Offsets.Length; column++)
        {
            Clear(column, column);
        }

        foreach (int parent in interactions.Select(interaction => interaction.Parent).Distinct())
        {
            int[] tree = [parent, .. interactions.Where(interaction => interaction.Parent == parent).Select(interaction => interaction.Child)];
            foreach (int a in tree)
            {
                Array.ForEach(tree, b => Clear(a, b));
            }
        }

        return between;

        void Clear(int a, int b) => between.narrow(0, table.Offsets[a], table.Schema.Columns[a].SymbolCount).narrow(1, table.Offsets[b], table.Schema.Columns[b].SymbolCount).zero_();
    }

    private static Tensor Sum(TrainingTable table, IEnumerable<int> rows, double share)
    {
        var sum = zeros(table.SymbolCount, table.SymbolCount, device: table.Training.device);
        foreach (int[] chunk in rows.Chunk(4096))
        {
            using var inner = NewDisposeScope();
            var oneHot = table.OneHot(table.Training.index_select(0, tensor(chunk.Select(r => (long)r).ToArray(), device: table.Training.device)));
            var weights = tensor(chunk.Select(r => (float)(table.Weights[r] / share)).ToArray(), device: table.Training.device);
            sum.Add((oneHot * weights.unsqueeze(1)).t().mm(oneHot));
        }

        return sum;
    }
}
