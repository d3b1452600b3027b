using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Tables;

/// <summary>Values as the text of a cell.</summary>
internal static class CellFormat
{
    /// <summary>A value in the invariant culture, numbers in their shortest form that reads back as the same number.</summary>
    public static string Text<T>(T value) => value switch
    {
        ReadOnlyMemory<char> text => text.ToString(),
        bool truth => truth ? "true" : "false",
        double.NaN or float.NaN => "",
        DateTime time => time.ToString(DateFormat(time.TimeOfDay), CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    /// <summary>The format of a date, without a time of day where that is midnight.</summary>
    public static string DateFormat(TimeSpan timeOfDay) => timeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    /// <summary>What the keys of a column stand for, key 1 first, or null if the column does not say.</summary>
    public static string[]? KeyNames(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is not VectorDataViewType type)
        {
            return null;
        }

        Type item = type.ItemType.RawType;
        return item == typeof(ReadOnlyMemory<char>) ? Names<ReadOnlyMemory<char>>()
            : item == typeof(float) ? Names<float>()
            : item == typeof(double) ? Names<double>()
            : item == typeof(bool) ? Names<bool>()
            : item == typeof(sbyte) ? Names<sbyte>()
            : item == typeof(byte) ? Names<byte>()
            : item == typeof(short) ? Names<short>()
            : item == typeof(ushort) ? Names<ushort>()
            : item == typeof(int) ? Names<int>()
            : item == typeof(uint) ? Names<uint>()
            : item == typeof(long) ? Names<long>()
            : item == typeof(ulong) ? Names<ulong>()
            : item == typeof(DateTime) ? Names<DateTime>()
            : null;

        string[] Names<T>()
        {
            VBuffer<T> values = default;
            column.Annotations.GetValue("KeyValues", ref values);
            return [.. values.DenseValues().Select(Text)];
        }
    }

    /// <summary>The error for a column whose values have no place in a cell.</summary>
    public static ArgumentException Unsupported(DataViewSchema.Column column) =>
        new($"Column '{column.Name}' is {column.Type}, which a table file cannot hold. Drop the column or convert it first.", "table");
}
