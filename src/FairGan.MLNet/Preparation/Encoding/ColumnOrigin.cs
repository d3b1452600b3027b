namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>What the table's file and its dictionary say of a column beside its cells.</summary>
internal static class ColumnOrigin
{
    /// <summary>What is known of a column: what the options describe and, where they leave it open, what the type in a Parquet file tells.</summary>
    /// <param name="column">The column.</param>
    /// <param name="options">The options.</param>
    public static ColumnDescription Given(DataViewSchema.Column column, SynthesizerOptions options)
    {
        ColumnDescription given = TableEncoder.Given(column.Name, options);
        return given is { Kind: null, Format: null } && StoredColumn.FormatOf(column) is { } format ? given with { Kind = ColumnKind.Date, Format = format } : given;
    }

    /// <summary>A codec that knows the column's type in a Parquet file, and what column and values mean.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="column">The column.</param>
    /// <param name="options">The options.</param>
    public static ColumnCodec Noted(ColumnCodec codec, DataViewSchema.Column column, SynthesizerOptions options) =>
        codec with { Stored = StoredColumn.TypeOf(column), Notes = Notes(codec, TableEncoder.Given(column.Name, options)) };

    // Labels of values that the codec does not list would publish that there are such values.
    private static ColumnNotes? Notes(ColumnCodec codec, ColumnDescription given)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string value, string label) in given.Labels ?? new Dictionary<string, string>())
        {
            string spelled = codec.ListedTexts?.FirstOrDefault(text => string.Equals(text, value, StringComparison.OrdinalIgnoreCase)) ?? value;
            if (codec.SymbolOf(spelled) >= 0)
            {
                labels[spelled] = label;
            }
        }

        return given.Description is null && labels.Count == 0 ? null : new ColumnNotes(given.Description, labels);
    }
}
