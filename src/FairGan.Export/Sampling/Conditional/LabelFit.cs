using FairGan.Export.Format.Noise;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>
/// Approximates a label head's probability of a condition on the label by a product of factors, one a column: under a product the mixture
/// of trees stays exact.
/// </summary>
/// <param name="graph">The generator.</param>
/// <param name="seed">The seed.</param>
/// <param name="strength">Strength of fairness.</param>
/// <param name="weighting">Chooses noises.</param>
/// <param name="rows">Samples the rows to which the factors are fitted.</param>
/// <param name="parallel">Threads, and what stops them.</param>
internal sealed class LabelFit(ConditionalGraph graph, long seed, float strength, NoiseWeighting weighting, ScenarioRows rows, ParallelOptions parallel)
{
    private const int PilotBlocks = 8;
    private const int PilotBlockRows = 1 << 10;
    private const int FitRounds = 8;
    private const double FitPrior = 5;
    private const double MostLogWeight = 7;

    // The rows' noise comes from a stream of its own.
    private const long PilotStream = 0x2545F4914F6CDD1D;

    /// <summary>Fits the factors of a scenario to rows that meet its other conditions.</summary>
    /// <param name="scenario">The scenario; its log-weights and its label's probability are set.</param>
    public void Fit(Scenario scenario)
    {
        weighting.Choose([scenario], NoiseWeighting.FirstPool);
        int[] columns = [.. graph.FactorColumns()], all = [.. Enumerable.Range(0, PilotBlockRows)];
        var symbols = new int[PilotBlocks][][];
        var met = new double[PilotBlocks][];
        Parallel.For(0, PilotBlocks, parallel, block =>
        {
            var noise = new float[PilotBlockRows * graph.Width];
            SplitMix64.Fill(seed ^ PilotStream, (long)block * PilotBlockRows, graph.Width, noise);
            var candidates = rows.Start(noise, _ => scenario);
            using var drawn = candidates.Draw(strength);
            met[block] = rows.LabelProbabilities(scenario, candidates, drawn, all).Met;
            symbols[block] = [.. columns.Select(column => candidates.Symbols(drawn, column, all))];
        });

        double[] target = [.. met.SelectMany(part => part)];
        scenario.LogWeights = LogWeights(columns, symbols, target);
        scenario.LabelProbability = target.Average();
    }

    // Iterative proportional fitting: in turn, each symbol's factor is what makes the product add up, over the rows that have the symbol,
    // to what the head says.
    private float[] LogWeights(int[] columns, int[][][] symbols, double[] target)
    {
        double mean = target.Average();
        var product = new double[target.Length];
        Array.Fill(product, mean);
        var logWeights = new float[graph.SymbolCount];
        for (int round = 0; round < FitRounds; round++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                int count = graph.Schema.Columns[columns[c]].SymbolCount;
                int[] own = [.. symbols.SelectMany(block => block[c])];
                var wanted = new double[count];
                var got = new double[count];
                for (int row = 0; row < own.Length; row++)
                {
                    wanted[own[row]] += target[row];
                    got[own[row]] += product[row];
                }

                double[] ratio = [.. wanted.Zip(got, (w, g) => (w + (FitPrior * mean)) / (g + (FitPrior * mean)))];
                for (int symbol = 0; symbol < count; symbol++)
                {
                    ref float log = ref logWeights[graph.Offsets[columns[c]] + symbol];
                    log = (float)Math.Clamp(log + Math.Log(ratio[symbol]), -MostLogWeight, MostLogWeight);
                }

                for (int row = 0; row < own.Length; row++)
                {
                    product[row] *= ratio[own[row]];
                }
            }
        }

        return logWeights;
    }
}
