using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Fairness.Counts;

/// <summary>Functions that read one column of a cursor, as codes of a <see cref="CategorySet"/> or as numbers.</summary>
internal static class ColumnReader
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (schema.GetColumnOrNull(name) is { } column)
        {
            return column;
        }

        string known = string.Join(", ", schema.Where(candidate => !candidate.IsHidden).Select(candidate => $"'{candidate.Name}'"));
        throw new ArgumentException($"There is no column '{name}'. The columns are {known}.");
    }

    /// <summary>A function that gives the code of the cursor's current value, the set's missing code included.</summary>
    public static Func<int> Codes(DataViewRow row, DataViewSchema.Column column, CategorySet set)
    {
        switch (column.Type)
        {
            case TextDataViewType:
                return TextCodes(row, column, set);
            case BooleanDataViewType:
                return BooleanCodes(row, column, set);
            case KeyDataViewType key:
                return KeyCodes(row, column, set, key);
        }

        Type type = column.Type.RawType;
        return type == typeof(float) ? NumberCodes<float>(row, column, set)
            : type == typeof(double) ? NumberCodes<double>(row, column, set)
            : type == typeof(int) ? NumberCodes<int>(row, column, set)
            : type == typeof(long) ? NumberCodes<long>(row, column, set)
            : type == typeof(short) ? NumberCodes<short>(row, column, set)
            : type == typeof(sbyte) ? NumberCodes<sbyte>(row, column, set)
            : type == typeof(byte) ? NumberCodes<byte>(row, column, set)
            : type == typeof(ushort) ? NumberCodes<ushort>(row, column, set)
            : type == typeof(uint) ? NumberCodes<uint>(row, column, set)
            : type == typeof(ulong) ? NumberCodes<ulong>(row, column, set)
            : throw new ArgumentException(
                $"Column '{column.Name}' has type {column.Type}; a label, prediction or group column must be text, boolean, key, integer or real.");
    }

    /// <summary>A function that gives the cursor's current value as a number; missing is NaN.</summary>
    public static Func<double> Numbers(DataViewRow row, DataViewSchema.Column column)
    {
        Type type = column.Type.RawType;
        if (column.Type is NumberDataViewType)
        {
            return type == typeof(float) ? NumberValues<float>(row, column)
                : type == typeof(double) ? NumberValues<double>(row, column)
                : type == typeof(int) ? NumberValues<int>(row, column)
                : type == typeof(long) ? NumberValues<long>(row, column)
                : type == typeof(short) ? NumberValues<short>(row, column)
                : type == typeof(sbyte) ? NumberValues<sbyte>(row, column)
                : type == typeof(byte) ? NumberValues<byte>(row, column)
                : type == typeof(ushort) ? NumberValues<ushort>(row, column)
                : type == typeof(uint) ? NumberValues<uint>(row, column)
                : NumberValues<ulong>(row, column);
        }

        if (column.Type is BooleanDataViewType)
        {
            ValueGetter<bool> truth = row.GetGetter<bool>(column);
            bool value = false;
            return () =>
            {
                truth(ref value);
                return value ? 1 : 0;
            };
        }

        throw new ArgumentException($"Column '{column.Name}' has type {column.Type}; it must hold numbers. Convert it first.");
    }

    private static Func<int> TextCodes(DataViewRow row, DataViewSchema.Column column, CategorySet set)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> value = default;
        return () =>
        {
            getter(ref value);
            return set.CodeOf(value.Span);
        };
    }

    private static Func<int> BooleanCodes(DataViewRow row, DataViewSchema.Column column, CategorySet set)
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
                code = set.CodeOf(value ? "true" : "false");
            }

            return code;
        };
    }

    private static Func<int> NumberCodes<T>(DataViewRow row, DataViewSchema.Column column, CategorySet set)
        where T : struct, INumberBase<T>
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

    private static Category Describe<T>(T value)
        where T : struct, INumberBase<T> =>
        new(value.ToString(null, CultureInfo.InvariantCulture), double.CreateChecked(value));

    private static Func<double> NumberValues<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct, INumberBase<T>
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return double.CreateChecked(value);
        };
    }

    private static Func<int> KeyCodes(DataViewRow row, DataViewSchema.Column column, CategorySet set, KeyDataViewType key)
    {
        Func<ulong> number = key.RawType == typeof(uint) ? KeyNumbers<uint>(row, column)
            : key.RawType == typeof(byte) ? KeyNumbers<byte>(row, column)
            : key.RawType == typeof(ushort) ? KeyNumbers<ushort>(row, column)
            : KeyNumbers<ulong>(row, column);
        Category[]? values = KeyValues(column);
        Dictionary<ulong, int> codes = [];
        Category DescribeKey(ulong value) => values is not null && value <= (ulong)values.Length
            ? values[value - 1]
            : new Category(value.ToString(CultureInfo.InvariantCulture), value);
        return () =>
        {
            ulong value = number();
            return value == 0 ? set.CodeOfMissing() : set.CodeOf(codes, value, DescribeKey);
        };
    }

    private static Func<ulong> KeyNumbers<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct, INumberBase<T>
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return ulong.CreateChecked(value);
        };
    }

    private static Category[]? KeyValues(DataViewSchema.Column column)
    {
        const string Kind = "KeyValues";
        DataViewType? type = column.Annotations.Schema.GetColumnOrNull(Kind)?.Type;
        if (type is not VectorDataViewType vector)
        {
            return null;
        }

        if (vector.ItemType is TextDataViewType)
        {
            VBuffer<ReadOnlyMemory<char>> texts = default;
            column.Annotations.GetValue(Kind, ref texts);
            return [.. texts.DenseValues().Select(text => Category.Of(text.ToString()))];
        }

        return vector.ItemType.RawType == typeof(float) ? NumberKeyValues<float>(column, Kind)
            : vector.ItemType.RawType == typeof(double) ? NumberKeyValues<double>(column, Kind)
            : vector.ItemType.RawType == typeof(int) ? NumberKeyValues<int>(column, Kind)
            : vector.ItemType.RawType == typeof(long) ? NumberKeyValues<long>(column, Kind)
            : vector.ItemType.RawType == typeof(bool) ? BooleanKeyValues(column, Kind)
            : null;
    }

    private static Category[] NumberKeyValues<T>(DataViewSchema.Column column, string kind)
        where T : struct, INumberBase<T>
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(kind, ref values);
        return [.. values.DenseValues().Select(Describe)];
    }

    private static Category[] BooleanKeyValues(DataViewSchema.Column column, string kind)
    {
        VBuffer<bool> values = default;
        column.Annotations.GetValue(kind, ref values);
        return [.. values.DenseValues().Select(value => Category.Of(value ? "true" : "false"))];
    }
}
