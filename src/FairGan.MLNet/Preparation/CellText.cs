using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Preparation;

/// <summary>Reads cells of text, boolean and key columns as text; a missing cell is empty.</summary>
internal static class CellText
{
    /// <summary>A function that gives the current row's cell.</summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="FormatException">Columns of this type cannot be read as categories.</exception>
    public static Func<ReadOnlyMemory<char>> Getter(DataViewRow row, DataViewSchema.Column column)
    {
        switch (column.Type)
        {
            case TextDataViewType:
                var text = row.GetGetter<ReadOnlyMemory<char>>(column);
                ReadOnlyMemory<char> cell = default;
                return () =>
                {
                    text(ref cell);
                    return cell;
                };
            case BooleanDataViewType:
                var boolean = row.GetGetter<bool>(column);
                bool value = false;
                return () =>
                {
                    boolean(ref value);
                    return (value ? bool.TrueString : bool.FalseString).AsMemory();
                };
            case KeyDataViewType key:
                ReadOnlyMemory<char>[] names = KeyNames(column, key);
                var id = KeyGetter(row, column);
                return () => id() is var k and > 0 && k <= (ulong)names.Length ? names[k - 1] : default;
            default:
                throw new FormatException($"Column '{column.Name}' is of type {column.Type}, which cannot be learned; drop or convert it before.");
        }
    }

    /// <summary>The values of a key column as text: those of its annotation, or the keys' numbers from 1.</summary>
    /// <param name="column">The column.</param>
    /// <param name="key">Its type.</param>
    public static ReadOnlyMemory<char>[] KeyNames(DataViewSchema.Column column, KeyDataViewType key)
    {
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            VBuffer<ReadOnlyMemory<char>> values = default;
            column.GetKeyValues(ref values);
            return values.DenseValues().ToArray();
        }

        return [.. Enumerable.Range(1, checked((int)key.Count)).Select(i => i.ToString(CultureInfo.InvariantCulture).AsMemory())];
    }

    private static Func<ulong> KeyGetter(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type.RawType switch
        {
            Type t when t == typeof(byte) => Read<byte>(value => value),
            Type t when t == typeof(ushort) => Read<ushort>(value => value),
            Type t when t == typeof(uint) => Read<uint>(value => value),
            _ => Read<ulong>(value => value),
        };

        Func<ulong> Read<T>(Func<T, ulong> convert)
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
}
