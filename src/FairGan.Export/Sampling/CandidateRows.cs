using FairGan.Export.Columns;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling;

/// <summary>Rows under way: their noise and logits, in which cells can be pinned down before the rest is drawn.</summary>
internal sealed class CandidateRows
{
    private const float Never = -1e9f;

    private readonly ConditionalGraph _graph;
    private readonly double[]?[] _pinned;
    private readonly float[] _noise;
    private readonly float[] _logits;

    /// <param name="graph">The generator.</param>
    /// <param name="noise">The rows' uniforms; the latent ones are not looked at.</param>
    /// <param name="latent">The rows' latent uniforms.</param>
    public CandidateRows(ConditionalGraph graph, float[] noise, float[] latent)
    {
        _graph = graph;
        _noise = noise;
        _logits = graph.Logits(latent);
        _pinned = new double[graph.Schema.Columns.Count][];
    }

    /// <summary>The probabilities that the network gives a column's symbols.</summary>
    public double[] Probabilities(int row, int column) => Softmax(Logits(row, column));

    /// <summary>Adds to the logits of a row.</summary>
    public void Tilt(int row, float[] tilt)
    {
        var logits = _logits.AsSpan(row * _graph.SymbolCount, _graph.SymbolCount);
        for (int symbol = 0; symbol < tilt.Length; symbol++)
        {
            logits[symbol] += tilt[symbol];
        }
    }

    /// <summary>Draws a cell so that it meets a condition.</summary>
    public void Pin(int row, int column, AllowedCells allowed)
    {
        double[] shares = Probabilities(row, column);
        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            shares[symbol] *= allowed.Shares[symbol];
        }

        Pin(row, column, allowed, shares, Noise(row)[_graph.Layout.Symbol(column)]);
    }

    /// <summary>Draws a label that meets a condition, where the label head has given the positive one a probability.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The label's column.</param>
    /// <param name="allowed">What meets the condition.</param>
    /// <param name="shares">Of every symbol, its probability under the condition, up to a factor.</param>
    public void PinLabel(int row, int column, AllowedCells allowed, double[] shares) => Pin(row, column, allowed, shares, Noise(row)[_graph.Layout.LabelHead]);

    /// <summary>Keeps a cell as it is given.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="symbol">The symbol that codes the value; -1 where none does: for a label that the head draws, or what a rule makes of other columns.</param>
    /// <param name="value">A number, or the position of a category.</param>
    public void Keep(int row, int column, int symbol, double value)
    {
        if (_graph.Offsets[column] >= 0 && symbol >= 0)
        {
            Choose(row, column, symbol);
            var date = _graph.Schema.Columns[column] as DateCodec;
            if ((date?.Numbers ?? _graph.Schema.Columns[column] as NumericCodec) is { } codec && symbol >= codec.Atoms.Count && symbol != codec.MissingSymbol)
            {
                double number = value - (date?.Origin ?? 0);
                var (low, high) = codec.Inside(symbol, number, number);
                Noise(row)[_graph.Layout.Inside(column)] = (float)Math.Clamp(low <= high ? (low + high) / 2 : number < codec.Knots[symbol - codec.Atoms.Count][0] ? 0 : 1, 0, 1);
            }
        }

        Set(row, column, value);
    }

    /// <summary>Lets a symbol not be drawn.</summary>
    public void Forbid(int row, int column, int symbol) => Logits(row, column)[symbol] = Never;

    /// <summary>Draws all that is not pinned down.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Draw(float strength) => _graph.Values(_noise, _logits, strength);

    /// <summary>Some of the rows, as columns.</summary>
    /// <param name="drawn">What <see cref="Draw(float)"/> gave.</param>
    /// <param name="rows">Numbers of the rows, in the order wanted.</param>
    /// <param name="first">Number of the first of them among all rows: what identifiers follow from.</param>
    public SyntheticColumn[] Columns(IReadOnlyList<OrtValue> drawn, int[] rows, long first) => [.. Enumerable.Range(0, _pinned.Length).Select(column => Column(drawn, column, rows, first))];

    /// <summary>The symbols of some rows in a column.</summary>
    /// <param name="drawn">What <see cref="Draw(float)"/> gave.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">Numbers of the rows.</param>
    public int[] Symbols(IReadOnlyList<OrtValue> drawn, int column, int[] rows) => (Column(drawn, column, rows, 0), _graph.Schema.Columns[column]) switch
    {
        (CategoricalColumn cells, CategoricalCodec codec) => Array.ConvertAll(cells.Codes, code => code == codec.Categories.Count ? codec.MissingSymbol : Math.Min(code, codec.FrequentCount)),
        (IntegerColumn cells, NumericCodec codec) => Array.ConvertAll(cells.Values, value => codec.Encode(value)),
        (RealColumn cells, NumericCodec codec) => Array.ConvertAll(cells.Values, codec.Encode),
        (DateColumn cells, DateCodec codec) => Array.ConvertAll(cells.Values, codec.Encode),
        var (_, codec) => throw new NotSupportedException(codec.GetType().Name),
    };

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
        double[]? pinned = _pinned[column];
        return _graph.Schema.Columns[column] switch
        {
            CategoricalCodec codec => new CategoricalColumn(codec.Name, BlockRunner.Checked(codec, Cells(drawn[column].GetTensorDataAsSpan<int>(), value => (int)value)), codec.Categories),
            IdentifierCodec codec => IdentifierColumn.Of(codec, Cells(drawn[column].GetTensorDataAsSpan<int>(), value => (int)value), first),
            DateCodec { HasMissing: true } codec => DateColumn.Of(codec, Cells(drawn[column].GetTensorDataAsSpan<double>(), value => value)),
            DateCodec codec => DateColumn.Of(codec, Array.ConvertAll(Cells(drawn[column].GetTensorDataAsSpan<long>(), value => (long)value), units => (double)units)),
            NumericCodec { IsInteger: true, HasMissing: false } codec => new IntegerColumn(codec.Name, Cells(drawn[column].GetTensorDataAsSpan<long>(), value => (long)value)) { Format = codec.Written },
            NumericCodec codec => new RealColumn(codec.Name, Cells(drawn[column].GetTensorDataAsSpan<double>(), value => value)) { Format = codec.Written },
            var codec => throw new NotSupportedException(codec.GetType().Name),
        };

        T[] Cells<T>(ReadOnlySpan<T> values, Func<double, T> of)
        {
            var cells = new T[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                cells[i] = pinned is not null && !double.IsPositiveInfinity(pinned[rows[i]]) ? of(pinned[rows[i]]) : values[rows[i]];
            }

            return cells;
        }
    }

    private void Pin(int row, int column, AllowedCells allowed, double[] shares, double uniform)
    {
        int symbol = Draw(shares, uniform);
        Choose(row, column, symbol);
        int slot = _graph.Layout.Inside(column);
        var (inside, least, most) = allowed.Inside(symbol, slot < 0 ? 0.5 : Noise(row)[slot]);
        if (slot >= 0)
        {
            Noise(row)[slot] = inside;
        }

        Set(row, column, _graph.Schema.Columns[column] switch
        {
            CategoricalCodec codec => codec.Position(symbol, inside, least, most),
            NumericCodec codec => codec.Decode(symbol, inside, least, most),
            DateCodec codec => codec.Numbers.Decode(symbol, inside, least, most) + codec.Origin,
            var codec => throw new NotSupportedException(codec.GetType().Name),
        });
    }

    private void Choose(int row, int column, int symbol)
    {
        var logits = Logits(row, column);
        logits.Fill(Never);
        logits[symbol] = 0;
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
