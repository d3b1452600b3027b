using FairGan.Export.Format.Noise;
using FairGan.Export.Sampling.Conditional;

namespace FairGan.Reporting.Quality.Privacy.Generators;

/// <summary>The logarithm of the probability that the file's label head gives a row's own label, given its other cells.</summary>
internal static class LabelHeadLikelihood
{
    private const int Part = 1024;
    private const double Least = 1e-6;
    private const long Stream = 0x5BE0CD19137E2179;

    /// <summary>The log-probabilities; 0 for a row without a label.</summary>
    /// <param name="graph">A generator with a label head.</param>
    /// <param name="rows">The rows.</param>
    public static double[] Of(ConditionalGraph graph, RowSymbols rows)
    {
        int label = graph.Schema.IndexOf(graph.Schema.Label!);
        int positive = graph.Schema.Columns[label].SymbolOf(graph.Schema.Positive!);
        double[] logs = new double[rows.Symbols[0].Length];
        for (int start = 0; start < logs.Length; start += Part)
        {
            double[] probabilities = Positive(graph, rows, start, Math.Min(Part, logs.Length - start), label);
            for (int i = 0; i < probabilities.Length; i++)
            {
                int symbol = rows.Symbols[label][start + i];
                logs[start + i] = symbol < 0 ? 0 : Math.Log(Math.Max(Least, symbol == positive ? probabilities[i] : 1 - probabilities[i]));
            }
        }

        return logs;
    }

    private static double[] Positive(ConditionalGraph graph, RowSymbols rows, int start, int count, int label)
    {
        var noise = new float[count * graph.Width];
        var latent = new float[count * graph.LatentSize];
        SplitMix64.Fill(Stream, start, graph.Width, noise);
        SplitMix64.Fill(Stream + 1, start, graph.LatentSize, latent);
        var candidates = new CandidateRows(graph, noise, latent);
        for (int column = 0; column < graph.Offsets.Length; column++)
        {
            bool isHigher = graph.Schema.Rules.Any(rule => rule.Target == graph.Schema.Columns[column].Name);
            for (int i = 0; i < count && column != label; i++)
            {
                double value = rows.Values[column][start + i];
                int symbol = rows.Symbols[column][start + i];
                if (symbol >= 0 && !double.IsNaN(value) && !isHigher)
                {
                    candidates.Fix(i, column, symbol, value);
                }
                else if (!double.IsNaN(value) && isHigher && graph.Schema.Columns[column].NumberCoding is not null)
                {
                    candidates.Fix(i, column, value);
                }
                else if (symbol >= 0 && graph.Offsets[column] >= 0)
                {
                    candidates.Fix(i, column, symbol, double.NaN);
                }
            }
        }

        using var drawn = candidates.Draw(strength: 0);
        ReadOnlySpan<float> probabilities = drawn[^1].GetTensorDataAsSpan<float>();
        double[] own = new double[count];
        for (int i = 0; i < count; i++)
        {
            own[i] = probabilities[i];
        }

        return own;
    }
}
