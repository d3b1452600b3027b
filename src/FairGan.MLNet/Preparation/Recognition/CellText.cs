using System.Globalization;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Reads cells of text, boolean and key columns as text; a missing cell is empty.</summary>
internal static class CellText
{
    /// <summary>A function that gives the current row's cell: of a key the value that it stands for, or its number where it stands for none.</summary>
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
            case KeyDataViewType:
                string[]? names = CellFormat.KeyNames(column);
                var id = KeyGetter(row, column);
                return names is null
                    ? () => id() is var k and > 0 ? k.ToString(CultureInfo.InvariantCulture).AsMemory() : default
                    : () => id() is var k and > 0 && k <= (ulong)names.Length ? names[k - 1].AsMemory() : default;
            default:
                throw new FormatException($"Column '{column.Name}' is of type {column.Type}, which cannot be learned; drop or convert it before.");
        }
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
