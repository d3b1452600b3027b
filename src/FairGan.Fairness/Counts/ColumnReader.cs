using System.Globalization;
using System.Numerics;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Fairness.Counts;

/// <summary>Functions that read one column of a cursor, as codes of a <see cref="CategorySet"/> or as numbers.</summary>
internal static class ColumnReader
{
    /// <summary>The column of that name, or an <see cref="ArgumentException"/> that names the nearest one and lists all.</summary>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (schema.GetColumnOrNull(name) is { } column)
        {
            return column;
        }

        throw new ArgumentException(TableColumnNames.Unknown(name, [.. schema.Where(candidate => !candidate.IsHidden).Select(candidate => candidate.Name)]));
    }

    /// <summary>A function that gives the code of the cursor's current value, the set's missing code included.</summary>
    /// <exception cref="ArgumentException">The column is of a type that has no categories.</exception>
    public static Func<int> Codes(DataViewRow row, DataViewSchema.Column column, CategorySet set) =>
        CellType.Visit(column.Type, new CodeVisitor(row, column, set)) ?? throw new ArgumentException(
            $"Column '{column.Name}' has type {column.Type}; a label, prediction or group column must be text, boolean, key, integer or real.");

    /// <summary>A function that gives the cursor's current value as a number; missing is NaN, and a Boolean is 0 or 1.</summary>
    /// <remarks>A <see cref="float"/> is taken as the binary number it is, so that sums agree with Fairlearn's to the last digit.</remarks>
    /// <exception cref="ArgumentException">The column is not numeric.</exception>
    public static Func<double> Numbers(DataViewRow row, DataViewSchema.Column column) => CellReader.Number(row, column, FloatReading.Exact);

    private static Category Describe<T>(T value)
        where T : struct, INumberBase<T> =>
        new(value.ToString(null, CultureInfo.InvariantCulture), double.CreateChecked(value));

    /// <summary>Codes of the cells of each type.</summary>
    private sealed class CodeVisitor(DataViewRow row, DataViewSchema.Column column, CategorySet set) : ICellTypeVisitor<Func<int>?>
    {
        public Func<int> Text()
        {
            ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
            ReadOnlyMemory<char> value = default;
            return () =>
            {
                getter(ref value);
                return set.CodeOf(value.Span);
            };
        }

        public Func<int> Boolean()
        {
            ValueGetter<bool> getter = row.GetGetter<bool>(column);
            bool value = false;
            int falseCode = -1;
            int trueCode = -1;
            return () =>
            {
                getter(ref value);
                ref int code = ref value ? ref trueCode : ref falseCode;
                if (code < 0)
                {
                    code = set.CodeOf(CellFormat.Boolean(value, BooleanSpelling.LowerCase));
                }

                return code;
            };
        }

        public Func<int> Number<T>()
            where T : unmanaged, INumber<T>
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            Dictionary<T, int> codes = [];
            T value = default;
            T last = default;
            int lastCode = -1;
            return () =>
            {
                getter(ref value);
                if (T.IsNaN(value))
                {
                    return set.CodeOfMissing();
                }

                if (lastCode < 0 || value != last)
                {
                    lastCode = set.CodeOf(codes, value, Describe);
                    last = value;
                }

                return lastCode;
            };
        }

        public Func<int> Key<T>()
            where T : unmanaged, IBinaryInteger<T>
        {
            Func<ulong> number = CellReader.Key(row, column);
            Category[]? values = CellReader.KeyValueType(column) is { } type ? CellType.Visit(type, new KeyVisitor(column)) : null;
            Dictionary<ulong, int> codes = [];
            return () =>
            {
                ulong value = number();
                return value == 0 ? set.CodeOfMissing() : set.CodeOf(codes, value, DescribeKey);
            };

            Category DescribeKey(ulong value) => values is not null && value <= (ulong)values.Length
                ? values[value - 1]
                : new Category(value.ToString(CultureInfo.InvariantCulture), value);
        }

        public Func<int>? Time<T>()
            where T : unmanaged => null;

        public Func<int>? Other() => null;
    }

    /// <summary>The values that a column's keys represent; null where they have no categories.</summary>
    private sealed class KeyVisitor(DataViewSchema.Column column) : ICellTypeVisitor<Category[]?>
    {
        public Category[] Text() => Array.ConvertAll(CellReader.KeyValuesOf<ReadOnlyMemory<char>>(column), text => Category.Of(text.ToString()));

        public Category[] Boolean() =>
            Array.ConvertAll(CellReader.KeyValuesOf<bool>(column), value => Category.Of(CellFormat.Boolean(value, BooleanSpelling.LowerCase)));

        public Category[] Number<T>()
            where T : unmanaged, INumber<T> => Array.ConvertAll(CellReader.KeyValuesOf<T>(column), Describe);

        public Category[]? Key<T>()
            where T : unmanaged, IBinaryInteger<T> => null;

        public Category[]? Time<T>()
            where T : unmanaged => null;

        public Category[]? Other() => null;
    }
}
