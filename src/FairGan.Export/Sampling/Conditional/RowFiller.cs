using FairGan.Export.Format.Noise;
using FairGan.Export.Rules;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>
/// Fills in missing cells. Given a row's present cells each of many latent noises has a probability, exact in a mixture of trees; the row takes
/// one by it, its present cells are fixed, and the graph samples the others. Where a label head generates the label and it is present, the head's
/// probability is approximated by a product of factors, as in <see cref="ConditionalSampler"/>, and several candidates are weighted by the
/// error of that approximation. A row depends on the seed, its number and its cells alone.
/// </summary>
internal sealed class RowFiller
{
    private const int CandidatesPerRow = 8;
    private const double LeastProbability = 1e-12;
    private const int MostDecimals = 9;
    private const long PoolStream = 0x3C6EF372FE94F82B;

    private readonly ConditionalGraph _graph;
    private readonly long _seed;
    private readonly float _strength;
    private readonly int _headLabel;

    // Child columns come after their parents, and columns computed by rules come last.
    private readonly int[] _columns;

    private readonly NoisePool _pool;

    // One for the positive label and one for all others; empty where no row has a label sampled by a label head.
    private readonly LabelEvidence[] _labels;

    private RowFiller(ConditionalGraph graph, long seed, float strength, NoisePool pool, LabelEvidence[] labels)
    {
        _graph = graph;
        _seed = seed;
        _strength = strength;
        _headLabel = graph.HasLabelHead ? graph.Schema.IndexOf(graph.Schema.Label!) : -1;
        int[] made = [.. graph.Rules.Select(rule => graph.Schema.IndexOf(rule.Target))];
        _columns = [.. Enumerable.Range(0, graph.Offsets.Length).Except(made).OrderBy(column => graph.ParentOf(column) is not null), .. made];
        _pool = pool;
        _labels = labels;
    }

    /// <summary>Prepares filling in; this takes seconds with labels sampled by a label head.</summary>
    /// <param name="graph">The generator.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="strength">Strength of fairness.</param>
    /// <param name="withLabels">Whether some rows have a label.</param>
    /// <param name="threads">Threads to prepare with.</param>
    /// <param name="cancellationToken">Stops the preparation.</param>
    public static RowFiller Create(ConditionalGraph graph, long seed, float strength, bool withLabels, int threads, CancellationToken cancellationToken)
    {
        var pool = new NoisePool(graph, seed ^ PoolStream);
        return new RowFiller(graph, seed, strength, pool, withLabels && graph.HasLabelHead
            ? Array.ConvertAll((bool[])[false, true], others => LabelEvidence.Of(graph, pool, seed, strength, others, threads, cancellationToken))
            : []);
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
        var cumulative = new double[NoisePool.Size];
        for (int row = 0; row < rows; row++)
        {
            Weigh(cells, from + row, cumulative);
            for (int candidate = row * perRow; candidate < (row + 1) * perRow; candidate++)
            {
                // Every row has noise reserved for CandidatesPerRow candidates, so that its result does not depend on the other rows.
                var own = noise.AsSpan(candidate * width, width);
                SplitMix64.Fill(_seed, ((cells.StartRow + from + row) * CandidatesPerRow) + (candidate - (row * perRow)), width, own);
                int chosenNoise = Array.BinarySearch(cumulative, own[0] * cumulative[^1]);
                SplitMix64.Fill(_seed ^ PoolStream, Math.Min(chosenNoise < 0 ? ~chosenNoise : chosenNoise, NoisePool.Size - 1), latentSize, latent.AsSpan(candidate * latentSize, latentSize));
            }
        }

        var candidates = new CandidateRows(_graph, noise, latent);
        for (int candidate = 0; candidate < rows * perRow; candidate++)
        {
            Constrain(cells, from + (candidate / perRow), candidates, candidate);
        }

        using var drawn = candidates.Draw(_strength);
        int[] chosen = [.. Enumerable.Range(0, rows).Select(row => row * perRow)];
        for (int row = 0; row < rows && perRow > 1; row++)
        {
            if (LabelOf(cells, from + row) is var label and >= 0)
            {
                chosen[row] += SymbolDistribution.Draw(LabelWeights(cells, from + row, label, candidates, drawn, chosen[row]), noise[(chosen[row] * width) + 1]);
            }
        }

        return new SyntheticBatch(cells.StartRow + from, rows, candidates.Columns(drawn, chosen, cells.StartRow + from));
    }

