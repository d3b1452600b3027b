using FairGan.Export.Graph;
using FairGan.Export.Rules;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>Rows that are being generated: their noise and logits. Cells can be fixed, or sampled under a constraint, before the graph samples the rest.</summary>
internal sealed class CandidateRows
{
    private const float Never = -1e9f;
    private const double LeastProbability = 1e-30;

    private readonly ConditionalGraph _graph;
    private readonly double[]?[] _fixed;
    private readonly float[] _noise;
    private readonly float[] _logits;

    // The symbols of a column with children, in the rows where it is chosen; -1 in others.
    private readonly int[]?[] _parents;

    /// <param name="graph">The generator.</param>
    /// <param name="noise">The rows' uniforms; the latent ones are not looked at.</param>
    /// <param name="latent">The rows' latent uniforms.</param>
    public CandidateRows(ConditionalGraph graph, float[] noise, float[] latent)
    {
        _graph = graph;
        _noise = noise;
        _logits = graph.Logits(latent);
        _fixed = new double[graph.Schema.Columns.Count][];
        _parents = new int[graph.Schema.Columns.Count][];
        foreach (var interaction in graph.Interactions)
        {
            _parents[interaction.Parent] ??= [.. Enumerable.Repeat(-1, noise.Length / graph.Width)];
        }
    }

    /// <summary>The probabilities that the network gives a column's symbols; for a child column, given its parent's symbol.</summary>
    public double[] Probabilities(int row, int column)
    {
        var logits = Logits(row, column);
        return _graph.ParentOf(column) is { } interaction && _parents[interaction.Parent]![row] is var parent and >= 0
            ? SymbolDistribution.Softmax(interaction.Given(parent, logits))
            : SymbolDistribution.Softmax(logits);
    }

    /// <summary>Multiplies evidence about a child column into its parent's logits: afterwards the parent's probabilities are those under the evidence.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">A column; nothing is done for one without a parent.</param>
    /// <param name="shares">For every symbol of the column, the share that meets the condition, or a factor of its probability.</param>
    public void AddEvidence(int row, int column, double[] shares)
    {
        if (_graph.ParentOf(column) is not { } interaction || Array.TrueForAll(shares, share => share == 1))
        {
            return;
        }

        double[] met = interaction.Means(Logits(row, column), shares);
        var logits = Logits(row, interaction.Parent);
        for (int symbol = 0; symbol < met.Length; symbol++)
        {
            logits[symbol] += (float)Math.Log(Math.Max(met[symbol], LeastProbability));
        }
    }

    /// <summary>The same of what is known of a cell.</summary>
    public void AddEvidence(int row, int column, KnownCell cell)
    {
        if (cell.Symbol >= 0)
        {
            var shares = new double[_graph.Schema.Columns[column].SymbolCount];
            shares[cell.Symbol] = 1;
            AddEvidence(row, column, shares);
        }
        else if (cell.Shares is not null)
        {
            AddEvidence(row, column, cell.Shares);
        }
    }

    /// <summary>Multiplies the probabilities of a row by factors.</summary>
    /// <param name="row">The row.</param>
    /// <param name="logWeights">The factors' logarithms, of all symbols.</param>
    public void AddLogWeights(int row, float[] logWeights)
    {
        foreach (var interaction in _graph.Interactions)
        {
            int offset = _graph.Offsets[interaction.Child], symbols = _graph.Schema.Columns[interaction.Child].SymbolCount;
            AddEvidence(row, interaction.Child, Array.ConvertAll(logWeights[offset..(offset + symbols)], log => Math.Exp(log)));
        }

        var logits = _logits.AsSpan(row * _graph.SymbolCount, _graph.SymbolCount);
        for (int symbol = 0; symbol < logWeights.Length; symbol++)
        {
            logits[symbol] += logWeights[symbol];
        }
    }

