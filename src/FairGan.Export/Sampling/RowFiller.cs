using System.Numerics;
using FairGan.Export.Graph;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling;

/// <summary>
/// Fills in missing cells. Given a row's present cells each of many latent noises has a probability, exact in a mixture of products; the
/// row takes one by it, its present cells are pinned down, and the graph draws the others. Where a label head draws the label and it is
/// present, the head's probability is approximated by a product of factors, as in <see cref="ConditionalSampler"/>, and several
/// candidates are weighted by what it says beyond. A row depends on the seed, its number and its cells alone.
/// </summary>
internal sealed class RowFiller
{
    private const int Pool = 1 << 13;
    private const int CandidatesPerRow = 8;
    private const double LeastProbability = 1e-12;
    private const long PoolStream = 0x3C6EF372FE94F82B;

    private readonly ConditionalGraph _graph;
    private readonly long _seed;
    private readonly float _strength;
    private readonly int _headLabel;

    // Of every symbol of the drawn columns, its log-probability under each noise of the pool.
    private readonly float[] _logs;

    // For a positive label and for any other: the factors' logarithms, and of every column the logarithm of their mean under each noise.
    private readonly (float[] Tilt, float[][] Means)[] _labels = [];

    /// <param name="graph">The generator.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="strength">Strength of fairness.</param>
    /// <param name="withLabels">Whether some rows have a label.</param>
    /// <param name="threads">Threads to prepare with.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    public RowFiller(ConditionalGraph graph, long seed, float strength, bool withLabels, int threads, CancellationToken cancellation)
    {
        _graph = graph;
        _seed = seed;
        _strength = strength;
        _headLabel = graph.HasLabelHead ? graph.Schema.IndexOf(graph.Schema.Label!) : -1;
        var latent = new float[Pool * graph.LatentSize];
        SplitMix64.Fill(seed ^ PoolStream, 0, graph.LatentSize, latent);
        float[] logits = graph.Logits(latent);
        _logs = new float[graph.SymbolCount * Pool];
        for (int noise = 0; noise < Pool; noise++)
        {
            foreach (int offset in graph.Offsets.Where(offset => offset >= 0))
            {
                int symbols = graph.Schema.Columns[Array.IndexOf(graph.Offsets, offset)].SymbolCount;
                double[] probabilities = CandidateRows.Softmax(logits.AsSpan((noise * graph.SymbolCount) + offset, symbols));
                for (int symbol = 0; symbol < symbols; symbol++)
                {
                    _logs[((offset + symbol) * Pool) + noise] = (float)Math.Log(Math.Max(probabilities[symbol], LeastProbability));
                }
            }
        }

        if (withLabels && _headLabel >= 0)
        {
            _labels = Array.ConvertAll((bool[])[false, true], others =>
            {
                ColumnCondition label = new(graph.Schema.Label!, [graph.Schema.Positive!]) { Excluded = others };
                float[] tilt = new ConditionalSampler(graph, new SamplingOptions { Seed = seed, Where = [label] }, strength, threads, cancellation).LabelTilt!;
                return (tilt, graph.Offsets.Select((offset, column) => offset < 0 ? [] : LogMeans(column, tilt, _ => true)).ToArray());
            });
        }
    }

    /// <summary>Fills in some of the rows.</summary>
    /// <param name="cells">The rows as they are given.</param>
    /// <param name="from">The first of them, from 0.</param>
    /// <param name="to">The one after the last of them.</param>
    public SyntheticBatch Fill(PartialRows cells, int from, int to)
    {
        int rows = to - from, width = _graph.Width, latentSize = _graph.LatentSize;
        int perRow = Enumerable.Range(from, rows).Any(row => LabelOf(cells, row) >= 0) ? CandidatesPerRow : 1;
        var noise = new float[rows * perRow * width];
        var latent = new float[rows * perRow * latentSize];
        var cumulative = new double[Pool];
        for (int row = 0; row < rows; row++)
        {
            Weigh(cells, from + row, cumulative);
            for (int candidate = row * perRow; candidate < (row + 1) * perRow; candidate++)
            {
                // A row has as many candidates' noise to itself whatever the rows beside it need.
                var own = noise.AsSpan(candidate * width, width);
                SplitMix64.Fill(_seed, ((cells.StartRow + from + row) * CandidatesPerRow) + (candidate - (row * perRow)), width, own);
                int chosenNoise = Array.BinarySearch(cumulative, own[0] * cumulative[^1]);
                SplitMix64.Fill(_seed ^ PoolStream, Math.Min(chosenNoise < 0 ? ~chosenNoise : chosenNoise, Pool - 1), latentSize, latent.AsSpan(candidate * latentSize, latentSize));
            }
        }

        var candidates = new CandidateRows(_graph, noise, latent);
        for (int candidate = 0; candidate < rows * perRow; candidate++)
        {
            Pin(cells, from + (candidate / perRow), candidates, candidate);
        }

        using var drawn = candidates.Draw(_strength);
        int[] chosen = [.. Enumerable.Range(0, rows).Select(row => row * perRow)];
        for (int row = 0; row < rows && perRow > 1; row++)
        {
            if (LabelOf(cells, from + row) is var label and >= 0)
            {
                chosen[row] += CandidateRows.Draw(LabelWeights(cells, from + row, label, candidates, drawn, chosen[row]), noise[(chosen[row] * width) + 1]);
            }
        }

        return new SyntheticBatch(cells.StartRow + from, rows, candidates.Columns(drawn, chosen, cells.StartRow + from));
    }

