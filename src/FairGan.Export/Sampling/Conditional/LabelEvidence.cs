namespace FairGan.Export.Sampling.Conditional;

/// <summary>Evidence of a given label about a row's missing cells, where a label head generates it: the head's probability as a product of factors.</summary>
/// <param name="LogWeights">The logarithm of every symbol's factor.</param>
/// <param name="LogMeans">For every column without a parent, the logarithm of the factors' mean under each noise, including those of its child columns.</param>
/// <param name="Sums">For every child column, <see cref="NoisePool.Sums"/> under the factors, by its parent's symbol.</param>
internal sealed record LabelEvidence(float[] LogWeights, float[][] LogMeans, float[][] Sums)
{
    /// <summary>Fits the factors.</summary>
    /// <param name="graph">The generator.</param>
    /// <param name="pool">The noises.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="strength">Strength of fairness.</param>
    /// <param name="others">Whether the label is any but the positive one.</param>
    /// <param name="threads">Threads to fit with.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    public static LabelEvidence Of(ConditionalGraph graph, NoisePool pool, long seed, float strength, bool others, int threads, CancellationToken cancellationToken)
    {
        ColumnCondition label = new(graph.Schema.Label!, [graph.Schema.Positive!]) { Excluded = others };
        float[] logWeights = ConditionalSampler.Create(graph, new SamplingOptions { Seed = seed, Where = [label] }, strength, threads, cancellationToken).LabelLogWeights!;
        float[][] sums = [.. graph.Offsets.Select((_, column) => graph.ParentOf(column) is { } interaction ? pool.Sums(interaction, logWeights) : [])];
        var unknown = new KnownCell(-1, null, HasLabelEvidence: true);
        float[][] means = [.. graph.Offsets.Select((offset, column) => offset < 0 || graph.ParentOf(column) is not null ? []
            : pool.LogTree(column, unknown, [.. graph.ChildrenOf(column).Select(child => (child, unknown, sums[child.Child]))], logWeights))];
        return new LabelEvidence(logWeights, means, sums);
    }
}
