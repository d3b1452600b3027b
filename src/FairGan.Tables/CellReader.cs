using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Tables;

/// <summary>Functions that read the current row's cell of one column as a number, a text or a key. They are not thread-safe, like the row itself.</summary>
internal static class CellReader
{
    private const string KeyValues = "KeyValues";

    /// <summary>A function that reads numbers; NaN is missing, and a Boolean is 0 or 1.</summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">A column of numbers or Booleans.</param>
    /// <param name="floats">How a <see cref="float"/> is converted to a <see cref="double"/>.</param>
    /// <exception cref="ArgumentException">The column contains neither.</exception>
    public static Func<double> Number(DataViewRow row, DataViewSchema.Column column, FloatReading floats) =>
        CellType.Visit(column.Type, new NumberVisitor(row, column, floats)) ?? throw new ArgumentException(
            $"Column '{column.Name}' has type {column.Type}; it must contain numbers. Convert it first.");

    /// <summary>A function that reads points in time, as days since the year 1, or durations, in days.</summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">A column of <see cref="DateTime"/>, <see cref="DateTimeOffset"/> (in UTC) or <see cref="TimeSpan"/>.</param>
    public static Func<double> Days(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        DateTimeDataViewType => Get<DateTime, double>(row, column, value => (double)value.Ticks / TimeSpan.TicksPerDay),
        DateTimeOffsetDataViewType => Get<DateTimeOffset, double>(row, column, value => (double)value.UtcTicks / TimeSpan.TicksPerDay),
        _ => Get<TimeSpan, double>(row, column, value => value.TotalDays),
    };

    /// <summary>A function that reads text; empty is missing. A key gives its value, or its number if the column does not name it.</summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">A column of text, Booleans, keys or numbers.</param>
    /// <param name="booleans">How a Boolean is written.</param>
    /// <param name="floats">How a <see cref="float"/> is converted before it is written.</param>
    /// <returns>The function, or null for a column of another type.</returns>
    public static Func<ReadOnlyMemory<char>>? Text(DataViewRow row, DataViewSchema.Column column, BooleanSpelling booleans, FloatReading floats) =>
        CellType.Visit(column.Type, new TextVisitor(row, column, booleans, floats));

    /// <summary>A function that reads keys; 0 is missing.</summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">A column of keys.</param>
    public static Func<ulong> Key(DataViewRow row, DataViewSchema.Column column)
    {
        Type type = column.Type.RawType;
        return type == typeof(byte) ? Get<byte, ulong>(row, column, value => value)
            : type == typeof(ushort) ? Get<ushort, ulong>(row, column, value => value)
            : type == typeof(uint) ? Get<uint, ulong>(row, column, value => value)
            : Get<ulong, ulong>(row, column, value => value);
    }

    /// <summary>The values of a key column, key 1 first.</summary>
    /// <param name="column">A column of keys.</param>
    /// <param name="booleans">How a Boolean is written.</param>
    /// <returns>The names; null if the column has none, or has names of a type without a text.</returns>
    public static string[]? KeyNames(DataViewSchema.Column column, BooleanSpelling booleans = BooleanSpelling.LowerCase) =>
        KeyValueType(column) is { } type ? CellType.Visit(type, new NameVisitor(column, booleans)) : null;

    /// <summary>The type of a key column's values; null if the column does not define it.</summary>
    /// <param name="column">A column of keys.</param>
    public static DataViewType? KeyValueType(DataViewSchema.Column column) =>
        (column.Annotations.Schema.GetColumnOrNull(KeyValues)?.Type as VectorDataViewType)?.ItemType;

    /// <summary>The values of a key column, key 1 first.</summary>
    /// <typeparam name="T">The values' type, as given by <see cref="KeyValueType"/>.</typeparam>
    /// <param name="column">A column of keys.</param>
    public static T[] KeyValuesOf<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(KeyValues, ref values);
        return [.. values.DenseValues()];
    }

    /// <summary>A function that reads a cell and converts it.</summary>
    public static Func<TResult> Get<T, TResult>(DataViewRow row, DataViewSchema.Column column, Func<T, TResult> convert)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }

    private sealed class NumberVisitor(DataViewRow row, DataViewSchema.Column column, FloatReading floats) : ICellTypeVisitor<Func<double>?>
    {
        public Func<double> Number<T>()
            where T : unmanaged, INumber<T> => typeof(T) == typeof(float) && floats == FloatReading.ShortestDecimal
                ? Get<float, double>(row, column, ShortestDecimal)
                : Get<T, double>(row, column, double.CreateChecked);

        public Func<double>? Key<T>()
            where T : unmanaged, IBinaryInteger<T> => null;

        public Func<double>? Text() => null;

        public Func<double> Boolean() => Get<bool, double>(row, column, value => value ? 1 : 0);

        public Func<double>? Time<T>()
            where T : unmanaged => null;

        public Func<double>? Other() => null;

        // Decimal has room for these alone; outside them the binary number stays.
        private static double ShortestDecimal(float value) =>
            float.IsFinite(value) && Math.Abs(value) is > 1e-20f and < 1e20f ? (double)(decimal)value : value;
    }

    private sealed class TextVisitor(DataViewRow row, DataViewSchema.Column column, BooleanSpelling booleans, FloatReading floats)
        : ICellTypeVisitor<Func<ReadOnlyMemory<char>>?>
    {
        public Func<ReadOnlyMemory<char>> Number<T>()
            where T : unmanaged, INumber<T>
        {
            Func<double> number = CellReader.Number(row, column, floats);
            return () => number() is var value && double.IsNaN(value) ? default : value.ToString("R", CultureInfo.InvariantCulture).AsMemory();
        }

        public Func<ReadOnlyMemory<char>> Key<T>()
            where T : unmanaged, IBinaryInteger<T>
        {
            string[]? names = KeyNames(column);
            return names is null
                ? Get<T, ReadOnlyMemory<char>>(row, column, key => T.IsZero(key) ? default : key.ToString(null, CultureInfo.InvariantCulture).AsMemory())
                : Get<T, ReadOnlyMemory<char>>(row, column, key =>
                    ulong.CreateChecked(key) is var number and > 0 && number <= (ulong)names.Length ? names[number - 1].AsMemory() : default);
        }

        public Func<ReadOnlyMemory<char>> Text() => Get<ReadOnlyMemory<char>, ReadOnlyMemory<char>>(row, column, value => value);

        public Func<ReadOnlyMemory<char>> Boolean() => Get<bool, ReadOnlyMemory<char>>(row, column, value => CellFormat.Boolean(value, booleans).AsMemory());

        public Func<ReadOnlyMemory<char>>? Time<T>()
            where T : unmanaged => null;

        public Func<ReadOnlyMemory<char>>? Other() => null;
    }

    private sealed class NameVisitor(DataViewSchema.Column column, BooleanSpelling booleans) : ICellTypeVisitor<string[]?>
    {
        public string[] Number<T>()
            where T : unmanaged, INumber<T> => Names<T>();

        public string[]? Key<T>()
            where T : unmanaged, IBinaryInteger<T> => null;

        public string[] Text() => Names<ReadOnlyMemory<char>>();

        public string[] Boolean() => Array.ConvertAll(KeyValuesOf<bool>(column), value => CellFormat.Boolean(value, booleans));

        public string[]? Time<T>()
            where T : unmanaged => typeof(T) == typeof(DateTime) ? Names<DateTime>() : null;

        public string[]? Other() => null;

        private string[] Names<T>() => Array.ConvertAll(KeyValuesOf<T>(column), CellFormat.Text);
    }
}