    /// <summary>Samples a cell so that it meets a condition, after sampling its parent's cell.</summary>
    public void Constrain(int row, int column, AllowedCells allowed)
    {
        if (_graph.ParentOf(column) is { } interaction && _parents[interaction.Parent]![row] < 0)
        {
            double[] parents = Probabilities(row, interaction.Parent);
            Choose(row, interaction.Parent, SymbolDistribution.Draw(parents, Noise(row)[_graph.Layout.Symbol(interaction.Parent)]));
        }

        double[] shares = Probabilities(row, column);
        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            shares[symbol] *= allowed.Shares[symbol];
        }

        // A symbol chosen before another cell bounded it may not meet the constraint: then the constraint's shares alone decide.
        Constrain(row, column, allowed, Array.TrueForAll(shares, share => share == 0) ? allowed.Shares : shares);
    }

    /// <summary>Samples a cell so that it meets a condition.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="allowed">What meets the condition.</param>
    /// <param name="shares">The probability of every symbol under the condition, up to a factor.</param>
    /// <returns>The sampled symbol.</returns>
    public int Constrain(int row, int column, AllowedCells allowed, double[] shares) => Constrain(row, column, allowed, shares, Noise(row)[_graph.Layout.Symbol(column)]);

    /// <summary>Samples a label that meets a condition, by the label head's probability of the positive label.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The label's column.</param>
    /// <param name="allowed">What meets the condition.</param>
    /// <param name="shares">The probability of every symbol under the condition, up to a factor.</param>
    public void ConstrainLabel(int row, int column, AllowedCells allowed, double[] shares) => Constrain(row, column, allowed, shares, Noise(row)[_graph.Layout.LabelHead]);

    /// <summary>Fixes a cell as it is given.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="symbol">The symbol that codes the value; -1 where none does: for a label that the head draws, or a number out of reach.</param>
    /// <param name="value">A number, or the position of a category.</param>
    public void Fix(int row, int column, int symbol, double value)
    {
        if (_graph.Offsets[column] >= 0 && symbol >= 0)
        {
            Choose(row, column, symbol);
            if (_graph.Schema.Columns[column].NumberCoding?.UniformOf(symbol, value - CountedFrom(row, column)) is { } uniform)
            {
                Noise(row)[_graph.Layout.Inside(column)] = (float)uniform;
            }
        }

        Set(row, column, value);
    }

    /// <summary>Fixes a number as it is given or found, by the symbol that codes it.</summary>
    public void Fix(int row, int column, double value) => Fix(row, column, _graph.Schema.Columns[column].NumberCoding!.Encode(value - CountedFrom(row, column)), value);

    /// <summary>Samples a number at or below a bound; the bound itself if all training values are above it.</summary>
    /// <returns>The number.</returns>
    public double ConstrainUpTo(int row, int column, double most)
    {
        double lower = CountedFrom(row, column), value = most;
        if (_graph.Offsets[column] >= 0 && _graph.Schema.Columns[column].NumberCoding!.UpTo(most - lower) is { } allowed)
        {
            Constrain(row, column, allowed);
            value = Math.Min(lower + (_fixed[column]![row] - _graph.Schema.Columns[column].CountedFrom), most);
        }

        Set(row, column, value);
        return value;
    }

    /// <summary>Whether a cell is fixed.</summary>
    public bool IsFixed(int row, int column) => _fixed[column] is { } values && !double.IsPositiveInfinity(values[row]);

    /// <summary>The number, or the position of the category, of a fixed cell.</summary>
    public double Fixed(int row, int column) => _fixed[column]![row];

    /// <summary>Gives a symbol no probability.</summary>
    public void Forbid(int row, int column, int symbol) => Logits(row, column)[symbol] = Never;

    /// <summary>Samples all cells that are not fixed.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Draw(float strength) => _graph.Values(_noise, _logits, strength);

    /// <summary>Some of the rows, as columns.</summary>
    /// <param name="drawn">What <see cref="Draw(float)"/> gave.</param>
    /// <param name="rows">Numbers of the rows, in the order wanted.</param>
    /// <param name="first">Number of the first of them among all rows: what identifiers follow from.</param>
    public SyntheticColumn[] Columns(IReadOnlyList<OrtValue> drawn, int[] rows, long first)
    {
        foreach (var rule in _graph.Rules)
        {
            ApplyRule(rule, drawn, rows);
        }

        return [.. Enumerable.Range(0, _fixed.Length).Select(column => Column(drawn, column, rows, first))];
    }

    /// <summary>The symbols of some rows in a column.</summary>
    /// <param name="drawn">What <see cref="Draw(float)"/> gave.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">Numbers of the rows.</param>
    public int[] Symbols(IReadOnlyList<OrtValue> drawn, int column, int[] rows) => _graph.Schema.Columns[column].SymbolsOf(Column(drawn, column, rows, 0));

    private SyntheticColumn Column(IReadOnlyList<OrtValue> drawn, int column, int[] rows, long first)
    {
        var codec = _graph.Schema.Columns[column];
        return codec.Column(TensorCells.Pick(drawn[column], codec.TensorType, rows, _fixed[column]), first);
    }

    private int Constrain(int row, int column, AllowedCells allowed, double[] shares, double uniform)
    {
        int symbol = SymbolDistribution.Draw(shares, uniform);
        Choose(row, column, symbol);
        int slot = _graph.Layout.Inside(column);
        var (inside, least, most) = allowed.Inside(symbol, slot < 0 ? 0.5 : Noise(row)[slot]);
        if (slot >= 0)
        {
            Noise(row)[slot] = inside;
        }

        Set(row, column, _graph.Schema.Columns[column].ValueOf(symbol, inside, least, most));
        return symbol;
    }

    // A fixed cell is exact, while the graph has made others of what came nearest to it.
    private void ApplyRule(ColumnRule rule, IReadOnlyList<OrtValue> drawn, int[] rows)
    {
        int target = _graph.Schema.IndexOf(rule.Target);
        int[] sources = [.. rule.Sources.Select(_graph.Schema.IndexOf)];
        foreach (int row in rows)
        {
            // What cannot be raised is not to be exceeded.
            if (rule is OrderRule { IsRaised: true } && IsFixed(row, target) && !IsFixed(row, sources[0]) && Value(sources[0], row) > Value(target, row))
            {
                Set(row, sources[0], Value(target, row));
            }

            if (!IsFixed(row, target) && Array.Exists(sources, source => IsFixed(row, source)))
            {
                double own = Value(target, row);
                Set(row, target, rule is OrderRule order
                    ? (LowerBound(order, row) is var bound && own < bound ? bound : own)
                    : RuleNodes.GridOf(_graph.Schema, rule).Round(sources.Sum(source => Value(source, row))));
            }
        }

        double LowerBound(OrderRule order, int row) => _graph.RuleChain.LowerBound(order, name => Value(_graph.Schema.IndexOf(name), row), double.NaN);

        double Value(int column, int row) => IsFixed(row, column) ? _fixed[column]![row]
            : TensorCells.Number(drawn[column], _graph.Schema.Columns[column].TensorType, row);
    }

    // The origin of a column's codec: for the higher column of an order, the value of the lower one.
    private double CountedFrom(int row, int column) =>
        _graph.RuleChain.Below(_graph.Schema.Columns[column].Name) is { } rule && _graph.Schema.IndexOf(rule.Low) is var low && IsFixed(row, low)
            ? _fixed[low]![row]
            : _graph.Schema.Columns[column].CountedFrom;

    private void Choose(int row, int column, int symbol)
    {
        var logits = Logits(row, column);
        logits.Fill(Never);
        logits[symbol] = 0;
        if (_parents[column] is { } chosen)
        {
            chosen[row] = symbol;
        }
    }

    // Infinity marks the cells that are not fixed: it is no cell's value.
    private void Set(int row, int column, double value)
    {
        if (_fixed[column] is null)
        {
            _fixed[column] = new double[_noise.Length / _graph.Width];
            Array.Fill(_fixed[column]!, double.PositiveInfinity);
        }

        _fixed[column]![row] = value;
    }

    private Span<float> Noise(int row) => _noise.AsSpan(row * _graph.Width, _graph.Width);

    private Span<float> Logits(int row, int column) =>
        _logits.AsSpan((row * _graph.SymbolCount) + _graph.Offsets[column], _graph.Schema.Columns[column].SymbolCount);
}
