using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Reporting.Quality.Tables;

/// <summary>
/// Reads an <see cref="IDataView"/> into a <see cref="ColumnarTable"/> in one pass. Text, Boolean and key columns are
/// categorical (empty text and key 0 are missing); numbers are numeric (NaN and infinities are missing); dates, texts that
/// are dates among them, and durations are numeric, in days. Vector columns are refused.
/// </summary>
internal static class ColumnarTableReader
{
    private const string KeyValues = "KeyValues";

    /// <summary>Reads a table that stands on its own.</summary>
    public static ColumnarTable Read(IDataView view, string parameterName, CancellationToken cancellationToken) =>
        Read(view, null, parameterName, "", cancellationToken);

    /// <summary>Reads a table that is to be compared with <paramref name="reference"/>: same columns, same kinds, shared categories.</summary>
    public static ColumnarTable ReadLike(
        ColumnarTable reference, string referenceName, IDataView view, string parameterName, CancellationToken cancellationToken) =>
        Read(view, reference, parameterName, referenceName, cancellationToken);

    private static ColumnarTable Read(
        IDataView view, ColumnarTable? reference, string parameterName, string referenceName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view, parameterName);
        List<DataViewSchema.Column> columns = [.. view.Schema.Where(column => !column.IsHidden)];
        if (columns.Count == 0)
        {
            throw new ArgumentException("The table has no columns. Pass a table with at least one text, Boolean, key or numeric column.", parameterName);
        }

        if (reference is not null)
        {
            RequireSameColumns(columns, reference, parameterName, referenceName);
        }

        using DataViewRowCursor cursor = view.GetRowCursor(columns);
        List<CellReader> readers = [.. columns.Select(column => CellReader.Create(cursor, column, reference, parameterName, referenceName))];
        int rows = 0;
        while (cursor.MoveNext())
        {
            if ((rows++ & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            foreach (CellReader reader in readers)
            {
                reader.Read();
            }
        }

        if (rows == 0)
        {
            throw new ArgumentException("The table has no rows. Pass a table with at least one row.", parameterName);
        }

        // Columns come in the order of the reference, so that two tables can be walked side by side.
        Dictionary<string, TableColumn> read = readers.ToDictionary(reader => reader.Name, reader => reader.ToColumn(), StringComparer.Ordinal);
        IEnumerable<string> order = reference?.Columns.Select(column => column.Name) ?? readers.Select(reader => reader.Name);
        return new ColumnarTable([.. order.Select(name => read[name])], rows);
    }

    private static void RequireSameColumns(
        List<DataViewSchema.Column> columns, ColumnarTable reference, string parameterName, string referenceName)
    {
        HashSet<string> names = columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        foreach (TableColumn column in reference.Columns)
        {
            if (!names.Contains(column.Name))
            {
                throw new ArgumentException(
                    $"The table '{parameterName}' lacks column '{column.Name}', which '{referenceName}' has. Add the column, or drop it from '{referenceName}'.",
                    parameterName);
            }
        }

        foreach (string name in names)
        {
            if (!reference.Contains(name))
            {
                throw new ArgumentException(
                    $"The table '{parameterName}' has column '{name}', which '{referenceName}' lacks. Drop the column, or add it to '{referenceName}'.",
                    parameterName);
            }
        }
    }

    private sealed class CellReader
    {
        private readonly Action read;
        private readonly List<double> numbers = [];
        private readonly List<int> codes = [];
        private readonly CategoryIndex? categories;
        private readonly IReadOnlyList<string>? dateFormats;

        // Of texts without formats given it is found out whether they are dates.
        private CellReader(DataViewRowCursor cursor, DataViewSchema.Column column, CategoryIndex? categories, IReadOnlyList<string>? dateFormats, string parameterName)
        {
            Name = column.Name;
            this.categories = categories;
            this.dateFormats = dateFormats;
            read = categories is null ? NumberReader(cursor, column) : CategoryReader(cursor, column, categories, parameterName);
        }

        public string Name { get; }

        public static CellReader Create(
            DataViewRowCursor cursor, DataViewSchema.Column column, ColumnarTable? reference, string parameterName, string referenceName)
        {
            bool numeric = column.Type is NumberDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType;
            bool categorical = column.Type is TextDataViewType or BooleanDataViewType or KeyDataViewType;
            if (!numeric && !categorical)
            {
                throw new ArgumentException(
                    $"Column '{column.Name}' has type {column.Type}, which cannot be compared value by value. Drop the column, or turn it into text or a number.",
                    parameterName);
            }

            TableColumn? like = reference?[column.Name];
            if (column.Type is TextDataViewType && like is null or { IsDates: true })
            {
                return new CellReader(cursor, column, new CategoryIndex(), like?.DateFormats, parameterName);
            }

            if (like is not null && like.IsNumeric != numeric)
            {
                throw new ArgumentException(
                    $"Column '{column.Name}' is {Kind(numeric)} in '{parameterName}' and {Kind(like.IsNumeric)} in '{referenceName}'. Read both tables with the same column types.",
                    parameterName);
            }

            return new CellReader(cursor, column, numeric ? null : like?.Categories ?? new CategoryIndex(), [], parameterName);
        }

        public void Read() => read();

        public TableColumn ToColumn()
        {
            if (categories is null)
            {
                return new TableColumn(Name, [.. numbers]);
            }

            var column = new TableColumn(Name, [.. codes], categories);
            IReadOnlyList<string> formats = dateFormats ?? DateTexts.Formats(column);
            return formats.Count == 0 ? column : DateTexts.InDays(column, formats);
        }

        private static string Kind(bool numeric) => numeric ? "numeric" : "categorical";

        private Action NumberReader(DataViewRowCursor cursor, DataViewSchema.Column column)
        {
            Type type = column.Type.RawType;
            return type == typeof(float) ? Number<float>(cursor, column, value => value)
                : type == typeof(double) ? Number<double>(cursor, column, value => value)
                : type == typeof(sbyte) ? Number<sbyte>(cursor, column, value => value)
                : type == typeof(byte) ? Number<byte>(cursor, column, value => value)
                : type == typeof(short) ? Number<short>(cursor, column, value => value)
                : type == typeof(ushort) ? Number<ushort>(cursor, column, value => value)
                : type == typeof(int) ? Number<int>(cursor, column, value => value)
                : type == typeof(uint) ? Number<uint>(cursor, column, value => value)
                : type == typeof(long) ? Number<long>(cursor, column, value => value)
                : type == typeof(ulong) ? Number<ulong>(cursor, column, value => value)
                : type == typeof(DateTime) ? Number<DateTime>(cursor, column, value => (double)value.Ticks / TimeSpan.TicksPerDay)
                : type == typeof(DateTimeOffset) ? Number<DateTimeOffset>(cursor, column, value => (double)value.UtcTicks / TimeSpan.TicksPerDay)
                : Number<TimeSpan>(cursor, column, value => value.TotalDays);
        }

        private Action Number<T>(DataViewRowCursor cursor, DataViewSchema.Column column, Func<T, double> convert)
        {
            ValueGetter<T> getter = cursor.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                double number = convert(value);
                numbers.Add(double.IsFinite(number) ? number : double.NaN);
            };
        }

        private Action CategoryReader(DataViewRowCursor cursor, DataViewSchema.Column column, CategoryIndex index, string parameterName)
        {
            if (column.Type is TextDataViewType)
            {
                ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
                ReadOnlyMemory<char> value = default;
                return () =>
                {
                    getter(ref value);
                    codes.Add(index.CodeOf(value.Span));
                };
            }

            if (column.Type is BooleanDataViewType)
            {
                ValueGetter<bool> getter = cursor.GetGetter<bool>(column);
                bool value = false;
                return () =>
                {
                    getter(ref value);
                    codes.Add(index.CodeOf(value ? bool.TrueString : bool.FalseString));
                };
            }

            int[] codeOfKey = KeyCodes(column, (KeyDataViewType)column.Type, index, parameterName);
            Type type = column.Type.RawType;
            return type == typeof(byte) ? Key<byte>(cursor, column, codeOfKey, value => value)
                : type == typeof(ushort) ? Key<ushort>(cursor, column, codeOfKey, value => value)
                : type == typeof(uint) ? Key<uint>(cursor, column, codeOfKey, value => value)
                : Key<ulong>(cursor, column, codeOfKey, value => value);
        }

        private Action Key<T>(DataViewRowCursor cursor, DataViewSchema.Column column, int[] codeOfKey, Func<T, ulong> convert)
        {
            ValueGetter<T> getter = cursor.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                ulong key = convert(value);
                codes.Add(key < (ulong)codeOfKey.Length ? codeOfKey[key] : 0);
            };
        }

