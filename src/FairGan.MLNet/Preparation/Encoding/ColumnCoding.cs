using FairGan.Export.Columns.Categorical;
using FairGan.MLNet.Protection;

namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>Fits codecs of several sizes to one column and encodes its cells with them; each size once.</summary>
internal sealed class ColumnCoding
{
    private readonly PreparedColumn _column;
    private readonly CodecOptions _options;
    private readonly DistinctValues? _coded;
    private readonly DistinctValues? _cells;
    private readonly double _origin;
    private readonly bool _isDifference;
    private readonly float[]? _numbers;
    private readonly RowProtection? _protection;
    private readonly Dictionary<int, CodedColumn> _bySymbols = [];
    private IReadOnlyList<double> _ends = [];

    /// <param name="column">The cells.</param>
    /// <param name="options">How columns are turned into symbols.</param>
    /// <param name="above">The difference of every row's value from another column's, which is then encoded in place of the value; null for the value.</param>
    /// <param name="origin">Units from 1970 that dates count from; null for the first date.</param>
    /// <param name="protection">The people behind the rows; null if protection is off.</param>
    public ColumnCoding(PreparedColumn column, CodecOptions options, double[]? above = null, double? origin = null, RowProtection? protection = null)
    {
        options.Validate();
        _column = column;
        _options = options with { MinRows = protection?.MinRows ?? 0 };
        _protection = protection;
        _isDifference = above is not null;
        if (column.Distinct is { } distinct)
        {
            _origin = column.Quantity!.HasNoZero ? origin ?? protection?.Origin(column) ?? column.Origin() : 0;
            DistinctValues moved = distinct.Minus(_origin);
            _coded = above is not null ? DistinctValues.Of(above) : moved;
            _cells = above is not null ? moved : null;
            _numbers = protection is null ? Array.ConvertAll(column.Values!, value => (float)(value - _origin)) : above is null ? null : Published(Fitted(_options.NumericSymbols, moved), moved);
        }
    }

    /// <summary>The column, encoded with the number of symbols in the options.</summary>
    public CodedColumn Coded => CodedInto(_options.NumericSymbols);

    /// <summary>The column, its numbers cut into a number of symbols.</summary>
    /// <param name="symbols">Symbols that numbers are cut into.</param>
    public CodedColumn CodedInto(int symbols)
    {
        if (!_bySymbols.TryGetValue(symbols, out CodedColumn? coded))
        {
            coded = _column.Identifier is not null ? Identifiers() : _coded is null ? Categories() : Numbers(symbols, _coded);
            _bySymbols[symbols] = coded;
        }

        return coded;
    }

    /// <summary>Makes bins of numbers end at the given values.</summary>
    /// <param name="ends">The values.</param>
    public void EndBinsAt(IReadOnlyList<double> ends)
    {
        _ends = _isDifference ? [] : [.. ends.Select(end => end - _origin)];
        _bySymbols.Clear();
    }

    /// <summary>Fits a codec to a column of categories and codes its cells.</summary>
    /// <param name="column">The cells.</param>
    /// <param name="options">How columns are turned into symbols.</param>
    public static (CategoricalCodec Codec, ushort[] Codes) CategoriesOf(PreparedColumn column, CodecOptions options)
    {
        ColumnDescription description = column.Description;
        string[] texts = column.Texts!;
        var rows = new long[texts.Length];
        foreach (int cell in column.Cells!)
        {
            rows[cell]++;
        }

        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < texts.Length; i++)
        {
            if (rows[i] > 0)
            {
                counts[texts[i]] = counts.GetValueOrDefault(texts[i]) + rows[i];
            }
        }

