using FairGan.Export.Format.Noise;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>
/// Weights latent noises by the probability of a scenario's conditions given each of them, and chooses some by these weights. More noises
/// are weighted as long as few of them make up most of the weight.
/// </summary>
internal sealed class NoiseWeighting
{
    /// <summary>Noises that are weighted at first.</summary>
    public const int FirstPool = 1 << 14;

    private const int PoolPart = 1 << 12;
    private const int EnoughNoises = 4096;
    private const int NoisesOfScenario = 1 << 15;

    // Below 1e-8 a condition counts as impossible: the smoothed network never outputs 0.
    private const double Impossible = 1e-8;

    // The noises come from a stream of their own.
    private const long PoolStream = 0x5DEECE66D1CE4E5B;

    private readonly ConditionalGraph _graph;
    private readonly long _seed;
    private readonly ParallelOptions _parallel;

    /// <param name="graph">The generator.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="parallel">Threads, and what stops them.</param>
    public NoiseWeighting(ConditionalGraph graph, long seed, ParallelOptions parallel)
    {
        _graph = graph;
        _seed = seed;
        _parallel = parallel;
    }

    /// <summary>The latent uniforms of a noise.</summary>
    /// <param name="noise">Number of the noise.</param>
    /// <param name="latent">Where to.</param>
    public void Fill(int noise, Span<float> latent) => SplitMix64.Fill(_seed ^ PoolStream, noise, _graph.LatentSize, latent);

    /// <summary>Chooses the noises of scenarios.</summary>
    /// <param name="scenarios">The scenarios; their <see cref="Scenario.Noises"/> are set.</param>
    /// <param name="most">Most noises to weight.</param>
    /// <exception cref="ArgumentException">No row meets the conditions of a scenario.</exception>
    public void Choose(IReadOnlyList<Scenario> scenarios, int most)
    {
        double[][] weights = [.. scenarios.Select(_ => new double[most])];
        var factors = scenarios.Select(scenario => (Factors(scenario), Determined(scenario))).ToList();
        int pool = 0;
        do
        {
            int from = pool;
            pool = Math.Max(FirstPool, 2 * pool);
            Parallel.For(from / PoolPart, pool / PoolPart, _parallel, part => Weight(part, factors, weights));
        }
        while (pool < most && weights.Any(own => Resampling.Effective(own) < EnoughNoises));

        for (int i = 0; i < scenarios.Count; i++)
        {
            if (weights[i].Sum() / pool * (scenarios[i].Label is null ? 1 : scenarios[i].LabelProbability) < Impossible)
            {
                throw Unmet(scenarios[i]);
            }

            scenarios[i].Noises = Resampling.Systematic(weights[i], NoisesOfScenario, 0.5);
        }
    }

    // The conditions and the label head's factors, without the condition on one column.
    private ColumnFactors Factors(Scenario scenario, int left = -1)
    {
        var factors = scenario.LogWeights is { } logWeights
            ? _graph.FactorColumns().Where(column => !scenario.Determined.Exists(cells => cells.Source == column)).ToDictionary(column => column, column => Enumerable.Range(0, _graph.Schema.Columns[column].SymbolCount)
                .Select(symbol => Math.Exp(logWeights[_graph.Offsets[column] + symbol]) * (scenario.Cells.TryGetValue(column, out var allowed) ? allowed.Shares[symbol] : 1)).ToArray())
            : scenario.Cells.ToDictionary(cell => cell.Key, cell => cell.Value.Shares);
        factors.Remove(left);
        return new ColumnFactors(_graph, factors);
    }

    // Of columns that are weighted together, the probability of their conditions times the source's factor.
    private Func<float[], int, double> Determined(Scenario scenario)
    {
        double[]?[] factors = [.. scenario.Determined.Select(cells => scenario.LogWeights is { } logWeights && _graph.HasFactors(cells.Source)
            ? logWeights[_graph.Offsets[cells.Source]..][.._graph.Schema.Columns[cells.Source].SymbolCount].Select(log => Math.Exp(log)).ToArray()
            : null)];
        return (logits, row) =>
        {
            double product = 1;
            for (int i = 0; i < factors.Length; i++)
            {
                double[] own = scenario.Determined[i].Weights(column => Probabilities(logits, row, column));
                product *= factors[i] is { } factor ? own.Zip(factor, (weight, f) => weight * f).Sum() : own.Sum();
            }

            return product;
        };
    }

    private double[] Probabilities(float[] logits, int row, int column) =>
        SymbolDistribution.Softmax(_graph.Of(Row(logits, row), column));

    private void Weight(int part, List<(ColumnFactors Columns, Func<float[], int, double> Determined)> factors, double[][] weights)
    {
        float[] logits = PoolLogits(part);
        for (int i = 0; i < PoolPart; i++)
        {
            for (int scenario = 0; scenario < factors.Count; scenario++)
            {
                weights[scenario][(part * PoolPart) + i] = factors[scenario].Determined(logits, i) * factors[scenario].Columns.Mean(Row(logits, i));
            }
        }
    }

    private float[] PoolLogits(int part)
    {
        var latent = new float[PoolPart * _graph.LatentSize];
        SplitMix64.Fill(_seed ^ PoolStream, (long)part * PoolPart, _graph.LatentSize, latent);
        return _graph.Logits(latent);
    }

    private ReadOnlySpan<float> Row(float[] logits, int row) => logits.AsSpan(row * _graph.SymbolCount, _graph.SymbolCount);

    // Names the condition without which the others are met most easily, and the values that its column has then.
    private ArgumentException Unmet(Scenario scenario)
    {
        var (best, column, likeliest) = (-1.0, 0, Array.Empty<double>());
        float[] logits = PoolLogits(0);
        foreach (int left in scenario.Cells.Keys.Concat(scenario.Determined.Select(cells => cells.Source)))
        {
            double others = 0;
            var symbols = new double[_graph.Schema.Columns[left].SymbolCount];
            var factors = Factors(scenario, left);
            for (int i = 0; i < PoolPart; i++)
            {
                double weight = factors.Mean(Row(logits, i));
                weight = scenario.Determined.Where(cells => cells.Source != left).Aggregate(weight, (product, cells) => product * cells.Weights(column => Probabilities(logits, i, column)).Sum());
                double[] likely = factors.Likely(Row(logits, i), left);
                double sum = likely.Sum();
                others += weight;
                for (int symbol = 0; symbol < symbols.Length && sum > 0; symbol++)
                {
                    symbols[symbol] += weight * likely[symbol] / sum;
                }
            }

            if (others > best)
            {
                (best, column, likeliest) = (others, left, symbols);
            }
        }

        var codec = _graph.Schema.Columns[column];
        var nearest = Enumerable.Range(0, likeliest.Length).OrderByDescending(symbol => likeliest[symbol]).Take(3).Select(codec.Describe);
        return new ArgumentException(
            $"No row meets all conditions: fewer than one in 100,000,000 does. Under the others, the likeliest values of column '{codec.Name}' are {string.Join(", ", nearest)}.");
    }
}
