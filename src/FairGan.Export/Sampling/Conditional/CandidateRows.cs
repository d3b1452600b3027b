using FairGan.Export.Columns;
using FairGan.Export.Graph;
using FairGan.Export.Rules;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>Rows under way: their noise and logits, in which cells can be pinned down before the rest is drawn.</summary>
internal sealed class CandidateRows
{
    private const float Never = -1e9f;
    private const double LeastProbability = 1e-30;

    private readonly ConditionalGraph _graph;
    private readonly double[]?[] _pinned;
    private readonly float[] _noise;
    private readonly float[] _logits;

    // Of a column with children, the symbols of the rows in which it is chosen; -1 in others.
    private readonly int[]?[] _parents;

    /// <param name="graph">The generator.</param>
    /// <param name="noise">The rows' uniforms; the latent ones are not looked at.</param>
    /// <param name="latent">The rows' latent uniforms.</param>
    public CandidateRows(ConditionalGraph graph, float[] noise, float[] latent)
    {
        _graph = graph;
        _noise = noise;
        _logits = graph.Logits(latent);
        _pinned = new double[graph.Schema.Columns.Count][];
        _parents = new int[graph.Schema.Columns.Count][];
        foreach (var interaction in graph.Interactions)
        {
            _parents[interaction.Parent] ??= [.. Enumerable.Repeat(-1, noise.Length / graph.Width)];
        }
    }

    /// <summary>The probabilities that the network gives a column's symbols; of one that is drawn given another one, given that one's symbol.</summary>
    public double[] Probabilities(int row, int column)
    {
        var logits = Logits(row, column);
        return _graph.ParentOf(column) is { } interaction && _parents[interaction.Parent]![row] is var parent and >= 0
            ? Softmax(interaction.Given(parent, logits))
            : Softmax(logits);
    }

    /// <summary>Lets the column that another one is drawn given know of a condition on that one: afterwards its own probabilities are those under the condition.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">A column; nothing is done for one that is drawn by itself.</param>
    /// <param name="shares">Of every symbol of the column, the share that meets the condition, or a factor of its probability.</param>
    public void Tell(int row, int column, double[] shares)
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
    public void Tell(int row, int column, KnownCell cell)
    {
        if (cell.Symbol >= 0)
        {
            var shares = new double[_graph.Schema.Columns[column].SymbolCount];
            shares[cell.Symbol] = 1;
            Tell(row, column, shares);
        }
        else if (cell.Shares is not null)
        {
            Tell(row, column, cell.Shares);
        }
    }

    /// <summary>Multiplies the probabilities of a row by factors.</summary>
    /// <param name="row">The row.</param>
    /// <param name="tilt">The factors' logarithms, of all symbols.</param>
    public void Tilt(int row, float[] tilt)
    {
        foreach (var interaction in _graph.Interactions)
        {
            int offset = _graph.Offsets[interaction.Child], symbols = _graph.Schema.Columns[interaction.Child].SymbolCount;
            Tell(row, interaction.Child, Array.ConvertAll(tilt[offset..(offset + symbols)], log => Math.Exp(log)));
        }

        var logits = _logits.AsSpan(row * _graph.SymbolCount, _graph.SymbolCount);
        for (int symbol = 0; symbol < tilt.Length; symbol++)
        {
            logits[symbol] += tilt[symbol];
        }
    }

    /// <summary>Draws a cell so that it meets a condition, and before it the one that it is drawn given.</summary>
    public void Pin(int row, int column, AllowedCells allowed)
    {
        if (_graph.ParentOf(column) is { } interaction && _parents[interaction.Parent]![row] < 0)
        {
            double[] parents = Probabilities(row, interaction.Parent);
            Choose(row, interaction.Parent, Draw(parents, Noise(row)[_graph.Layout.Symbol(interaction.Parent)]));
        }

        double[] shares = Probabilities(row, column);
        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            shares[symbol] *= allowed.Shares[symbol];
        }

