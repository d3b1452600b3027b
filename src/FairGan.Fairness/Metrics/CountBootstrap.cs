using FairGan.Fairness.Counts;

namespace FairGan.Fairness.Metrics;

/// <summary>
/// The percentile bootstrap from counts: a replicate redraws how often each leaf occurs, which for count metrics is exactly
/// the same as redrawing rows, at a cost that follows the number of leaves and not of rows.
/// </summary>
/// <remarks>
/// With weights, the total weight of n sampled rows of a leaf is sampled from the normal distribution with the leaf's own mean
/// and variance of weights. With scores, a leaf is first cut into at most 128 parts of neighbouring scores.
/// </remarks>
internal static class CountBootstrap
{
    private const int ScoreParts = 128;

    /// <summary>Cuts leaves that hold rows into parts of neighbouring scores, each with one representative row.</summary>
    public static FrameInput Compressed(FrameInput input) =>
        input with { Leaves = [.. input.Leaves.SelectMany(leaf => leaf.Rows is null ? [leaf] : Parts(leaf))] };

    /// <summary>Resamples the leaves and computes an interval for each figure.</summary>
    /// <param name="input">The leaves.</param>
    /// <param name="strata">The stratum of each leaf: its total is the same in every replicate. Null for one stratum.</param>
    /// <param name="options">Replicates, seed and so on.</param>
    /// <param name="figures">The figures from redrawn leaves; every call must give as many.</param>
    public static BootstrapInterval[] Run(
        FrameInput input,
        int[]? strata,
        BootstrapOptions options,
        Func<FrameLeaf[], double[]> figures)
    {
        options.Check();
        int[][] leavesOfStratum = strata is null
            ? [[.. Enumerable.Range(0, input.Leaves.Count)]]
            : [.. strata.Select((stratum, leaf) => (stratum, leaf)).GroupBy(pair => pair.stratum, pair => pair.leaf).Select(group => group.ToArray())];
        long[][] weights = [.. leavesOfStratum.Select(leaves => leaves.Select(leaf => input.Leaves[leaf].Draws).ToArray())];
        double[][] replicates = new double[options.Replicates][];
        Parallel.For(0, options.Replicates, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, replicate =>
            replicates[replicate] = figures(Redrawn(input, leavesOfStratum, weights, new ReplicateRandom(unchecked((int)options.Seed), replicate))));
        double tail = (1 - options.Confidence) / 2;
        BootstrapInterval[] intervals = new BootstrapInterval[replicates[0].Length];
        Parallel.For(0, intervals.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, figure =>
        {
            double[] values = [.. replicates.Select(replicate => replicate[figure]).Where(value => !double.IsNaN(value))];
            Array.Sort(values);
            intervals[figure] = new BootstrapInterval(Quantile(values, tail), Quantile(values, 1 - tail));
        });
        return intervals;
    }

    private static FrameLeaf[] Redrawn(FrameInput input, int[][] leavesOfStratum, long[][] weights, ReplicateRandom random)
    {
        FrameLeaf[] redrawn = new FrameLeaf[input.Leaves.Count];
        for (int stratum = 0; stratum < leavesOfStratum.Length; stratum++)
        {
            long[] drawn = new long[weights[stratum].Length];
            random.NextMultinomial(weights[stratum].Sum(), weights[stratum], drawn);
            for (int i = 0; i < drawn.Length; i++)
            {
                int leaf = leavesOfStratum[stratum][i];
                redrawn[leaf] = Redraw(input.Leaves[leaf], drawn[i], ref random);
            }
        }

        return redrawn;
    }

    private static FrameLeaf Redraw(FrameLeaf leaf, long drawn, ref ReplicateRandom random)
    {
        double share = (double)drawn / leaf.Draws;
        double weightShare = share;
        double mean = leaf.Summary.Weight / leaf.Draws;
        double variance = (leaf.SquaredWeight / leaf.Draws) - (mean * mean);
        if (drawn > 0 && variance > 1e-12 * mean * mean)
        {
            double weight = (drawn * mean) + (Math.Sqrt(drawn * variance) * random.NextNormal());
            weightShare = Math.Max(0, weight / leaf.Summary.Weight);
        }

        GroupRows? rows = leaf.Rows;
        if (rows is not null)
        {
            double[] weights = rows.Weights.ToArray();
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] *= weightShare;
            }

            rows = rows with { Weights = weights };
        }

        return leaf with { Summary = leaf.Summary.Scaled(share, weightShare), Rows = rows };
    }

    private static IEnumerable<FrameLeaf> Parts(FrameLeaf leaf)
    {
        GroupRows rows = leaf.Rows!;
        if (leaf.Draws != rows.Count)
        {
            // The rows are already counts (without scores), and cannot be compressed further.
            yield return leaf;
            yield break;
        }

        double[] scores = rows.Scores.ToArray();
        int[] order = [.. Enumerable.Range(0, scores.Length)];
        Array.Sort(scores, order);
        int parts = Math.Min(ScoreParts, scores.Length);
        for (int part = 0; part < parts; part++)
        {
            int start = (int)((long)scores.Length * part / parts);
            int end = (int)((long)scores.Length * (part + 1) / parts);
            yield return Part(leaf, order.AsSpan(start, end - start));
        }
    }

    private static FrameLeaf Part(FrameLeaf leaf, ReadOnlySpan<int> members)
    {
        GroupRows rows = leaf.Rows!;
        double weight = 0;
        double squaredWeight = 0;
        double weightedScore = 0;
        double plainScore = 0;
        foreach (int member in members)
        {
            double own = rows.Weights.Span[member];
            weight += own;
            squaredWeight += own * own;
            weightedScore += own * rows.Scores.Span[member];
            plainScore += rows.Scores.Span[member];
        }

        double score = weight > 0 ? weightedScore / weight : plainScore / members.Length;
        GroupRows one = new(rows.Labels[..1], rows.Predictions[..1], new[] { score }, new[] { weight });
        double share = (double)members.Length / leaf.Draws;
        double weightShare = leaf.Summary.Weight > 0 ? weight / leaf.Summary.Weight : share;
        return new FrameLeaf(leaf.Codes, leaf.Summary.Scaled(share, weightShare), squaredWeight, members.Length, one);
    }

    // The linear interpolation that NumPy and pandas use by default.
    private static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
