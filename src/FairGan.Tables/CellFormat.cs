using System.Globalization;
using Microsoft.ML;

namespace FairGan.Tables;

/// <summary>Writes values as the text of a cell.</summary>
internal static class CellFormat
{
    /// <summary>A value in the invariant culture, numbers in their shortest form that reads back as the same number.</summary>
    public static string Text<T>(T value) => value switch
    {
        ReadOnlyMemory<char> text => text.ToString(),
        bool truth => Boolean(truth, BooleanSpelling.LowerCase),
        double.NaN or float.NaN => "",
        DateTime time => time.ToString(DateFormat(time.TimeOfDay), CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    /// <summary>A Boolean in a spelling.</summary>
    public static string Boolean(bool value, BooleanSpelling spelling) => spelling == BooleanSpelling.Capitalised
        ? value ? bool.TrueString : bool.FalseString
        : value ? "true" : "false";

    /// <summary>The format of a date, without a time of day where that is midnight.</summary>
    public static string DateFormat(TimeSpan timeOfDay) => timeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    /// <summary>The error for a column whose values have no place in a cell.</summary>
    public static ArgumentException Unsupported(DataViewSchema.Column column) =>
        new($"Column '{column.Name}' is {column.Type}, which a table file cannot store. Drop the column or convert it first.", "table");
}
