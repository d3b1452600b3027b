using FairGan.Export.Schemas;

namespace FairGan.MLNet.Options;

/// <summary>Reads a table's dictionary, the descriptions of columns and the labels of values, from its sources.</summary>
internal static class TableWords
{
    /// <summary>The dictionary in a table description.</summary>
    /// <param name="description">The description.</param>
    public static TableDictionary Of(TableDescription description) => Of(description.Columns.Select(column => (column.Name, column.Description, column.Labels)));

    /// <summary>The dictionary in a generator's file.</summary>
    /// <param name="schema">The generator's columns.</param>
    public static TableDictionary Of(TableSchema schema) =>
        Of(schema.Columns.Select(column => (column.Name, column.Notes?.Description, (IReadOnlyDictionary<string, string>?)column.Notes?.Labels)));

    private static TableDictionary Of(IEnumerable<(string Name, string? Description, IReadOnlyDictionary<string, string>? Labels)> columns) => new(
        columns.Where(column => column.Description is not null || column.Labels is { Count: > 0 })
            .ToDictionary(column => column.Name, column => (column.Description, column.Labels ?? new Dictionary<string, string>())));
}
