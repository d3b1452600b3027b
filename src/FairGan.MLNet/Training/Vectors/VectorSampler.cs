using FairGan.MLNet.Training.Checkpoints;

namespace FairGan.MLNet.Training.Vectors;

/// <summary>
/// Samples the real vectors of a step and their weights, so that all groups have the same weight (or worse ones more), however often they
/// are sampled.
/// </summary>
internal sealed class VectorSampler
{
    private readonly int[][] _rows;
    private readonly double[] _shares;
    private readonly double _balance;
    private readonly RepeatableRandom _random;
    private double[] _cumulative = [];
    private float[] _weights = [];

    /// <param name="groups">Group of every training row; each has at least one.</param>
    /// <param name="count">Number of groups.</param>
    /// <param name="balance">How evenly groups are sampled: 0 by their shares, 1 equally.</param>
    /// <param name="seed">The seed.</param>
    public VectorSampler(int[] groups, int count, double balance, int seed)
    {
        _rows = [.. Enumerable.Range(0, count).Select(group => Enumerable.Range(0, groups.Length).Where(row => groups[row] == group).ToArray())];
        double[] raised = [.. _rows.Select(rows => Math.Pow((double)rows.Length / groups.Length, 1 - balance))];
        _shares = [.. raised.Select(share => share / raised.Sum())];
        _balance = balance;
        _random = new RepeatableRandom(seed);
        Weigh([.. Enumerable.Repeat(1.0, count)]);
    }

    /// <summary>Sets the weight of each group; the mean is 1.</summary>
    public void Weigh(IReadOnlyList<double> groupWeights)
    {
        // A group with more weight is sampled more often, as far as groups are sampled evenly; the rest of its weight goes into the loss.
        double[] drawn = [.. _shares.Select((share, group) => share * Math.Pow(groupWeights[group], _balance))];
        double total = drawn.Sum(), sum = 0;
        _cumulative = [.. drawn.Select(share => sum += share / total)];
        _weights = [.. drawn.Select((share, group) => (float)(groupWeights[group] / _shares.Length / (share / total)))];
    }

    /// <summary>Saves or restores the random numbers.</summary>
    public void State(RunState state) => _random.State(state);

    /// <summary>Samples rows with replacement.</summary>
    /// <returns>Their numbers, their groups, and what each counts in a mean over them.</returns>
    public (long[] Rows, long[] Groups, float[] Weights) Draw(int count)
    {
        var rows = new long[count];
        var groups = new long[count];
        var weights = new float[count];
        for (int i = 0; i < count; i++)
        {
            int at = Array.BinarySearch(_cumulative, _random.NextDouble());
            int group = Math.Min(at < 0 ? ~at : at, _rows.Length - 1);
            rows[i] = _rows[group][_random.Next(_rows[group].Length)];
            groups[i] = group;
            weights[i] = _weights[group];
        }

        return (rows, groups, weights);
    }
}
