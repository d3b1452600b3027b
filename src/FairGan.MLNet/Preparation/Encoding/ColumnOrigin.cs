namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>The metadata of a column in the table's file and dictionary.</summary>
internal static class ColumnOrigin
{
    /// <summary>The known description of a column: the one in the options, completed by the column's type in a Parquet file.</summary>
    /// <param name="column">The column.</param>
    /// <param name="options">The options.</param>
    public static ColumnDescription Given(DataViewSchema.Column column, SynthesizerOptions options)
    {
        ColumnDescription given = TableEncoder.Given(column.Name, options);
        return given is { Kind: null, Format: null } && StoredColumn.FormatOf(column) is { } format ? given with { Kind = ColumnKind.Date, Format = format } : given;
    }

    /// <summary>The codec with the column's type in a Parquet file, its description and the labels of its values.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="column">The column.</param>
    /// <param name="options">The options.</param>
    public static ColumnCodec Noted(ColumnCodec codec, DataViewSchema.Column column, SynthesizerOptions options) =>
        codec with { Stored = StoredColumn.TypeOf(column), Notes = Notes(codec, TableEncoder.Given(column.Name, options)) };

    // Labels of values that the codec does not list would reveal that such values exist.
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
