using System.Globalization;
using FairGan.Export.Columns;
using FairGan.MLNet.Options;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Collects the cells of one column while the rows stream by, and codes them once all are known.</summary>
internal abstract class ColumnStore
{
    /// <summary>Reads the current row's cell.</summary>
    public abstract void Read();

    /// <summary>The cells, cleaned, and what the column is.</summary>
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
            NumberDataViewType when !categories => new NumberStore(NumberGetter(row, column), given, isRole, options),
            NumberDataViewType => new TextStore(TextGetter(row, column), given, isRole, options with { Clean = false }),
            DateTimeDataViewType => new TimeStore(row.GetGetter<DateTime>(column), given),
            TextDataViewType => new TextStore(CellText.Getter(row, column), given, isRole, options),
            _ => new TextStore(CellText.Getter(row, column), given, isRole, options with { Clean = false }),
        };
    }

    /// <summary>A function that gives the current row's number; NaN where missing.</summary>
    public static Func<double> NumberGetter(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type.RawType switch
        {
            // Through the shortest decimal that gives the same float, so that 0.1f becomes 0.1 and not 0.10000000149.
            Type t when t == typeof(float) => Read<float>(value => float.IsFinite(value) && Math.Abs(value) is > 1e-20f and < 1e20f ? (double)(decimal)value : value),
            Type t when t == typeof(double) => Read<double>(value => value),
            Type t when t == typeof(sbyte) => Read<sbyte>(value => value),
            Type t when t == typeof(byte) => Read<byte>(value => value),
            Type t when t == typeof(short) => Read<short>(value => value),
            Type t when t == typeof(ushort) => Read<ushort>(value => value),
            Type t when t == typeof(int) => Read<int>(value => value),
            Type t when t == typeof(uint) => Read<uint>(value => value),
            Type t when t == typeof(long) => Read<long>(value => value),
            Type t when t == typeof(ulong) => Read<ulong>(value => value),
            _ => throw new FormatException($"Column '{column.Name}' is of type {column.Type}, which cannot be learned; drop or convert it before."),
        };

        Func<double> Read<T>(Func<T, double> convert)
        {
            var getter = row.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                return convert(value);
            };
        }
    }

    /// <summary>A function that gives the current row's cell as text; empty where missing.</summary>
    public static Func<ReadOnlyMemory<char>> TextGetter(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is NumberDataViewType ? NumberText(NumberGetter(row, column)) : CellText.Getter(row, column);

    private static Func<ReadOnlyMemory<char>> NumberText(Func<double> number) =>
        () => number() is var value && double.IsNaN(value) ? default : value.ToString("R", CultureInfo.InvariantCulture).AsMemory();

    private sealed class NumberStore(Func<double> cell, ColumnDescription given, bool isRole, PreparationOptions options) : ColumnStore
    {
        private readonly List<double> _values = [];

        public override void Read() => _values.Add(cell());

        public override PreparedColumn Prepare() => ColumnPreparer.Number([.. _values], given, isRole, options);
    }

    private sealed class TimeStore(ValueGetter<DateTime> cell, ColumnDescription given) : ColumnStore
    {
        private readonly List<DateTime> _values = [];
        private DateTime _value;

        public override void Read()
        {
            cell(ref _value);
            _values.Add(_value);
        }

        public override PreparedColumn Prepare() => ColumnPreparer.Times([.. _values], given);
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

        public override PreparedColumn Prepare() => options.Clean
            ? ColumnPreparer.Text([.. _texts], [.. _cells], given, isRole, options)
            : PreparedColumn.OfCategories(given with { Kind = given.Kind ?? ColumnKind.Categorical }, [.. _cells], [.. _texts], []);
    }
}
