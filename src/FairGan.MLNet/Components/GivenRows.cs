using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;

namespace FairGan.MLNet.Components;

/// <summary>The rows to be filled in, as a batch with the generator's columns. Text cells are cleaned like those of the training table.</summary>
internal sealed class GivenRows
{
    private readonly TableSchema _schema;
    private readonly PreparationOptions _options;
    private readonly List<string> _remarks = [];
    private readonly Dictionary<string, Dictionary<long, string>> _kept = [];

    private GivenRows(TableSchema schema, PreparationOptions options)
    {
        _schema = schema;
        _options = options;
    }

    /// <summary>The cells; identifiers, and texts that the generator does not know, are left out.</summary>
    public SyntheticBatch Batch { get; private set; } = null!;

    /// <summary>What was done about cells that do not fit the generator's columns, one sentence per column.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Reads the visible columns of a table into memory.</summary>
    /// <param name="rows">The table; its columns are some or all of the generator's.</param>
    /// <param name="schema">The generator's columns.</param>
    /// <param name="options">How the training table was prepared.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">A column has an unsuitable type, or too many of its cells do not fit the generator's column.</exception>
    public static GivenRows Read(IDataView rows, TableSchema schema, PreparationOptions options, CancellationToken cancellationToken)
    {
        var given = new GivenRows(schema, options);
        given.Read(rows, cancellationToken);
        return given;
    }

    /// <summary>A filled batch with the original cells that the generator cannot encode: identifiers, unknown texts, and dates in their original precision.</summary>
    /// <param name="filled">The batch.</param>
    public SyntheticBatch Restored(SyntheticBatch filled) => new(filled.StartRow, filled.RowCount, [.. filled.Columns.Select(column => Restored(column, filled))]);

    private SyntheticColumn Restored(SyntheticColumn column, SyntheticBatch filled)
    {
        if (column is DateColumn dates && Batch.Columns.FirstOrDefault(given => given.Name == column.Name) is DateColumn present)
        {
            return dates with { Values = [.. dates.Values.Select((time, row) => present.Values[filled.StartRow + row] ?? time)] };
        }

        if (!_kept.TryGetValue(column.Name, out var texts))
        {
            return column;
        }

        Dictionary<int, string> kept = Enumerable.Range(0, filled.RowCount).Where(row => texts.ContainsKey(filled.StartRow + row)).ToDictionary(row => row, row => texts[filled.StartRow + row]);
        return column switch
        {
            IntegerColumn whole when kept.Values.All(text => long.TryParse(text, CultureInfo.InvariantCulture, out _)) =>
                whole with { Values = [.. whole.Values.Select((number, row) => kept.TryGetValue(row, out string? text) ? long.Parse(text, CultureInfo.InvariantCulture) : number)] },
            RealColumn real when kept.Values.All(text => double.TryParse(text, CultureInfo.InvariantCulture, out _)) =>
                real with { Values = [.. real.Values.Select((number, row) => kept.TryGetValue(row, out string? text) ? double.Parse(text, CultureInfo.InvariantCulture) : number)] },
            _ => new KeptColumn(column, kept),
        };
    }

