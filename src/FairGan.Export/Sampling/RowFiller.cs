using System.Numerics;
using FairGan.Export.Columns;
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
    private const float LeastProduct = 1e-37f;
    private const int MostDecimals = 9;
    private const long PoolStream = 0x3C6EF372FE94F82B;

    private readonly ConditionalGraph _graph;
    private readonly long _seed;
    private readonly float _strength;
    private readonly int _headLabel;

    // What rules make of other columns comes after those, what is given before what is drawn, and that after what it is drawn given.
    private readonly int[] _columns;
    private readonly HashSet<int> _made;

    // Of every symbol of the drawn columns, its probability under each noise of the pool, and the logarithm of it.
    private readonly float[] _probabilities;
    private readonly float[] _logs;

    // For every column that is drawn given another one: by the other's symbol, the sums that its probabilities are divided by under each noise.
    private readonly Dictionary<int, Lazy<float[]>> _sums;

    // For a positive label and for any other: the factors' logarithms, and of every column the logarithm of their mean under each noise (of one
    // drawn given another one, the sums under the factors, by the other's symbol).
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
        int[] made = [.. graph.Rules.Select(rule => graph.Schema.IndexOf(rule.Target))];
        _made = [.. made];
        _columns = [.. Enumerable.Range(0, graph.Offsets.Length).Except(made), .. made];
        var latent = new float[Pool * graph.LatentSize];
        SplitMix64.Fill(seed ^ PoolStream, 0, graph.LatentSize, latent);
        float[] logits = graph.Logits(latent);
        _probabilities = new float[graph.SymbolCount * Pool];
        for (int noise = 0; noise < Pool; noise++)
        {
            foreach (int offset in graph.Offsets.Where(offset => offset >= 0))
            {
                int symbols = graph.Schema.Columns[Array.IndexOf(graph.Offsets, offset)].SymbolCount;
                double[] probabilities = CandidateRows.Softmax(logits.AsSpan((noise * graph.SymbolCount) + offset, symbols));
                for (int symbol = 0; symbol < symbols; symbol++)
                {
                    _probabilities[((offset + symbol) * Pool) + noise] = (float)Math.Max(probabilities[symbol], LeastProbability);
                }
            }
        }

        _logs = Array.ConvertAll(_probabilities, MathF.Log);
        _sums = graph.Interactions.ToDictionary(interaction => interaction.Child, interaction => new Lazy<float[]>(() => Sums(interaction, null)));
        if (withLabels && _headLabel >= 0)
        {
            _labels = Array.ConvertAll((bool[])[false, true], others =>
            {
                ColumnCondition label = new(graph.Schema.Label!, [graph.Schema.Positive!]) { Excluded = others };
                float[] tilt = new ConditionalSampler(graph, new SamplingOptions { Seed = seed, Where = [label] }, strength, threads, cancellation).LabelTilt!;
                return (tilt, graph.Offsets.Select((offset, column) => offset < 0 ? [] : graph.ParentOf(column) is { } interaction ? Sums(interaction, tilt) : LogMeans(column, tilt, _ => 1)).ToArray());
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

    // Under each noise, the logarithm of the mean of a column's factors, of every symbol a share.
    private float[] LogMeans(int column, float[]? tilt, Func<int, double> shareOf)
    {
        var sums = new float[Pool];
        for (int symbol = 0; symbol < _graph.Schema.Columns[column].SymbolCount; symbol++)
        {
            int at = _graph.Offsets[column] + symbol;
            float share = (float)shareOf(symbol) * (tilt is null ? 1 : MathF.Exp(tilt[at]));
            for (int i = 0; i < Pool && share > 0; i++)
            {
                sums[i] += share * _probabilities[(at * Pool) + i];
            }
        }

        return Array.ConvertAll(sums, MathF.Log);
    }

    // Of a column drawn given another one: by the other's symbol, under each noise, the sum of its symbols' probabilities times their factors.
    private float[] Sums(Interaction interaction, float[]? tilt)
    {
        int symbols = _graph.Schema.Columns[interaction.Child].SymbolCount, offset = _graph.Offsets[interaction.Child];
        var sums = new float[interaction.Weights.Length / symbols * Pool];
        for (int symbol = 0; symbol < symbols; symbol++)
        {
            var own = Probabilities(interaction.Child, symbol);
            float factor = tilt is null ? 1 : MathF.Exp(tilt[offset + symbol]);
            for (int parent = 0; parent < sums.Length / Pool; parent++)
            {
                Add(sums.AsSpan(parent * Pool, Pool), own, factor * interaction.Weights[(parent * symbols) + symbol]);
            }
        }

        return sums;
    }

    private ReadOnlySpan<float> Probabilities(int column, int symbol) => _probabilities.AsSpan((_graph.Offsets[column] + symbol) * Pool, Pool);

    // The cumulative probability of the noises given the row's present cells, up to a factor.
    private void Weigh(PartialRows cells, int row, double[] cumulative)
    {
        var logs = new float[Pool];
        int label = LabelOf(cells, row);
        var trees = _graph.Interactions.Select(interaction => (Interaction: interaction, Cell: Read(interaction.Child))).Where(child => child.Cell.IsKnown).ToLookup(child => child.Interaction.Parent);
        for (int column = 0; column < _graph.Offsets.Length; column++)
        {
            if (_graph.Offsets[column] < 0 || (column == _headLabel && label >= 0) || _graph.ParentOf(column) is not null)
            {
                continue;
            }

            var cell = Read(column);
            if (trees.Contains(column))
            {
                AddTree(logs, column, cell, label, [.. trees[column]]);
            }
            else if (cell.Symbol >= 0)
            {
                Add(logs, _logs.AsSpan((_graph.Offsets[column] + cell.Symbol) * Pool, Pool), 1);
            }
            else if (cell.Shares is { } shares)
            {
                Add(logs, LogMeans(column, cell.IsTilted ? _labels[label].Tilt : null, symbol => shares[symbol]), 1);
            }
            else if (cell.IsTilted)
            {
                Add(logs, _labels[label].Means[column], 1);
            }
        }

        float most = logs.Max();
        double sum = 0;
        for (int i = 0; i < Pool; i++)
        {
            cumulative[i] = sum += MathF.Exp(logs[i] - most);
        }

        KnownCell Read(int column)
        {
            if (cells.Symbol(row, column) is var symbol and >= 0)
            {
                return IsDetermined(cells, row, column, symbol)
                    ? new KnownCell(-1, [.. Enumerable.Range(0, _graph.Schema.Columns[column].SymbolCount).Select(other => other == _graph.Schema.Columns[column].MissingSymbol ? 0.0 : 1)], false)
                    : new KnownCell(symbol, null, false);
            }

            if (!cells.IsMissing(row, column))
            {
                return new KnownCell(-1, null, false);
            }

            double[]? shares = cells.Possible(row, column) is { } possible ? Array.ConvertAll(possible, isPossible => isPossible ? 1.0 : 0)
                : _graph.IsCodedAsIs(column) && cells.Most(row, column) is < double.PositiveInfinity and var bound ? AllowedCells.UpTo(_graph.Numbers(column), bound - _graph.Origin(column))?.Shares
                : null;
            return new KnownCell(-1, shares, label >= 0);
        }
    }

    // Of a column and those that are drawn given it: the sum over its symbols where it is missing.
    private void AddTree(float[] logs, int parent, KnownCell cell, int label, (Interaction Interaction, KnownCell Cell)[] children)
    {
        int offset = _graph.Offsets[parent];
        float[]? tilt = cell.IsTilted ? _labels[label].Tilt : null;
        var sum = new float[Pool];
        for (int symbol = 0; symbol < _graph.Schema.Columns[parent].SymbolCount; symbol++)
        {
            double factor = cell.Symbol >= 0 ? (symbol == cell.Symbol ? 1 : 0) : (cell.Shares?[symbol] ?? 1) * (tilt is null ? 1 : Math.Exp(tilt[offset + symbol]));
            if (factor == 0)
            {
                continue;
            }

            float[] term = Probabilities(parent, symbol).ToArray();
            foreach (var (interaction, known) in children)
            {
                var sums = _sums[interaction.Child].Value.AsSpan(symbol * Pool, Pool);
                if (known.Symbol >= 0)
                {
                    Multiply(term, Probabilities(interaction.Child, known.Symbol), sums, interaction.Weights[(symbol * (interaction.Weights.Length / _graph.Schema.Columns[parent].SymbolCount)) + known.Symbol]);
                }
                else
                {
                    Multiply(term, known.Shares is null ? _labels[label].Means[interaction.Child].AsSpan(symbol * Pool, Pool) : Met(interaction, symbol, known.Shares, known.IsTilted ? _labels[label].Tilt : null), sums, 1);
                }
            }

            Add(sum, term, (float)factor);
        }

        Add(logs, Array.ConvertAll(sum, product => MathF.Log(MathF.Max(product, LeastProduct))), 1);
    }

    private float[] Met(Interaction interaction, int parent, double[] shares, float[]? tilt)
    {
        var met = new float[Pool];
        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            if (shares[symbol] > 0)
            {
                float factor = (float)shares[symbol] * (tilt is null ? 1 : MathF.Exp(tilt[_graph.Offsets[interaction.Child] + symbol]));
                Add(met, Probabilities(interaction.Child, symbol), factor * interaction.Weights[(parent * shares.Length) + symbol]);
            }
        }

        return met;
    }

    // Of a column that is drawn as well as determined: whether a given cell is what its source makes it.
    private bool IsDetermined(PartialRows cells, int row, int column, int symbol) => _graph.Derivations.FirstOrDefault(derivation => derivation.Column == column) is { } derivation
        && (cells.Symbol(row, derivation.Source) is var source and >= 0 ? derivation.Symbols[source] >= 0
            : cells.IsMissing(row, derivation.Source) && cells.Possible(row, derivation.Source)!.Where((isPossible, other) => isPossible && derivation.Symbols[other] == symbol).Any());

    private void Pin(PartialRows cells, int row, CandidateRows candidates, int candidate)
    {
        if (LabelOf(cells, row) is var label and >= 0)
        {
            candidates.Tilt(candidate, _labels[label].Tilt);
        }

        foreach (int column in _columns.OrderBy(column => _made.Contains(column) ? 3 : !cells.IsMissing(row, column) ? 0 : _graph.ParentOf(column) is null ? 1 : 2))
        {
            var codec = _graph.Schema.Columns[column];
            if (!cells.IsMissing(row, column))
            {
                Keep(cells, row, candidates, candidate, column);
            }
            else if (_graph.Offsets[column] >= 0)
            {
                bool[]? possible = cells.Possible(row, column);
                if (codec is { HasMissing: true, SymbolCount: > 1 } && possible?[codec.MissingSymbol] != true)
                {
                    candidates.Forbid(candidate, column, codec.MissingSymbol);
                }

                if (possible is not null)
                {
                    var allowed = AllowedCells.Whole(possible);
                    candidates.Tell(candidate, column, allowed.Shares);
                    candidates.Pin(candidate, column, allowed);
                }
                else if (cells.Most(row, column) is < double.PositiveInfinity and var most)
                {
                    candidates.PinUpTo(candidate, column, most);
                }
            }
        }

        // A total may be a part of another one.
        foreach (SumRule sum in _graph.Rules.OfType<SumRule>().Reverse())
        {
            Share(sum, candidates, candidate);
        }
    }

    private void Keep(PartialRows cells, int row, CandidateRows candidates, int candidate, int column)
    {
        bool isHigher = _graph.Schema.Rules.Any(rule => rule is OrderRule && rule.Target == _graph.Schema.Columns[column].Name);
        if (isHigher)
        {
            candidates.Keep(candidate, column, cells.Value(row, column));
        }
        else
        {
            candidates.Keep(candidate, column, column == _headLabel ? -1 : cells.Symbol(row, column), cells.Value(row, column));
        }
    }

    // What a total leaves to its missing parts: each but the last is drawn with room for the least of the others, and the last is the rest.
    private void Share(SumRule sum, CandidateRows candidates, int candidate)
    {
        var known = sum.Parts.Append(sum.Total).Select(_graph.Schema.IndexOf).ToLookup(column => candidates.IsPinned(candidate, column));
        int total = _graph.Schema.IndexOf(sum.Total);
        int[] missing = [.. known[false]];
        if (missing.Length == 0 || missing.Contains(total))
        {
            return;
        }

        double rest = known[true].Sum(column => (column == total ? 1 : -1) * candidates.Pinned(candidate, column));
        for (int i = 0; i < missing.Length - 1; i++)
        {
            rest -= candidates.PinUpTo(candidate, missing[i], rest - missing[(i + 1)..].Sum(part => _graph.Numbers(part).Least));
        }

        candidates.Keep(candidate, missing[^1], Math.Round(rest, MostDecimals));
    }

    private static void Add(Span<float> sums, ReadOnlySpan<float> terms, float factor)
    {
        for (int i = 0; i < sums.Length; i += Vector<float>.Count)
        {
            (new Vector<float>(sums[i..]) + (factor * new Vector<float>(terms[i..]))).CopyTo(sums[i..]);
        }
    }

    private static void Multiply(Span<float> products, ReadOnlySpan<float> by, ReadOnlySpan<float> over, float factor)
    {
        for (int i = 0; i < products.Length; i += Vector<float>.Count)
        {
            (factor * new Vector<float>(products[i..]) * new Vector<float>(by[i..]) / new Vector<float>(over[i..])).CopyTo(products[i..]);
        }
    }

    /// <summary>What is known of a cell.</summary>
    /// <param name="Symbol">Its symbol; -1 where it is missing.</param>
    /// <param name="Shares">Of a missing one, the share of every symbol that other cells leave; null for all.</param>
    /// <param name="IsTilted">Of a missing one, whether the row's label says something of it.</param>
    private readonly record struct KnownCell(int Symbol, double[]? Shares, bool IsTilted)
    {
        public bool IsKnown => Symbol >= 0 || Shares is not null || IsTilted;
    }
}