        // What was chosen before another cell bounded it counts for nothing.
        Pin(row, column, allowed, Array.TrueForAll(shares, share => share == 0) ? allowed.Shares : shares);
    }

    /// <summary>Draws a cell so that it meets a condition.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="allowed">What meets the condition.</param>
    /// <param name="shares">Of every symbol, its probability under the condition, up to a factor.</param>
    /// <returns>The symbol drawn.</returns>
    public int Pin(int row, int column, AllowedCells allowed, double[] shares) => Pin(row, column, allowed, shares, Noise(row)[_graph.Layout.Symbol(column)]);

    /// <summary>Draws a label that meets a condition, where the label head has given the positive one a probability.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The label's column.</param>
    /// <param name="allowed">What meets the condition.</param>
    /// <param name="shares">Of every symbol, its probability under the condition, up to a factor.</param>
    public void PinLabel(int row, int column, AllowedCells allowed, double[] shares) => Pin(row, column, allowed, shares, Noise(row)[_graph.Layout.LabelHead]);

    /// <summary>Keeps a cell as it is given.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="symbol">The symbol that codes the value; -1 where none does: for a label that the head draws, or a number out of reach.</param>
    /// <param name="value">A number, or the position of a category.</param>
    public void Keep(int row, int column, int symbol, double value)
    {
        if (_graph.Offsets[column] >= 0 && symbol >= 0)
        {
            Choose(row, column, symbol);
            if (_graph.Schema.Columns[column].NumberCoding?.UniformOf(symbol, value - LowerBound(row, column)) is { } uniform)
            {
                Noise(row)[_graph.Layout.Inside(column)] = (float)uniform;
            }
        }

        Set(row, column, value);
    }

    /// <summary>Keeps a number as it is given or found, by the symbol that codes it.</summary>
    public void Keep(int row, int column, double value) => Keep(row, column, _graph.Schema.Columns[column].NumberCoding!.Encode(value - LowerBound(row, column)), value);

    /// <summary>Draws a number that is not above a bound; the bound itself where none that was learned is so low.</summary>
    /// <returns>The number.</returns>
    public double PinUpTo(int row, int column, double most)
    {
        double lower = LowerBound(row, column), value = most;
        if (_graph.Offsets[column] >= 0 && _graph.Schema.Columns[column].NumberCoding!.UpTo(most - lower) is { } allowed)
        {
            Pin(row, column, allowed);
            value = Math.Min(lower + (_pinned[column]![row] - _graph.Schema.Columns[column].CountedFrom), most);
        }

        Set(row, column, value);
        return value;
    }

    /// <summary>Whether a cell is pinned down.</summary>
    public bool IsPinned(int row, int column) => _pinned[column] is { } values && !double.IsPositiveInfinity(values[row]);

    /// <summary>The number, or the position of the category, of a cell that is pinned down.</summary>
    public double Pinned(int row, int column) => _pinned[column]![row];

    /// <summary>Lets a symbol not be drawn.</summary>
    public void Forbid(int row, int column, int symbol) => Logits(row, column)[symbol] = Never;

    /// <summary>Draws all that is not pinned down.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Draw(float strength) => _graph.Values(_noise, _logits, strength);

    /// <summary>Some of the rows, as columns.</summary>
    /// <param name="drawn">What <see cref="Draw(float)"/> gave.</param>
    /// <param name="rows">Numbers of the rows, in the order wanted.</param>
    /// <param name="first">Number of the first of them among all rows: what identifiers follow from.</param>
    public SyntheticColumn[] Columns(IReadOnlyList<OrtValue> drawn, int[] rows, long first)
    {
        foreach (var rule in _graph.Rules)
        {
            Settle(rule, drawn, rows);
        }

        return [.. Enumerable.Range(0, _pinned.Length).Select(column => Column(drawn, column, rows, first))];
    }

    /// <summary>The symbols of some rows in a column.</summary>
    /// <param name="drawn">What <see cref="Draw(float)"/> gave.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">Numbers of the rows.</param>
    public int[] Symbols(IReadOnlyList<OrtValue> drawn, int column, int[] rows) => _graph.Schema.Columns[column].SymbolsOf(Column(drawn, column, rows, 0));

    /// <summary>The symbol whose cumulative share first exceeds a uniform number.</summary>
    public static int Draw(ReadOnlySpan<double> shares, double uniform)
    {
        double sum = 0;
        foreach (double share in shares)
        {
            sum += share;
        }

        double target = uniform * sum;
        int last = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i] > 0)
            {
                last = i;
                target -= shares[i];
                if (target < 0)
                {
                    break;
                }
            }
        }

        return last;
    }

    /// <summary>Logits to probabilities.</summary>
    public static double[] Softmax(ReadOnlySpan<float> logits)
    {
        float most = logits[0];
        foreach (float logit in logits)
        {
            most = Math.Max(most, logit);
        }

        var probabilities = new double[logits.Length];
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i] = Math.Exp(logits[i] - most);
        }

        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] /= sum;
        }

        return probabilities;
    }

    private SyntheticColumn Column(IReadOnlyList<OrtValue> drawn, int column, int[] rows, long first)
    {
        var codec = _graph.Schema.Columns[column];
        return codec.Column(TensorCells.Pick(drawn[column], codec.TensorType, rows, _pinned[column]), first);
    }

    private int Pin(int row, int column, AllowedCells allowed, double[] shares, double uniform)
    {
        int symbol = Draw(shares, uniform);
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

    // A pinned cell is exact, while the graph has made others of what came nearest to it.
    private void Settle(ColumnRule rule, IReadOnlyList<OrtValue> drawn, int[] rows)
    {
        int target = _graph.Schema.IndexOf(rule.Target);
        int[] sources = [.. rule.Sources.Select(_graph.Schema.IndexOf)];
        foreach (int row in rows)
        {
            if (!IsPinned(row, target) && Array.Exists(sources, source => IsPinned(row, source)))
            {
                double own = Value(target, row);
                Set(row, target, rule is OrderRule order
                    ? (Foot(order, row) is var foot && own < foot ? foot : own)
                    : RuleNodes.GridOf(_graph.Schema, rule).Round(sources.Sum(source => Value(source, row))));
            }
        }

        double Foot(OrderRule order, int row) => Value(_graph.Schema.IndexOf(order.Low), row) is var low && !double.IsNaN(low) ? low
            : _graph.Rules.OfType<OrderRule>().FirstOrDefault(other => other.High == order.Low) is { } lower ? Foot(lower, row) : double.NaN;

        double Value(int column, int row) => IsPinned(row, column) ? _pinned[column]![row]
            : TensorCells.Number(drawn[column], _graph.Schema.Columns[column].TensorType, row);
    }

    // What a column's codec counts from: of the higher column of an order, the lower one.
    private double LowerBound(int row, int column) =>
        _graph.Schema.Rules.OfType<OrderRule>().FirstOrDefault(rule => rule.High == _graph.Schema.Columns[column].Name) is { } rule && _graph.Schema.IndexOf(rule.Low) is var low && IsPinned(row, low)
            ? _pinned[low]![row]
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

    // Infinity marks the cells that are not pinned: no cell holds it.
    private void Set(int row, int column, double value)
    {
        if (_pinned[column] is null)
        {
            _pinned[column] = new double[_noise.Length / _graph.Width];
            Array.Fill(_pinned[column]!, double.PositiveInfinity);
        }

        _pinned[column]![row] = value;
    }

    private Span<float> Noise(int row) => _noise.AsSpan(row * _graph.Width, _graph.Width);

    private Span<float> Logits(int row, int column) =>
        _logits.AsSpan((row * _graph.SymbolCount) + _graph.Offsets[column], _graph.Schema.Columns[column].SymbolCount);
}