    private void Read(IDataView rows, CancellationToken cancellationToken)
    {
        DataViewSchema.Column[] columns = [.. rows.Schema.Where(column => !column.IsHidden)];
        using DataViewRowCursor cursor = rows.GetRowCursor(columns);
        var readers = Array.ConvertAll(columns, column => Reader(cursor, column, _schema.Columns.FirstOrDefault(codec => codec.Name == column.Name)));
        int count = 0;
        while (cursor.MoveNext())
        {
            if ((count++ & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Array.ForEach(readers, reader => reader.Read());
        }

        Batch = new SyntheticBatch(0, count, [.. readers.Select(reader => reader.Column()).OfType<SyntheticColumn>()]);
    }

    // A column unknown to the generator is read as text, and rejected by name later.
    private (Action Read, Func<SyntheticColumn?> Column) Reader(DataViewRow row, DataViewSchema.Column column, ColumnCodec? codec)
    {
        GivenCells cells = codec?.CollectGiven() ?? new GivenCategories(column.Name);
        if (codec?.NumberCoding is not null && codec.TimeType is null && column.Type is NumberDataViewType)
        {
            Func<double> number = CellText.Number(row, column);
            List<double> numbers = [];
            return (() => numbers.Add(number()), () => Numbers(codec, cells, numbers));
        }

        if (codec?.TimeType == column.Type.RawType)
        {
            return (CellType.Visit(column.Type, new TimeReader(row, column, cells))!, cells.ToColumn);
        }

        Func<ReadOnlyMemory<char>> text = CellText.Getter(row, column);
        if (codec is { HasValues: false })
        {
            Dictionary<long, string> kept = _kept[codec.Name] = [];
            return (() => Keep(kept, row.Position, text()), () => null);
        }

        if (codec is null || !_options.Clean)
        {
            return (() => cells.Add(text().Span, row.Position + 1), cells.ToColumn);
        }

        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        List<string> texts = [];
        List<int> positions = [];
        return (Add, () => Cleaned(codec, cells, [.. texts], CollectionsMarshal.AsSpan(positions), column.Type is TextDataViewType));

        void Add()
        {
            ReadOnlySpan<char> cell = text().Span;
            if (!lookup.TryGetValue(cell, out int position))
            {
                position = lookup[cell] = texts.Count;
                texts.Add(cell.ToString());
            }

            positions.Add(position);
        }
    }

    private static void Keep(Dictionary<long, string> kept, long row, ReadOnlyMemory<char> text)
    {
        if (!MissingSpellings.AmongTexts(text.ToString()))
        {
            kept[row] = text.ToString();
        }
    }

    private SyntheticColumn Cleaned(ColumnCodec codec, GivenCells cells, string[] texts, ReadOnlySpan<int> positions, bool isText)
    {
        var rows = new long[texts.Length];
        foreach (int position in positions)
        {
            rows[position]++;
        }

        KnownCells clean = KnownCells.Of(codec, texts, rows, _options);
        if (clean.Remark is { } remark && isText)
        {
            _remarks.Add(remark);
        }

        if (clean.Numbers is { } numbers)
        {
            return Numbers(codec, cells, [.. positions.ToArray().Select(position => numbers[position])]);
        }

        Dictionary<long, string> kept = [];
        for (int row = 0; row < positions.Length; row++)
        {
            int position = positions[row];
            if (isText && clean.Unknown?[position] == true)
            {
                kept[row] = clean.Texts[position];
                cells.Add("", row + 1);
            }
            else
            {
                cells.Add(clean.Texts[position], row + 1);
            }
        }

        if (kept.Count > 0)
        {
            _kept[codec.Name] = kept;
        }

        return cells.ToColumn();
    }

    // Protection moves rare numbers before training, so even the training table may contain numbers without a symbol.
    private SyntheticColumn Numbers(ColumnCodec codec, GivenCells cells, List<double> numbers)
    {
        bool isMade = _schema.Rules.Any(rule => rule.Target == codec.Name), isWhole = codec.TensorType == TensorType.Whole;
        bool[] unknown = [.. numbers.Select(number => !isMade && !double.IsNaN(number) && (!isWhole || number == Math.Floor(number)) && codec.NumberCoding!.Encode(number) < 0)];
        int count = unknown.Count(is_ => is_);
        bool keeps = count > 0 && count <= (1 - NumberPolicy.Most) * numbers.Count(number => !double.IsNaN(number));
        if (keeps)
        {
            _kept[codec.Name] = Enumerable.Range(0, numbers.Count).Where(row => unknown[row]).ToDictionary(row => (long)row, row => numbers[row].ToString("R", CultureInfo.InvariantCulture));
            _remarks.Add(PreparationReport.Format($"{codec.Name}: {count:N0} cells hold numbers that the generator does not know; they stay, and the rest of their rows is filled in without them"));
        }

        for (int row = 0; row < numbers.Count; row++)
        {
            cells.Add(keeps && unknown[row] ? double.NaN : numbers[row]);
        }

        return cells.ToColumn();
    }

    /// <summary>Reads cells of a type of times.</summary>
    private sealed class TimeReader(DataViewRow row, DataViewSchema.Column column, GivenCells cells) : ICellTypeVisitor<Action?>
    {
        public Action Time<T>()
            where T : unmanaged
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T time = default;
            return () =>
            {
                getter(ref time);
                cells.AddTime(time);
            };
        }

        public Action? Number<T>()
            where T : unmanaged, INumber<T> => null;

        public Action? Key<T>()
            where T : unmanaged, IBinaryInteger<T> => null;

        public Action? Text() => null;

        public Action? Boolean() => null;

        public Action? Other() => null;
    }
}