    // 0 for a positive label sampled by the head, 1 for another label, -1 for none.
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
                weights[i] *= Math.Exp(-_labels[label].LogWeights[_graph.Offsets[column] + symbols[i]]);
            }
        }

        return weights;
    }

    private IEnumerable<Interaction> Children(int parent) => _graph.ChildrenOf(parent);

    // The cumulative probability of the noises given the row's present cells, up to a factor.
    private void Weigh(PartialRows cells, int row, double[] cumulative)
    {
        var logs = new float[NoisePool.Size];
        int label = LabelOf(cells, row);
        float[]? logWeights = label < 0 ? null : _labels[label].LogWeights;
        for (int column = 0; column < _graph.Offsets.Length; column++)
        {
            if (_graph.Offsets[column] < 0 || (column == _headLabel && label >= 0) || _graph.ParentOf(column) is not null)
            {
                continue;
            }

            var cell = Known(cells, row, column);
            var children = Children(column).Select(child => (Interaction: child, Cell: Known(cells, row, child.Child), LabelSums: label < 0 ? [] : _labels[label].Sums[child.Child])).ToArray();
            if (cell.HasLabelEvidenceOnly && Array.TrueForAll(children, child => child.Cell.HasLabelEvidenceOnly))
            {
                NoisePool.Add(logs, _labels[label].LogMeans[column], 1);
            }
            else if (cell.IsAnything || Array.Exists(children, child => child.Cell.IsAnything))
            {
                NoisePool.Add(logs, _pool.LogTree(column, cell, [.. children.Where(child => child.Cell.IsAnything)], logWeights), 1);
            }
        }

        float most = logs.Max();
        double sum = 0;
        for (int i = 0; i < logs.Length; i++)
        {
            cumulative[i] = sum += MathF.Exp(logs[i] - most);
        }
    }

    private KnownCell Known(PartialRows cells, int row, int column)
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
            : _graph.IsCodedAsIs(column) && cells.UpperBound(row, column) is < double.PositiveInfinity and var bound ? _graph.Schema.Columns[column].NumberCoding!.UpTo(bound - _graph.Schema.Columns[column].CountedFrom)?.Shares
            : null;
        return new KnownCell(-1, shares, LabelOf(cells, row) >= 0);
    }

    // For a column that is both sampled and determined: whether a given cell equals the value determined by its source.
    private bool IsDetermined(PartialRows cells, int row, int column, int symbol) => _graph.Derivations.FirstOrDefault(derivation => derivation.Column == column) is { } derivation
        && (cells.Symbol(row, derivation.Source) is var source and >= 0 ? derivation.Symbols[source] >= 0
            : cells.IsMissing(row, derivation.Source) && cells.Possible(row, derivation.Source)!.Where((isPossible, other) => isPossible && derivation.Symbols[other] == symbol).Any());

    private void Constrain(PartialRows cells, int row, CandidateRows candidates, int candidate)
    {
        if (LabelOf(cells, row) is var label and >= 0)
        {
            candidates.AddLogWeights(candidate, _labels[label].LogWeights);
        }

        // A parent is sampled given all known cells of its children, so these are collected first.
        foreach (var interaction in _graph.Interactions)
        {
            candidates.AddEvidence(candidate, interaction.Child, Known(cells, row, interaction.Child));
        }

        foreach (int column in _columns)
        {
            var codec = _graph.Schema.Columns[column];
            if (!cells.IsMissing(row, column))
            {
                Fix(cells, row, candidates, candidate, column);
            }
            else if (_graph.Offsets[column] >= 0)
            {
                if (cells.Possible(row, column) is { } possible)
                {
                    candidates.Constrain(candidate, column, AllowedCells.Whole(possible));
                    continue;
                }

                if (codec is { HasMissing: true, SymbolCount: > 1 })
                {
                    candidates.Forbid(candidate, column, codec.MissingSymbol);
                }

                if (cells.UpperBound(row, column) is < double.PositiveInfinity and var most)
                {
                    candidates.ConstrainUpTo(candidate, column, most);
                }
            }
        }

        // A total may be a part of another one.
        foreach (SumRule sum in _graph.Rules.OfType<SumRule>().Reverse())
        {
            Share(sum, candidates, candidate);
        }
    }

    private void Fix(PartialRows cells, int row, CandidateRows candidates, int candidate, int column)
    {
        // The symbol of an order's higher column is that of its distance from the lower one.
        if (_graph.RuleChain.Below(_graph.Schema.Columns[column].Name) is not null)
        {
            candidates.Fix(candidate, column, cells.Value(row, column));
        }
        else
        {
            candidates.Fix(candidate, column, column == _headLabel ? -1 : cells.Symbol(row, column), cells.Value(row, column));
        }
    }

    // What a total leaves to its missing parts: each but the last is sampled with room for the smallest values of the others, and the last is the remainder.
    private void Share(SumRule sum, CandidateRows candidates, int candidate)
    {
        var known = sum.Parts.Append(sum.Total).Select(_graph.Schema.IndexOf).ToLookup(column => candidates.IsFixed(candidate, column));
        int total = _graph.Schema.IndexOf(sum.Total);
        int[] missing = [.. known[false].OrderBy(column => _graph.ParentOf(column) is not null)];
        if (missing.Length == 0 || missing.Contains(total))
        {
            return;
        }

        double rest = known[true].Sum(column => (column == total ? 1 : -1) * candidates.Fixed(candidate, column));
        for (int i = 0; i < missing.Length - 1; i++)
        {
            rest -= candidates.ConstrainUpTo(candidate, missing[i], rest - missing[(i + 1)..].Sum(part => _graph.Schema.Columns[part].NumberCoding!.Least));
        }

        candidates.Fix(candidate, missing[^1], Math.Round(rest, MostDecimals));
    }
}
