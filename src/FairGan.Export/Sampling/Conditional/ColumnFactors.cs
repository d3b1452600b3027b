namespace FairGan.Export.Sampling.Conditional;

/// <summary>
/// Factors of some columns' symbols, and their mean under a noise: a product over the columns; for a parent and its child columns, a sum over
/// the parent's symbols.
/// </summary>
internal sealed class ColumnFactors
{
    private readonly ConditionalGraph _graph;
    private readonly IReadOnlyDictionary<int, double[]> _factors;
    private readonly int[] _single;
    private readonly ILookup<int, Interaction> _trees;

    /// <param name="graph">The generator.</param>
    /// <param name="factors">For every column involved, the factors of its symbols' probabilities.</param>
    public ColumnFactors(ConditionalGraph graph, IReadOnlyDictionary<int, double[]> factors)
    {
        _graph = graph;
        _factors = factors;
        _trees = graph.Interactions.Where(interaction => factors.ContainsKey(interaction.Child)).ToLookup(interaction => interaction.Parent);
        _single = [.. factors.Keys.Where(column => graph.ParentOf(column) is null && !_trees.Contains(column))];
    }

    /// <summary>The mean of the factors' product.</summary>
    /// <param name="logits">The logits of all columns under a noise.</param>
    public double Mean(ReadOnlySpan<float> logits)
    {
        double product = 1;
        foreach (int column in _single)
        {
            product *= Mean(_graph.Of(logits, column), _factors[column]);
        }

        foreach (var tree in _trees)
        {
            product *= Weights(logits, tree.Key).Sum();
        }

        return product;
    }

    /// <summary>The probabilities of a column's symbols, weighted by the factors of its child columns or, for a child column, of its parent and siblings.</summary>
    /// <param name="logits">The logits of all columns under a noise.</param>
    /// <param name="column">The column; one without factors.</param>
    public double[] Likely(ReadOnlySpan<float> logits, int column)
    {
        if (_graph.ParentOf(column) is not { } interaction)
        {
            return Weights(logits, column);
        }

        double[] parents = Weights(logits, interaction.Parent), likely = new double[_graph.Schema.Columns[column].SymbolCount];
        for (int parent = 0; parent < parents.Length; parent++)
        {
            double[] given = SymbolDistribution.Softmax(interaction.Given(parent, _graph.Of(logits, column)));
            for (int symbol = 0; symbol < likely.Length; symbol++)
            {
                likely[symbol] += parents[parent] * given[symbol];
            }
        }

        return likely;
    }

    private double[] Weights(ReadOnlySpan<float> logits, int parent)
    {
        double[] weights = SymbolDistribution.Softmax(_graph.Of(logits, parent));
        if (_factors.TryGetValue(parent, out double[]? factors))
        {
            Multiply(weights, factors);
        }

        foreach (var interaction in _trees[parent])
        {
            Multiply(weights, interaction.Means(_graph.Of(logits, interaction.Child), _factors[interaction.Child]));
        }

        return weights;
    }

    private static void Multiply(double[] weights, double[] factors)
    {
        for (int symbol = 0; symbol < weights.Length; symbol++)
        {
            weights[symbol] *= factors[symbol];
        }
    }

    private static double Mean(ReadOnlySpan<float> logits, double[] factors)
    {
        float most = logits[0];
        foreach (float logit in logits)
        {
            most = Math.Max(most, logit);
        }

        double sum = 0, product = 0;
        for (int symbol = 0; symbol < logits.Length; symbol++)
        {
            double exponential = Math.Exp(logits[symbol] - most);
            sum += exponential;
            product += exponential * factors[symbol];
        }

        return product / sum;
    }
}
