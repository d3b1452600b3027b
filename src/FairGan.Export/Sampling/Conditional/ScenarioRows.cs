using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>Rows of scenarios: their noises and conditioned cells, and the evidence of a label head about them.</summary>
/// <param name="graph">The generator.</param>
/// <param name="weighting">The noises.</param>
internal sealed class ScenarioRows(ConditionalGraph graph, NoiseWeighting weighting)
{
    private const double LeastProbability = 1e-12;

    /// <summary>Rows with their conditioned cells sampled, except a label sampled by the label head.</summary>
    /// <param name="noise">The rows' uniforms.</param>
    /// <param name="scenarioOf">Every row's scenario.</param>
    public CandidateRows Start(float[] noise, Func<int, Scenario> scenarioOf)
    {
        int count = noise.Length / graph.Width, latentSize = graph.LatentSize;
        var latent = new float[count * latentSize];
        for (int candidate = 0; candidate < count; candidate++)
        {
            int[] noises = scenarioOf(candidate).Noises;
            int chosen = noises[(int)(noise[(candidate * graph.Width) + 1] * noises.Length)];
            weighting.Fill(chosen, latent.AsSpan(candidate * latentSize, latentSize));
        }

        var candidates = new CandidateRows(graph, noise, latent);
        for (int candidate = 0; candidate < count; candidate++)
        {
            var scenario = scenarioOf(candidate);
            if (scenario.LogWeights is { } logWeights)
            {
                candidates.AddLogWeights(candidate, logWeights);
            }

            foreach (var (column, allowed) in scenario.Cells)
            {
                candidates.AddEvidence(candidate, column, allowed.Shares);
            }

            foreach (var (column, allowed) in scenario.Cells)
            {
                candidates.Constrain(candidate, column, allowed);
            }

            foreach (DeterminedCells cells in scenario.Determined)
            {
                cells.Constrain(candidates, candidate);
            }
        }

        return candidates;
    }

    /// <summary>Of rows, the probability that the label meets its condition, and each label's share of that.</summary>
    public (double[] Met, double[][] Labels) LabelProbabilities(Scenario scenario, CandidateRows candidates, IReadOnlyList<OrtValue> drawn, int[] rows)
    {
        int positive = graph.Schema.Columns[graph.HeadLabel].SymbolOf(graph.Schema.Positive!);
        var ofPositive = drawn[^1].GetTensorDataAsSpan<float>();
        var met = new double[rows.Length];
        var labels = new double[rows.Length][];
        for (int i = 0; i < rows.Length; i++)
        {
            double[] own = candidates.Probabilities(rows[i], graph.HeadLabel);
            double others = 1 - own[positive], rest = 1 - ofPositive[rows[i]];
            for (int symbol = 0; symbol < own.Length; symbol++)
            {
                double probability = symbol == positive ? ofPositive[rows[i]] : others > 0 ? rest * own[symbol] / others : rest / (own.Length - 1);
                own[symbol] = Math.Max(probability, LeastProbability) * scenario.Label!.Shares[symbol];
            }

            labels[i] = own;
            met[i] = own.Sum();
        }

        return (met, labels);
    }

    /// <summary>Of rows, the sum of the log-weights of their symbols.</summary>
    public double[] LogWeights(float[] logWeights, CandidateRows candidates, IReadOnlyList<OrtValue> drawn, int[] rows)
    {
        var logs = new double[rows.Length];
        foreach (int column in graph.FactorColumns())
        {
            int[] symbols = candidates.Symbols(drawn, column, rows);
            for (int i = 0; i < rows.Length; i++)
            {
                logs[i] += logWeights[graph.Offsets[column] + symbols[i]];
            }
        }

        return logs;
    }
}
