using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.MLNet.Protection;

namespace FairGan.MLNet.Preparation.Streaming;

/// <summary>The sketch of a streamed column, the codec fitted to it, and the encoding of the column's cells.</summary>
internal sealed class ColumnSketch
{
    // Up to so many different numbers are counted exactly.
    private const int MostExact = 1 << 12;
    private const int MostCached = 1 << 18;

    private readonly ColumnDescription _given;
    private readonly PreparedColumn _recognised;
    private readonly CellCleaner _cleaner;
    private readonly FrequentValues _values = new();
    private readonly QuantileSketch _quantiles = new();
    private readonly bool _isRole;
    private CategoricalCodec? _categories;
    private (string Text, long Rows)[]? _frequent;
    private ProtectedRange? _range;
    private Dictionary<double, long>? _exact = [];
    private long _missing;
    private double _least = double.PositiveInfinity;
    private double _greatest = double.NegativeInfinity;

    /// <param name="part">The table's first part, by which the column is recognised.</param>
    /// <param name="column">The column.</param>
    /// <param name="given">What is known of the column.</param>
    /// <param name="isRole">Whether it is the label or sensitive.</param>
    /// <param name="options">How the table is prepared.</param>
    public ColumnSketch(IDataView part, DataViewSchema.Column column, ColumnDescription given, bool isRole, PreparationOptions options)
    {
        _given = given;
        _isRole = isRole;
        using DataViewRowCursor cursor = part.GetRowCursor([column]);
        ColumnStore store = ColumnStore.For(cursor, column, given, isRole, options);
        while (cursor.MoveNext())
        {
            store.Read();
        }

        _recognised = store.Prepare();
        _cleaner = new CellCleaner(_recognised.Description with { Categories = given.Categories });
    }

    /// <summary>The codec, once fitted.</summary>
    public ColumnCodec Codec { get; private set; } = null!;

    /// <summary>The kind of the column.</summary>
    public ColumnDescription Description => _recognised.Description;

    private string Name => _given.Name;

    private bool IsIdentifier => _recognised.Identifier is not null;

    private bool HasNumbers => _recognised.Values is not null;

    /// <summary>Adds the cell of the current row to the sketch.</summary>
    public Action Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (HasNumbers || (IsIdentifier && column.Type is NumberDataViewType))
        {
            Func<double> number = Number(row, column);
            return () => Add(number());
        }

