namespace FairGan.Tables;

/// <summary>What the columns of a table and their values mean, in words, for those who read its figures.</summary>
/// <param name="columns">For some columns, their description (null for none) and the meanings of their values.</param>
internal sealed class TableDictionary(IReadOnlyDictionary<string, (string? Description, IReadOnlyDictionary<string, string> Labels)> columns)
{
    /// <summary>A dictionary without an entry.</summary>
    public static TableDictionary Empty { get; } = new(new Dictionary<string, (string?, IReadOnlyDictionary<string, string>)>());

    /// <summary>A column's description; null for none.</summary>
    /// <param name="column">The column.</param>
    public string? Describe(string column) => columns.TryGetValue(column, out var entry) ? entry.Description : null;

    /// <summary>A column's name followed by its description: <c>afam: applicant is African-American</c>.</summary>
    /// <param name="column">The column.</param>
    public string Column(string column) => Describe(column) is { } description ? $"{column}: {description}" : column;

    /// <summary>The meanings of a column's values; empty for none.</summary>
    /// <param name="column">The column.</param>
    public IReadOnlyDictionary<string, string> Labels(string column) => columns.TryGetValue(column, out var entry) ? entry.Labels : new Dictionary<string, string>();

    /// <summary>A value followed by its meaning: <c>no (granted)</c>. Case does not matter where the exact value has no entry.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value as it is written.</param>
    public string Value(string column, string value) =>
        (Labels(column) is { Count: > 0 } labels
            ? labels.TryGetValue(value, out string? label) ? label : labels.FirstOrDefault(entry => string.Equals(entry.Key, value, StringComparison.OrdinalIgnoreCase)).Value
            : null) is { } found ? $"{value} ({found})" : value;

    /// <summary>The values of a group, each followed by its meaning; a missing one stays null.</summary>
    /// <param name="names">The columns.</param>
    /// <param name="values">For each its value.</param>
    public IReadOnlyList<string?> Values(IReadOnlyList<string> names, IReadOnlyList<string?> values) =>
        [.. names.Zip(values, (name, value) => value is null ? null : Value(name, value))];
}
