using FairGan.Export.Format.Noise;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>
/// Samples rows that meet conditions, or in which a column has given shares. Many latent noises are weighted by the probability of the
/// conditions given each of them, exact in a mixture of trees; a row takes one of them by these weights, its conditioned cells are sampled
/// among the allowed symbols, and the graph samples the rest. Row i depends on the seed and its number alone, up to its block of rows.
/// </summary>
/// <remarks>
/// Where the label is conditioned and a label head draws it, the head's probability is approximated by a product of factors, one a
/// column, fitted to rows drawn for that. Under a product the mixture stays exact, so the noises and the cells are drawn by it; what the
/// head says beyond weights several candidates a row.
/// </remarks>
internal sealed class ConditionalSampler
{
    private const int MostPool = 1 << 16;
    private const int MostWeights = 1 << 21;
    private const int CandidatesPerRow = 4;

    private readonly ConditionalGraph _graph;
    private readonly float _strength;
    private readonly IReadOnlyList<Scenario> _scenarios;
    private readonly ScenarioRows _rows;
    private readonly int _candidates;

    private ConditionalSampler(ConditionalGraph graph, float strength, IReadOnlyList<Scenario> scenarios, ScenarioRows rows)
    {
        _graph = graph;
        _strength = strength;
        _scenarios = scenarios;
        _rows = rows;
        _candidates = scenarios.Any(scenario => scenario.Label is not null) ? CandidatesPerRow : 1;
    }

    /// <summary>For every symbol, the logarithm of the factor that approximates the label head under the conditions; null where no condition is on a label sampled by the head.</summary>
    public float[]? LabelLogWeights => _scenarios[0].LogWeights;

    /// <summary>Reads the conditions, fits the factors that approximate the label head and weights the noises; takes seconds.</summary>
    /// <param name="graph">The generator.</param>
    /// <param name="options">Which rows.</param>
    /// <param name="strength">Strength of fairness.</param>
    /// <param name="threads">Threads to weight the noises with.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">A column or value does not exist, or no row can meet the conditions.</exception>
    public static ConditionalSampler Create(ConditionalGraph graph, SamplingOptions options, float strength, int threads, CancellationToken cancellationToken)
    {
        var scenarios = new ScenarioReader(graph).Read(options);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var weighting = new NoiseWeighting(graph, options.Seed, parallel);
        var rows = new ScenarioRows(graph, weighting);
        var fit = new LabelFit(graph, options.Seed, strength, weighting, rows, parallel);
        scenarios.FindAll(scenario => scenario.Label is not null).ForEach(fit.Fit);
        weighting.Choose(scenarios, Math.Clamp(MostWeights / scenarios.Count, NoiseWeighting.FirstPool, MostPool));
        return new ConditionalSampler(graph, strength, scenarios, rows);
    }

    /// <summary>Samples the requested rows of a block.</summary>
    /// <param name="request">Which rows.</param>
    /// <param name="block">Number of the block.</param>
    public SyntheticBatch Draw(Request request, long block)
    {
        const int rows = BlockRunner.Rows;
        long first = block * rows;
        int from = (int)Math.Max(0, request.Start - first), to = (int)Math.Min(rows, request.End - first), width = _graph.Width;
        var noise = new float[rows * _candidates * width];
        SplitMix64.Fill(request.Seed, first * _candidates, width, noise);
        double[] shares = [.. _scenarios.Select(scenario => scenario.Share)];
        int[] scenarioOf = [.. Enumerable.Range(0, rows).Select(row => SymbolDistribution.Draw(shares, noise[row * _candidates * width]))];
        var candidates = _rows.Start(noise, candidate => _scenarios[scenarioOf[candidate / _candidates]]);
        using var drawn = candidates.Draw(_strength);
        var chosen = new int[rows];
        for (int i = 0; i < _scenarios.Count; i++)
        {
            int[] own = [.. Enumerable.Range(0, rows).Where(row => scenarioOf[row] == i)];
            if (own.Length > 0 && _scenarios[i].Label is not null)
            {
                Choose(_scenarios[i], candidates, drawn, own, noise[((own[0] * _candidates) + 1) * width], chosen);
            }
            else
            {
                Array.ForEach(own, row => chosen[row] = row * _candidates);
            }
        }

        return new SyntheticBatch(first + from, to - from, candidates.Columns(drawn, chosen[from..to], first + from));
    }

    // Picks as many candidates as there are rows by the head's probability of the condition over what they were drawn by.
    private void Choose(Scenario scenario, CandidateRows candidates, IReadOnlyList<OrtValue> drawn, int[] rows, double offset, int[] chosen)
    {
        int[] own = [.. rows.SelectMany(row => Enumerable.Range(row * _candidates, _candidates))];
        var (probabilities, labels) = _rows.LabelProbabilities(scenario, candidates, drawn, own);
        double[] weights = [.. probabilities.Zip(_rows.LogWeights(scenario.LogWeights!, candidates, drawn, own), (probability, logWeight) => probability * Math.Exp(-logWeight))];
        int[] picked = Resampling.Systematic(weights, rows.Length, offset);
        for (int i = 0; i < rows.Length; i++)
        {
            chosen[rows[i]] = own[picked[i]];
            candidates.ConstrainLabel(own[picked[i]], _graph.HeadLabel, scenario.Label!, labels[picked[i]]);
        }
    }
}
