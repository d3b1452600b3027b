using Microsoft.ML;

namespace FairGan.Tables;

/// <summary>As what a column was stored in the typed file that it was read from.</summary>
internal static class StoredColumn
{
    /// <summary>The annotation that holds the type.</summary>
    public const string Type = "StoredType";

    /// <summary>The annotation that holds the format of times.</summary>
    public const string Format = "StoredFormat";

    /// <summary>The type in the words of the file format; null where none is known.</summary>
    /// <param name="column">The column.</param>
    public static string? TypeOf(DataViewSchema.Column column) => Read(column, Type);

    /// <summary>How the texts of times are written; null for other values.</summary>
    /// <param name="column">The column.</param>
    public static string? FormatOf(DataViewSchema.Column column) => Read(column, Format);

    private static string? Read(DataViewSchema.Column column, string name)
    {
        if (column.Annotations.Schema.GetColumnOrNull(name) is null)
        {
            return null;
        }

        ReadOnlyMemory<char> text = default;
        column.Annotations.GetValue(name, ref text);
        return text.IsEmpty ? null : text.ToString();
    }
}
