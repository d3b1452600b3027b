using System.Numerics;
using FairGan.Export.Format.Noise;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>Many latent noises, and what each of them makes likely: the means of factors of the cells that are known, exact under each noise.</summary>
internal sealed class NoisePool
{
    /// <summary>Number of the noises.</summary>
    public const int Size = 1 << 13;

    private const double LeastProbability = 1e-12;

    private readonly ConditionalGraph _graph;

    // The marginal probability of every symbol of the sampled columns under each noise, and its logarithm.
    private readonly float[] _probabilities;
    private readonly float[] _logs;

    // For every child column, by its parent's symbol: the sums that normalise its probabilities.
    private readonly Dictionary<int, Lazy<float[]>> _sums;

    /// <param name="graph">The generator.</param>
    /// <param name="seed">The noises' seed.</param>
    public NoisePool(ConditionalGraph graph, long seed)
    {
        _graph = graph;
        var latent = new float[Size * graph.LatentSize];
        SplitMix64.Fill(seed, 0, graph.LatentSize, latent);
        float[] logits = graph.Logits(latent);
        _probabilities = new float[graph.SymbolCount * Size];
        for (int noise = 0; noise < Size; noise++)
        {
            var row = logits.AsSpan(noise * graph.SymbolCount, graph.SymbolCount);
            for (int column = 0; column < graph.Offsets.Length; column++)
            {
                double[] probabilities = graph.Offsets[column] < 0 ? [] : SymbolDistribution.Softmax(graph.Of(row, column));
                for (int symbol = 0; symbol < probabilities.Length; symbol++)
                {
                    _probabilities[((graph.Offsets[column] + symbol) * Size) + noise] = (float)Math.Max(probabilities[symbol], LeastProbability);
                }
            }
        }

        _logs = Array.ConvertAll(_probabilities, MathF.Log);
        _sums = graph.Interactions.ToDictionary(interaction => interaction.Child, interaction => new Lazy<float[]>(() => Sums(interaction, null)));
    }

    /// <summary>For a child column, by its parent's symbol: the sums of its symbols' probabilities times their factors.</summary>
    /// <param name="interaction">The two columns.</param>
    /// <param name="logWeights">The logarithm of every symbol's factor; null for none.</param>
    public float[] Sums(Interaction interaction, float[]? logWeights)
    {
        int symbols = _graph.Schema.Columns[interaction.Child].SymbolCount;
        var sums = new float[interaction.Weights.Length / symbols * Size];
        for (int parent = 0; parent < sums.Length / Size; parent++)
        {
            AddSums(sums.AsSpan(parent * Size, Size), interaction, parent, logWeights, null);
        }

        return sums;
    }

    /// <summary>The logarithms of the mean of the factors of a column and its child columns.</summary>
    /// <param name="parent">The column.</param>
    /// <param name="cell">The known information about its cell.</param>
    /// <param name="children">The others, what is known of their cells and, where the label is all the evidence, their <see cref="Sums"/> under it.</param>
    /// <param name="logWeights">Of all symbols, the logarithm of the factor that the label puts on it; null where there is no label.</param>
    public float[] LogTree(int parent, KnownCell cell, IReadOnlyList<(Interaction Interaction, KnownCell Cell, float[] LabelSums)> children, float[]? logWeights)
    {
        if (cell.Symbol >= 0)
        {
            float[] logs = _logs.AsSpan((_graph.Offsets[parent] + cell.Symbol) * Size, Size).ToArray();
            foreach (var child in children)
            {
                Add(logs, Array.ConvertAll(Means(child.Interaction, cell.Symbol, child.Cell, child.LabelSums, logWeights), MathF.Log), 1);
            }

            return logs;
        }

        // Many children's probabilities multiply to less than the smallest single-precision number.
        var sum = new double[Size];
        for (int symbol = 0; symbol < _graph.Schema.Columns[parent].SymbolCount; symbol++)
        {
            double factor = Factor(parent, symbol, cell.HasLabelEvidence ? logWeights : null, cell.Shares);
            if (factor == 0)
            {
                continue;
            }

            double[] term = Array.ConvertAll(Probabilities(parent, symbol).ToArray(), probability => factor * probability);
            foreach (var child in children)
            {
                float[] means = Means(child.Interaction, symbol, child.Cell, child.LabelSums, logWeights);
                for (int noise = 0; noise < Size; noise++)
                {
                    term[noise] *= means[noise];
                }
            }

            for (int noise = 0; noise < Size; noise++)
            {
                sum[noise] += term[noise];
            }
        }

        return Array.ConvertAll(sum, mean => (float)Math.Log(mean));
    }

    /// <summary>Adds factor · terms.</summary>
    public static void Add(Span<float> sums, ReadOnlySpan<float> terms, float factor)
    {
        for (int i = 0; i < sums.Length; i += Vector<float>.Count)
        {
            (new Vector<float>(sums[i..]) + (factor * new Vector<float>(terms[i..]))).CopyTo(sums[i..]);
        }
    }

    // The mean of a column's factors given the symbol of its parent.
    private float[] Means(Interaction interaction, int parent, KnownCell cell, float[] labelSums, float[]? logWeights)
    {
        var means = new float[Size];
        if (cell.Symbol >= 0)
        {
            Add(means, Probabilities(interaction.Child, cell.Symbol), Weight(interaction, parent, cell.Symbol));
        }
        else if (cell.Shares is null)
        {
            labelSums.AsSpan(parent * Size, Size).CopyTo(means);
        }
        else
        {
            AddSums(means, interaction, parent, cell.HasLabelEvidence ? logWeights : null, cell.Shares);
        }

        var sums = _sums[interaction.Child].Value.AsSpan(parent * Size, Size);
        for (int i = 0; i < Size; i += Vector<float>.Count)
        {
            (new Vector<float>(means, i) / new Vector<float>(sums[i..])).CopyTo(means, i);
        }

        return means;
    }

    private void AddSums(Span<float> sums, Interaction interaction, int parent, float[]? logWeights, double[]? shares)
    {
        for (int symbol = 0; symbol < _graph.Schema.Columns[interaction.Child].SymbolCount; symbol++)
        {
            Add(sums, Probabilities(interaction.Child, symbol), Factor(interaction.Child, symbol, logWeights, shares) * Weight(interaction, parent, symbol));
        }
    }

    private float Weight(Interaction interaction, int parent, int child) => interaction.Weights[(parent * _graph.Schema.Columns[interaction.Child].SymbolCount) + child];

    private float Factor(int column, int symbol, float[]? logWeights, double[]? shares) =>
        (float)(shares?[symbol] ?? 1) * (logWeights is null ? 1 : MathF.Exp(logWeights[_graph.Offsets[column] + symbol]));

    private ReadOnlySpan<float> Probabilities(int column, int symbol) => _probabilities.AsSpan((_graph.Offsets[column] + symbol) * Size, Size);
}
