using FairGan.Export.Format;
using FairGan.Export.Format.Noise;
using FairGan.Export.Sampling.Conditional;

namespace FairGan.Reporting.Quality.Privacy.Generators;

/// <summary>
/// The logarithm of a row's probability under the generator: the mean over many latent noises of the product of its symbols'
/// probabilities, exact in a mixture of trees but for the number of noises.
/// </summary>
internal sealed class RowLikelihood(ConditionalGraph graph, ParallelOptions parallel)
{
    private const int Noises = 4096;
    private const int Part = 256;
    private const double Unknown = -25;
    private const long Stream = 0x1F83D9ABFB41BD6B;

    /// <summary>The log-likelihoods of rows, without a label that a label head generates.</summary>
    public double[] Of(RowSymbols rows)
    {
        int headLabel = graph.HasLabelHead ? graph.Schema.IndexOf(graph.Schema.Label!) : -1;
        int[] columns = [.. Enumerable.Range(0, graph.Offsets.Length).Where(column => graph.Offsets[column] >= 0 && column != headLabel)];
        int count = rows.Symbols[0].Length;
        double[] most = new double[count], sums = new double[count];
        Array.Fill(most, double.NegativeInfinity);
        for (int part = 0; part < Noises / Part; part++)
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            float[] logits = Logits(part);
            float[][][] given = [.. columns.Select(column => Conditional(logits, column))];
            Parallel.For(0, count, parallel, row => Add(rows, row, columns, given, ref most[row], ref sums[row]));
        }

        return [.. most.Zip(sums, (high, sum) => high + Math.Log(sum / Noises))];
    }

    private float[] Logits(int part)
    {
        var latent = new float[Part * graph.LatentSize];
        SplitMix64.Fill(Stream, (long)part * Part, graph.LatentSize, latent);
        return graph.Logits(latent);
    }

    // By symbol of the parent (0 where there is none), the log-probabilities of a column's symbols under every noise.
    private float[][] Conditional(float[] logits, int column)
    {
        int symbols = graph.Schema.Columns[column].SymbolCount;
        Interaction? interaction = graph.ParentOf(column);
        int parents = interaction is null ? 1 : interaction.Logits.Length / symbols;
        float[][] tables = new float[parents][];
        Parallel.For(0, parents, parallel, parent =>
        {
            float[] table = new float[symbols * Part];
            for (int noise = 0; noise < Part; noise++)
            {
                var own = graph.Of(logits.AsSpan(noise * graph.SymbolCount, graph.SymbolCount), column);
                double[] probabilities = SymbolDistribution.Softmax(interaction is null ? own : interaction.Given(parent, own));
                for (int symbol = 0; symbol < symbols; symbol++)
                {
                    table[(symbol * Part) + noise] = (float)Math.Log(Math.Max(probabilities[symbol], 1e-30));
                }
            }

            tables[parent] = table;
        });
        return tables;
    }

    private void Add(RowSymbols rows, int row, int[] columns, float[][][] given, ref double most, ref double sum)
    {
        Span<double> logs = stackalloc double[Part];
        double unknown = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            int symbol = rows.Symbols[columns[i]][row];
            int parent = graph.ParentOf(columns[i]) is { } interaction ? rows.Symbols[interaction.Parent][row] : 0;
            if (symbol < 0 || parent < 0)
            {
                unknown += symbol == RowSymbols.Determined || parent < 0 ? 0 : Unknown;
                continue;
            }

            ReadOnlySpan<float> own = given[i][parent].AsSpan(symbol * Part, Part);
            for (int noise = 0; noise < Part; noise++)
            {
                logs[noise] += own[noise];
            }
        }

        foreach (double log in logs)
        {
            double total = log + unknown;
            if (total > most)
            {
                (sum, most) = (sum * Math.Exp(most - total), total);
            }

            sum += Math.Exp(total - most);
        }
    }
}
