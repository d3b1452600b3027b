using FairGan.MLNet.Training.Checkpoints;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Rows;

/// <summary>Samples the real rows of a step: within a group by their weights; between groups by a mixture of their shares and equal shares.</summary>
internal sealed class RowSampler
{
    private readonly TrainingTable _table;
    private readonly double[] _cumulative;
    private readonly RepeatableRandom _random;

    /// <param name="table">The rows to learn.</param>
    /// <param name="balance">How evenly groups are sampled: 0 by their shares, 1 equally.</param>
    /// <param name="seed">The seed.</param>
    public RowSampler(TrainingTable table, double balance, int seed)
    {
        _table = table;
        _random = new RepeatableRandom(seed);
        Shares = new double[table.Groups.Count];
        for (int row = 0; row < table.Weights.Length; row++)
        {
            Shares[table.Groups.RowGroups[row]] += table.Weights[row];
        }

        _cumulative = new double[table.Weights.Length];
        double sum = 0;
        for (int row = 0; row < _cumulative.Length; row++)
        {
            sum += table.Weights[row] * Math.Pow(Shares[table.Groups.RowGroups[row]], -balance);
            _cumulative[row] = sum;
        }
    }

    /// <summary>Share of every group in the distribution to learn.</summary>
    public double[] Shares { get; }

    /// <summary>Samples training rows with replacement.</summary>
    /// <returns>Their numbers among the training rows, and their groups.</returns>
    public (long[] Rows, long[] Groups) Draw(int count)
    {
        var rows = new long[count];
        var groups = new long[count];
        for (int i = 0; i < count; i++)
        {
            int at = Array.BinarySearch(_cumulative, _random.NextDouble() * _cumulative[^1]);
            rows[i] = Math.Min(at < 0 ? ~at : at, _cumulative.Length - 1);
            groups[i] = _table.Groups.RowGroups[rows[i]];
        }

        return (rows, groups);
    }

    /// <summary>Saves or restores the random numbers.</summary>
    public void State(RunState state) => _random.State(state);

    /// <summary>[symbols, groups]: 1 where a symbol is part of a group.</summary>
    public Tensor Membership()
    {
        var membership = new float[_table.SymbolCount * _table.Groups.Count];
        for (int group = 0; group < _table.Groups.Count; group++)
        {
            for (int i = 0; i < _table.Groups.Columns.Length; i++)
            {
                long symbol = _table.Offsets[_table.Groups.Columns[i]] + _table.Groups.Symbols[group][i];
                membership[(symbol * _table.Groups.Count) + group] = 1;
            }
        }

        return tensor(membership, _table.SymbolCount, _table.Groups.Count).to(_table.Training.device).DetachFromDisposeScope();
    }
}