        // Two tables may number the same values differently, so keys are compared by the values they stand for.
        private static int[] KeyCodes(DataViewSchema.Column column, KeyDataViewType type, CategoryIndex index, string parameterName)
        {
            DataViewSchema.Column? annotation = column.Annotations.Schema.GetColumnOrNull(KeyValues);
            string[] names;
            if (annotation is null)
            {
                names = [.. Enumerable.Range(1, (int)Math.Min(type.Count, int.MaxValue - 1)).Select(key => key.ToString(CultureInfo.InvariantCulture))];
            }
            else
            {
                Type item = ((VectorDataViewType)annotation.Value.Type).ItemType.RawType;
                names = item == typeof(ReadOnlyMemory<char>) ? Names<ReadOnlyMemory<char>>(column)
                    : item == typeof(bool) ? Names<bool>(column)
                    : item == typeof(float) ? Names<float>(column)
                    : item == typeof(double) ? Names<double>(column)
                    : item == typeof(sbyte) ? Names<sbyte>(column)
                    : item == typeof(byte) ? Names<byte>(column)
                    : item == typeof(short) ? Names<short>(column)
                    : item == typeof(ushort) ? Names<ushort>(column)
                    : item == typeof(int) ? Names<int>(column)
                    : item == typeof(uint) ? Names<uint>(column)
                    : item == typeof(long) ? Names<long>(column)
                    : item == typeof(ulong) ? Names<ulong>(column)
                    : throw new ArgumentException(
                        $"Column '{column.Name}' is a key over values of type {item.Name}, which cannot be compared. Map it back with MapKeyToValue, or drop it.",
                        parameterName);
            }

            int[] codes = new int[names.Length + 1];
            for (int key = 1; key <= names.Length; key++)
            {
                codes[key] = index.CodeOf(names[key - 1]);
            }

            return codes;
        }

        private static string[] Names<T>(DataViewSchema.Column column)
        {
            VBuffer<T> values = default;
            column.Annotations.GetValue(KeyValues, ref values);
            return [.. values.DenseValues().Select(value => string.Create(CultureInfo.InvariantCulture, $"{value}"))];
        }
    }
}