        counts.Remove("", out long missing);
        CategoricalCodec codec = description.Kind == ColumnKind.Ordinal && description.Categories is { } order && order.Count <= options.CategoricalSymbols
            ? new CategoricalCodec(description.Name, order, order.Count, [], missing > 0) { IsOrdered = true }
            : CategoricalCodec.Fit(description.Name, counts, missing, options);
        ushort[] symbols = Array.ConvertAll(texts, text => (ushort)codec.Encode(text));
        return (codec, Array.ConvertAll(column.Cells, cell => symbols[cell]));
    }

    private CodedColumn Identifiers() =>
        new(_column.Identifier!, Array.ConvertAll(_column.MissingIdentifiers!, missing => (ushort)(missing ? _column.Identifier!.MissingSymbol : 0)), null);

    private CodedColumn Numbers(int symbols, DistinctValues distinct)
    {
        string name = _column.Description.Name;
        if (distinct.Values.Length > 0 && (double.IsInfinity(distinct.Values[0]) || double.IsInfinity(distinct.Values[^1])))
        {
            throw new FormatException($"Column '{name}', row {Array.FindIndex(_column.Values!, double.IsInfinity) + 1}: the value is infinite. Correct it, or leave the cell empty if it is missing.");
        }

        ColumnCodec codec = Fitted(symbols, distinct);
        ushort[] symbolOf = Array.ConvertAll(distinct.Values, value => (ushort)codec.NumberCoding!.EncodeNearest(value));
        var missing = (ushort)codec.MissingSymbol;
        ushort[] codes = Array.ConvertAll(distinct.Ranks, rank => rank < 0 ? missing : symbolOf[rank]);
        return new CodedColumn(codec, codes, _numbers ?? Published(codec, distinct)) { Altered = Altered(codec.NumberCoding!, distinct) };
    }

    private ColumnCodec Fitted(int symbols, DistinctValues distinct)
    {
        var numbers = new NumberCounts(distinct.Values, distinct.Counts, distinct.HasMissing)
        {
            Ends = _ends,
            Holders = _protection?.Holders(distinct),
            Cells = _cells is { } cells && distinct == _coded ? new NumberCounts(cells.Values, cells.Counts, cells.HasMissing) { Holders = _protection?.Holders(cells) } : null,
        };
        return _column.Quantity!.Fit(_origin, numbers, _options with { NumericSymbols = symbols });
    }

    // If all numbers are atoms, any other number was encoded as the nearest atom.
    private bool[]? Altered(INumberCoding codec, DistinctValues distinct)
    {
        bool[] isMoved = Array.ConvertAll(distinct.Values, value => codec.Encode(value) < 0);
        return isMoved.Contains(true) || _column.Altered is not null
            ? [.. distinct.Ranks.Select((rank, row) => (rank >= 0 && isMoved[rank]) || _column.Altered?[row] == true)]
            : null;
    }

    // For every row, the number that the codec generates in place of its own. The thresholds of trees reveal numbers that the trees
    // were trained on; these reveal no more than the codec.
    private static float[] Published(ColumnCodec codec, DistinctValues distinct)
    {
        INumberCoding coding = codec.NumberCoding!;
        int[] symbols = Array.ConvertAll(distinct.Values, coding.EncodeNearest);
        var rows = new double[codec.SymbolCount];
        for (int i = 0; i < symbols.Length; i++)
        {
            rows[symbols[i]] += distinct.Counts[i];
        }

        var before = new double[codec.SymbolCount];
        var numbers = new float[symbols.Length];
        for (int i = 0; i < symbols.Length; i++)
        {
            numbers[i] = (float)coding.Decode(symbols[i], (before[symbols[i]] + (distinct.Counts[i] / 2.0)) / rows[symbols[i]]);
            before[symbols[i]] += distinct.Counts[i];
        }

        return Array.ConvertAll(distinct.Ranks, rank => rank < 0 ? float.NaN : numbers[rank]);
    }

    private CodedColumn Categories()
    {
        var (codec, codes) = CategoriesOf(_column, _options);
        return new CodedColumn(codec, codes, null) { Altered = _column.Altered };
    }
}
