namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Collects the cells of one column while the rows stream by, and codes them once all are known.</summary>
internal abstract class ColumnStore
{
    /// <summary>Reads the current row's cell.</summary>
    public abstract void Read();

    /// <summary>The cleaned cells and the kind of the column.</summary>
    public abstract PreparedColumn Prepare();

    /// <summary>The store that suits a column.</summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">The column.</param>
    /// <param name="given">What is known of the column.</param>
    /// <param name="isRole">Whether it is the label or sensitive.</param>
    /// <param name="options">How the table is prepared.</param>
    /// <exception cref="FormatException">Columns of this type cannot be learned.</exception>
    public static ColumnStore For(DataViewRow row, DataViewSchema.Column column, ColumnDescription given, bool isRole, PreparationOptions options)
    {
        bool categories = given.Kind is ColumnKind.Categorical or ColumnKind.Ordinal or ColumnKind.Boolean;
        return column.Type switch
        {
            NumberDataViewType when !categories => new NumberStore(CellText.Number(row, column), given, isRole, options),
            NumberDataViewType => new TextStore(CellText.Getter(row, column), given, isRole, options with { Clean = false }),
            DateTimeDataViewType => new TimeStore<DateTime>(row.GetGetter<DateTime>(column), times => ColumnPreparer.Times(times, given)),
            TimeSpanDataViewType => new TimeStore<TimeSpan>(row.GetGetter<TimeSpan>(column), durations => ColumnPreparer.Durations(durations, given)),
            TextDataViewType => new TextStore(CellText.Getter(row, column), given, isRole, options),
            _ => new TextStore(CellText.Getter(row, column), given, isRole, options with { Clean = false }),
        };
    }

    /// <summary>A store of text that is already available as codes and need not be read row by row.</summary>
    /// <param name="coded">The distinct cells, in the order of their first rows, and for every row the position of its cell.</param>
    /// <param name="given">What is known of the column.</param>
    /// <param name="isRole">Whether it is the label or sensitive.</param>
    /// <param name="options">How the table is prepared.</param>
    public static ColumnStore Of((string[] Texts, int[] Cells) coded, ColumnDescription given, bool isRole, PreparationOptions options) =>
        new CodedTextStore(coded.Texts, coded.Cells, given, isRole, options);

    private static PreparedColumn Prepare(string[] texts, int[] cells, ColumnDescription given, bool isRole, PreparationOptions options) => options.Clean
        ? ColumnPreparer.Text(texts, cells, given, isRole, options)
        : PreparedColumn.OfCategories(given with { Kind = given.Kind ?? ColumnKind.Categorical }, cells, texts, []);

    private sealed class NumberStore(Func<double> cell, ColumnDescription given, bool isRole, PreparationOptions options) : ColumnStore
    {
        private readonly List<double> _values = [];

        public override void Read() => _values.Add(cell());

        public override PreparedColumn Prepare() => ColumnPreparer.Number([.. _values], given, isRole, options);
    }

    private sealed class TimeStore<T>(ValueGetter<T> cell, Func<T[], PreparedColumn> prepare) : ColumnStore
        where T : unmanaged
    {
        private readonly List<T> _values = [];
        private T _value;

        public override void Read()
        {
            cell(ref _value);
            _values.Add(_value);
        }

        public override PreparedColumn Prepare() => prepare([.. _values]);
    }

    private sealed class TextStore(Func<ReadOnlyMemory<char>> cell, ColumnDescription given, bool isRole, PreparationOptions options) : ColumnStore
    {
        private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
        private readonly List<string> _texts = [];
        private readonly List<int> _cells = [];

        public override void Read()
        {
            var text = cell().Span;
            var lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!lookup.TryGetValue(text, out int id))
            {
                id = _texts.Count;
                _texts.Add(text.ToString());
                lookup[text] = id;
            }

            _cells.Add(id);
        }

        public override PreparedColumn Prepare() => Prepare([.. _texts], [.. _cells], given, isRole, options);
    }

    private sealed class CodedTextStore(string[] texts, int[] cells, ColumnDescription given, bool isRole, PreparationOptions options) : ColumnStore
    {
        public override void Read()
        {
        }

        public override PreparedColumn Prepare() => Prepare(texts, cells, given, isRole, options);
    }
}