    // 0 for a positive label that the head draws, 1 for another one, -1 where there is none.
    private int LabelOf(PartialRows cells, int row) =>
        _labels.Length > 0 && cells.Symbol(row, _headLabel) is var symbol and >= 0
            ? symbol == _graph.Schema.Columns[_headLabel].SymbolOf(_graph.Schema.Positive!) ? 0 : 1
            : -1;

    // Of a row's candidates, how likely the head makes its label beyond the factors that they were drawn by. Which of several labels
    // that are not positive it is, the head does not say.
    private double[] LabelWeights(PartialRows cells, int row, int label, CandidateRows candidates, IReadOnlyList<OrtValue> drawn, int first)
    {
        int[] own = [.. Enumerable.Range(first, CandidatesPerRow)];
        double[] weights = Array.ConvertAll(own, candidate => (double)drawn[^1].GetTensorDataAsSpan<float>()[candidate]);
        weights = Array.ConvertAll(weights, positive => Math.Max(label == 0 ? positive : 1 - positive, LeastProbability));
        foreach (int column in Enumerable.Range(0, _graph.Offsets.Length).Where(column => _graph.HasFactors(column) && column != _headLabel && cells.IsMissing(row, column)))
        {
            int[] symbols = candidates.Symbols(drawn, column, own);
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] *= Math.Exp(-_labels[label].Tilt[_graph.Offsets[column] + symbols[i]]);
            }
        }

        return weights;
    }

    // Under each noise, the logarithm of the mean of a column's factors over some of its symbols.
    private float[] LogMeans(int column, float[]? tilt, Func<int, bool> allowed)
    {
        var sums = new float[Pool];
        foreach (int symbol in Enumerable.Range(0, _graph.Schema.Columns[column].SymbolCount).Where(allowed))
        {
            int at = _graph.Offsets[column] + symbol;
            for (int i = 0; i < Pool; i++)
            {
                sums[i] += MathF.Exp(_logs[(at * Pool) + i] + (tilt is null ? 0 : tilt[at]));
            }
        }

        return Array.ConvertAll(sums, MathF.Log);
    }

    // The cumulative probability of the noises given the row's present cells, up to a factor.
    private void Weigh(PartialRows cells, int row, double[] cumulative)
    {
        var logs = new float[Pool];
        int label = LabelOf(cells, row);
        var determined = Determined(cells, row).ToDictionary(known => known.Source, known => known.Symbols);
        for (int column = 0; column < _graph.Offsets.Length; column++)
        {
            if (_graph.Offsets[column] < 0 || (column == _headLabel && label >= 0))
            {
                continue;
            }

            if (cells.Symbol(row, column) is var symbol and >= 0)
            {
                Add(logs, _logs.AsSpan((_graph.Offsets[column] + symbol) * Pool, Pool));
            }
            else if (determined.TryGetValue(column, out bool[]? symbols))
            {
                Add(logs, LogMeans(column, label < 0 ? null : _labels[label].Tilt, symbol => symbols[symbol]));
            }
            else if (label >= 0 && cells.IsMissing(row, column))
            {
                Add(logs, _labels[label].Means[column]);
            }
        }

        float most = logs.Max();
        double sum = 0;
        for (int i = 0; i < Pool; i++)
        {
            cumulative[i] = sum += MathF.Exp(logs[i] - most);
        }
    }

    private void Pin(PartialRows cells, int row, CandidateRows candidates, int candidate)
    {
        if (LabelOf(cells, row) is var label and >= 0)
        {
            candidates.Tilt(candidate, _labels[label].Tilt);
        }

        for (int column = 0; column < _graph.Offsets.Length; column++)
        {
            var codec = _graph.Schema.Columns[column];
            if (!cells.IsMissing(row, column))
            {
                candidates.Keep(candidate, column, column == _headLabel ? -1 : cells.Symbol(row, column), cells.Value(row, column));
            }
            else if (_graph.Offsets[column] >= 0 && codec is { HasMissing: true, SymbolCount: > 1 })
            {
                candidates.Forbid(candidate, column, codec.MissingSymbol);
            }
        }

        foreach (var (source, symbols) in Determined(cells, row))
        {
            candidates.Pin(candidate, source, AllowedCells.Whole(symbols));
        }
    }

    // Columns that are missing while one that they determine is not, and which of their symbols give its value.
    private IEnumerable<(int Source, bool[] Symbols)> Determined(PartialRows cells, int row)
    {
        foreach (var derivation in _graph.Derivations)
        {
            if (cells.IsMissing(row, derivation.Source) && cells.Symbol(row, derivation.Column) is var symbol and >= 0 && derivation.Symbols.Contains(symbol))
            {
                yield return (derivation.Source, Array.ConvertAll(derivation.Symbols, determined => determined == symbol));
            }
        }
    }

    private static void Add(Span<float> sums, ReadOnlySpan<float> terms)
    {
        for (int i = 0; i < sums.Length; i += Vector<float>.Count)
        {
            (new Vector<float>(sums[i..]) + new Vector<float>(terms[i..])).CopyTo(sums[i..]);
        }
    }
}
