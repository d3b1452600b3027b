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
    // Of the cells of a column, at most this share may hold what the generator does not know; protection removes up to half of the categories' cells.
    private const double MostUnknown = 1 - NumberPolicy.Most;
    private const double MostUnknownIfProtected = 0.5;

    private readonly TableSchema _schema;
    private readonly GeneratorProtection? _protection;
    private readonly PreparationOptions _options;
    private readonly List<string> _remarks = [];
    private readonly Dictionary<string, Dictionary<long, string>> _kept = [];
    private readonly List<(string? After, CategoricalCodec Codec, int[] Codes)> _others = [];

    private GivenRows(GeneratorInformation generator, PreparationOptions options)
    {
        _schema = generator.Schema;
        _protection = generator.Protection;
        _options = options;
    }

    /// <summary>The cells; identifiers, and texts that the generator does not know, are left out.</summary>
    public SyntheticBatch Batch { get; private set; } = null!;

    /// <summary>What was done about cells that do not fit the generator's columns, one sentence per column.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>The columns of the generator, and after those that precede them in the table, its other columns as they are.</summary>
    public TableSchema FilledSchema { get; private set; } = null!;

    /// <summary>Reads the visible columns of a table into memory.</summary>
    /// <param name="rows">The table; at least one of its columns is the generator's.</param>
    /// <param name="generator">The generator's columns, and how its table was protected.</param>
    /// <param name="options">How the training table was prepared.</param>
    /// <param name="keepsOthers">Whether columns that the generator does not have are kept as they are; otherwise they are refused.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">No column is the generator's, or one that is not is refused.</exception>
    /// <exception cref="FormatException">A column has an unsuitable type, or too many of its cells do not fit the generator's column.</exception>
    public static GivenRows Read(IDataView rows, GeneratorInformation generator, PreparationOptions options, bool keepsOthers, CancellationToken cancellationToken)
    {
        if (rows.Schema.FirstOrDefault(column => !keepsOthers && !column.IsHidden && !generator.Schema.Columns.Any(codec => codec.Name == column.Name)).Name is { } other)
        {
            throw new ArgumentException($"The generator has no column '{other}'; the nearest are {Spelling.Nearest(other, generator.Schema.Columns.Select(codec => codec.Name))}. Leave the column out.");
        }

        var given = new GivenRows(generator, options);
        given.Read(rows, cancellationToken);
        return given;
    }

    /// <summary>A filled batch with the original cells, and the columns of <see cref="FilledSchema"/>.</summary>
    /// <param name="filled">The batch.</param>
    public SyntheticBatch WithOthers(SyntheticBatch filled)
    {
        SyntheticBatch restored = Restored(filled);
        if (_others.Count == 0)
        {
            return restored;
        }

        Dictionary<string, SyntheticColumn> columns = restored.Columns.ToDictionary(column => column.Name);
        foreach (var (_, codec, codes) in _others)
        {
            columns[codec.Name] = new CategoricalColumn(codec.Name, codes[(int)filled.StartRow..((int)filled.StartRow + filled.RowCount)], codec.Categories);
        }

        return new SyntheticBatch(filled.StartRow, filled.RowCount, [.. FilledSchema.Columns.Select(column => columns[column.Name])]);
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
        if (!Array.Exists(columns, column => Codec(column.Name) is not null))
        {
            throw new ArgumentException($"The table has none of the generator's columns, which are {string.Join(", ", _schema.Columns.Take(30).Select(codec => $"'{codec.Name}'"))}.");
        }

        using DataViewRowCursor cursor = rows.GetRowCursor(columns);
        var readers = Array.ConvertAll(columns, column => Codec(column.Name) is { } codec ? Reader(cursor, column, codec) : OtherReader(cursor, column));
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
        FilledSchema = _others.Count == 0 ? _schema : new TableSchema(Ordered(), null, null, []);
    }

    private ColumnCodec? Codec(string name) => _schema.Columns.FirstOrDefault(codec => codec.Name == name);

    private List<ColumnCodec> Ordered()
    {
        List<ColumnCodec> ordered = [.. _schema.Columns];
        foreach (var (after, codec, _) in _others)
        {
            ordered.Insert(1 + ordered.FindIndex(column => column.Name == after), codec);
        }

        return ordered;
    }

    // A column that was left out in training, or that the training table did not have, stays as it is.
    private (Action Read, Func<SyntheticColumn?> Column) OtherReader(DataViewRow row, DataViewSchema.Column column)
    {
        Func<ReadOnlyMemory<char>> text = CellText.Getter(row, column);
        var cells = new GivenCategories(column.Name);
        return (() => cells.Add(text().Span, row.Position + 1), Keep);

        SyntheticColumn? Keep()
        {
            var read = (CategoricalColumn)cells.ToColumn();
            int count = read.Categories.Count;
            var codec = new CategoricalCodec(column.Name, read.Categories, count, [], hasMissing: true) { Stored = StoredColumn.TypeOf(column) };
            _others.Add((row.Schema.Where(other => !other.IsHidden && other.Index < column.Index).Select(other => other.Name).LastOrDefault(), codec, Array.ConvertAll(read.Codes, code => code < 0 ? count : code)));
            string[] absent = [.. _schema.Columns.Where(codec => row.Schema.GetColumnOrNull(codec.Name) is null).Select(codec => codec.Name)];
            _remarks.Add($"{column.Name}: is no column of the generator; it stays as it is{(absent.Length > 0 ? $". The table has no {string.Join(", ", absent.Take(3).Select(name => $"'{name}'"))}{(absent.Length > 3 ? ", …" : "")}: if it is one of these under another name, rename it" : "")}");
            return null;
        }
    }

    private (Action Read, Func<SyntheticColumn?> Column) Reader(DataViewRow row, DataViewSchema.Column column, ColumnCodec codec)
    {
        GivenCells cells = codec.CollectGiven();
        if (codec.NumberCoding is not null && codec.TimeType is null && column.Type is NumberDataViewType)
        {
            Func<double> number = CellText.Number(row, column);
            List<double> numbers = [];
            return (() => numbers.Add(number()), () => Numbers(codec, cells, numbers));
        }

        if (codec.TimeType == column.Type.RawType)
        {
            return (CellType.Visit(column.Type, new TimeReader(row, column, cells))!, cells.ToColumn);
        }

        Func<ReadOnlyMemory<char>> text = CellText.Getter(row, column);
        if (!codec.HasValues)
        {
            Dictionary<long, string> kept = _kept[codec.Name] = [];
            return (() => Keep(kept, row.Position, text()), () => null);
        }

        if (!_options.Clean)
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

        KnownCells clean = KnownCells.Of(codec, texts, rows, _options, MostUnknownOf(codec));
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
                cells.Add(clean.Placeholder, row + 1);
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

    // Groups and the outcomes of a label keep their names under protection.
    private double MostUnknownOf(ColumnCodec codec) =>
        _protection is null || codec.Name == _schema.Label || _schema.Sensitive.Contains(codec.Name) ? MostUnknown : MostUnknownIfProtected;

    // Protection moves rare numbers before training, so even the training table may contain numbers without a symbol.
    private SyntheticColumn Numbers(ColumnCodec codec, GivenCells cells, List<double> numbers)
    {
        bool isMade = _schema.Rules.Any(rule => rule.Target == codec.Name), isWhole = codec.TensorType == TensorType.Whole;
        bool[] unknown = [.. numbers.Select(number => !isMade && !double.IsNaN(number) && (!isWhole || number == Math.Floor(number)) && codec.NumberCoding!.Encode(number) < 0)];
        int count = unknown.Count(is_ => is_);
        bool keeps = count > 0 && count <= MostUnknownOf(codec) * numbers.Count(number => !double.IsNaN(number));
        if (keeps)
        {
            _kept[codec.Name] = Enumerable.Range(0, numbers.Count).Where(row => unknown[row]).ToDictionary(row => (long)row, row => numbers[row].ToString("R", CultureInfo.InvariantCulture));
            _remarks.Add($"{codec.Name}: {Numbered.Of(count, "cell[|s] [holds a number|hold numbers] that the generator does not know; [it stays, and the rest of its row|they stay, and the rest of their rows] is filled in without [it|them]")}");
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
