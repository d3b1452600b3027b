using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Recognition;

namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>Fits codecs of several sizes to one column and codes its cells by them; each size once.</summary>
internal sealed class ColumnCoding
{
    private readonly PreparedColumn _column;
    private readonly CodecOptions _options;
    private readonly DistinctValues? _coded;
    private readonly double _origin;
    private readonly bool _isDifference;
    private readonly float[]? _numbers;
    private readonly Dictionary<int, CodedColumn> _bySymbols = [];
    private IReadOnlyList<double> _ends = [];

    /// <param name="column">The cells.</param>
    /// <param name="options">How columns are turned into symbols.</param>
    /// <param name="above">The difference of every row's value from another column's, which is then encoded in place of the value; null for the value.</param>
    /// <param name="origin">Units from 1970 that dates count from; null for the first date.</param>
    public ColumnCoding(PreparedColumn column, CodecOptions options, double[]? above = null, double? origin = null)
    {
        options.Validate();
        _column = column;
        _options = options;
        _isDifference = above is not null;
        if (column.Distinct is { } distinct)
        {
            _origin = column.Quantity!.HasNoZero ? origin ?? column.Origin() : 0;
            _coded = above is not null ? DistinctValues.Of(above) : distinct.Minus(_origin);
            _numbers = Array.ConvertAll(column.Values!, value => (float)(value - _origin));
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

    /// <summary>From now on, no bin of numbers goes beyond some values.</summary>
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

        ColumnCodec codec = _column.Quantity!.Fit(_origin, new NumberCounts(distinct.Values, distinct.Counts, distinct.HasMissing) { Ends = _ends }, _options with { NumericSymbols = symbols });
        ushort[] symbolOf = Array.ConvertAll(distinct.Values, value => (ushort)codec.NumberCoding!.Encode(value));
        var missing = (ushort)codec.MissingSymbol;
        ushort[] codes = Array.ConvertAll(distinct.Ranks, rank => rank < 0 ? missing : symbolOf[rank]);
        return new CodedColumn(codec, codes, _numbers);
    }

    private CodedColumn Categories()
    {
        var (codec, codes) = CategoriesOf(_column, _options);
        return new CodedColumn(codec, codes, null);
    }
}