        Func<ReadOnlyMemory<char>> text = CellText.Getter(row, column);
        return () => _values.Add(text());
    }

    /// <summary>Encodes the cell of the current row into the next element of an array.</summary>
    public Action Encoder(DataViewRow row, DataViewSchema.Column column, ushort[] codes)
    {
        int at = 0;
        if (HasNumbers)
        {
            Func<double> number = Number(row, column);
            INumberCoding numbers = Codec.NumberCoding!;
            double origin = Codec.CountedFrom;
            return () => codes[at++] = Encoded(number() - origin);

            ushort Encoded(double value) => (ushort)(double.IsNaN(value) ? Codec.MissingSymbol : numbers.EncodeNearest(value));
        }

        if (IsIdentifier && column.Type is NumberDataViewType)
        {
            Func<double> number = CellText.Number(row, column);
            return () => codes[at++] = (ushort)(double.IsNaN(number()) ? Codec.MissingSymbol : 0);
        }

        Func<ReadOnlyMemory<char>> text = CellText.Getter(row, column);
        var known = new Dictionary<string, ushort>(StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        return () =>
        {
            ReadOnlySpan<char> cell = text().Span;
            if (!lookup.TryGetValue(cell, out ushort code))
            {
                code = Code(cell.ToString());
                if (known.Count < MostCached)
                {
                    lookup[cell] = code;
                }
            }

            codes[at++] = code;
        };
    }

    /// <summary>Fits the codec to all cells added.</summary>
    public void Fit(CodecOptions options)
    {
        if (_recognised.Identifier is { } identifier)
        {
            bool missing = _missing > 0 || _values.Rows.Keys.Any(text => _cleaner.Category(text).Length == 0);
            IdentifierCodec fresh = identifier.IsNumber
                ? new IdentifierCodec(Name, (long)Math.Max(identifier.First, _greatest + 1), "", 0, "", missing)
                : Identifiers.Fresh(Name, [.. _values.Rows.Keys.Select(TextCells.Tidy).Where(text => !_cleaner.IsMissing(text))], missing);
            Codec = options.MinRows > 0 ? CellProtection.Protected(fresh) : fresh;
            return;
        }

        if (HasNumbers)
        {
            var (values, rows) = _exact is null ? _quantiles.Weighted() : ([.. _exact.Keys.Order()], [.. _exact.OrderBy(pair => pair.Key).Select(pair => pair.Value)]);
            _range = options.MinRows > 0 && rows.Sum() >= options.MinRows ? ProtectedRange.Of(values, rows, ValueHolders.Rows(rows), options.MinRows) : null;
            double origin = !_cleaner.Quantity!.HasNoZero || values.Length == 0 ? 0
                : options.MinRows > 0 && _range is null ? 0
                : _range is { Low: var low } ? _cleaner.Quantity.RoundOrigin(low, new NumberCounts(values, rows, _missing > 0))
                : _least;
            var numbers = new NumberCounts(Array.ConvertAll(values, value => value - origin), rows, _missing > 0) { IsSample = _exact is null };
            Codec = _cleaner.Quantity.Fit(origin, numbers, options);
            return;
        }

        // Spellings that differ only in case become the most frequent one.
        (string Text, long Rows)[] tidy = [.. _values.Rows.Select(pair => (_cleaner.Category(pair.Key), pair.Value)).GroupBy(cell => cell.Item1).Select(group => (group.Key, group.Sum(cell => cell.Value)))];
        _missing = tidy.Where(cell => cell.Text.Length == 0).Sum(cell => cell.Rows);
        var counts = tidy.Where(cell => cell.Text.Length > 0).GroupBy(cell => cell.Text, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.MaxBy(cell => cell.Rows).Text, group => group.Sum(cell => cell.Rows), StringComparer.Ordinal);
        if (options.MinRows > 0)
        {
            counts = Protected(counts, options.MinRows);
        }

        Codec = _categories = CategoricalCodec.Fit(Name, counts, _missing, options);
    }

    // Rare categories are dropped; a hash of the text assigns their cells to frequent ones, in proportion to their shares.
    private Dictionary<string, long> Protected(Dictionary<string, long> counts, int minRows)
    {
        Dictionary<string, long> held = counts.Where(count => count.Value >= minRows).ToDictionary(StringComparer.Ordinal);
        long rows = counts.Values.Sum(), kept = held.Values.Sum();
        if (!_isRole && 2 * kept < rows)
        {
            throw new FormatException($"Column '{Name}' names people: more than half of its cells hold texts that fewer than {minRows} rows share. Leave it out (on the command line --drop {Name}), make it an identifier in the schema (\"kind\": \"identifier\"), or group its values before.");
        }

        if (held.Count < counts.Count && held.Count > 0)
        {
            _frequent = [.. held.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => (count.Key, count.Value))];
        }

        return held;
    }

    private string Frequent(string text)
    {
        ulong hash = text.Aggregate(14695981039346656037UL, (hash, c) => unchecked((hash ^ c) * 1099511628211UL));
        long place = (long)(hash % (ulong)_frequent!.Sum(count => count.Rows));
        int at = 0;
        for (; place >= _frequent![at].Rows; at++)
        {
            place -= _frequent[at].Rows;
        }

        return _frequent[at].Text;
    }

    /// <summary>The column's entry in the preparation report.</summary>
    public ColumnPreparation Report() => _recognised.Report(Codec, null) with
    {
        Missing = _missing,
        Lowest = HasNumbers && _least <= _greatest ? _cleaner.Quantity!.Write(_range is { Low: var low } ? Codec.NumberCoding!.Rounded(low) : _least) : null,
        Highest = HasNumbers && _least <= _greatest ? _cleaner.Quantity!.Write(_range is { High: var high } ? Codec.NumberCoding!.Rounded(high) : _greatest) : null,
        Remarks = [.. _recognised.Repairs.Select(repair => (CellRemark)$"in the first rows, {repair}")],
    };

    private Func<double> Number(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is NumberDataViewType)
        {
            Func<double> number = CellText.Number(row, column);
            return _given.Minimum is null && _given.Maximum is null && _given.Decimals is null ? number : () => _cleaner.Bounded(number());
        }

        Func<ReadOnlyMemory<char>> text = CellText.Getter(row, column);
        return () => _cleaner.Number(text().ToString());
    }

    private void Add(double value)
    {
        if (double.IsNaN(value))
        {
            _missing++;
            return;
        }

        if (double.IsInfinity(value))
        {
            throw new FormatException($"Column '{Name}' contains an infinite value; correct it, or leave the cell empty if it is missing.");
        }

        _least = Math.Min(_least, value);
        _greatest = Math.Max(_greatest, value);
        _quantiles.Add(value);
        if (_exact is not null)
        {
            ref long rows = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_exact, value, out _);
            rows++;
            _exact = _exact.Count > MostExact ? null : _exact;
        }
    }

    // A text that was too rare for the sketch is one of the rare ones.
    private ushort Code(string cell)
    {
        string text = _cleaner.Category(cell);
        if (_categories is not { } codec || text.Length == 0)
        {
            return (ushort)(text.Length == 0 ? Codec.MissingSymbol : 0);
        }

        int code = codec.Encode(text);
        if (code < 0 && codec.Categories.FirstOrDefault(category => string.Equals(category, text, StringComparison.OrdinalIgnoreCase)) is { } spelling)
        {
            code = codec.Encode(spelling);
        }

        return (ushort)(code >= 0 ? code : _frequent is not null ? codec.Encode(Frequent(text)) : codec.FrequentCount);
    }
}
