namespace FairGan.Export.Columns;

/// <summary>What a column and its values mean, in words: its entry in the dictionary of the table.</summary>
/// <param name="Description">The column's description; null for none.</param>
/// <param name="Labels">What some of its values mean, by the value as it is written.</param>
internal sealed record ColumnNotes(string? Description, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>A value with its label behind it: <c>no (granted)</c>; the value alone where it has none.</summary>
    /// <param name="value">The value as it is written.</param>
    public string Label(string value) => Labels.TryGetValue(value, out string? label) ? $"{value} ({label})" : value;

    /// <summary>Equal where descriptions and labels are equal.</summary>
    /// <param name="other">The notes to compare with.</param>
    public bool Equals(ColumnNotes? other) =>
        other is not null && Description == other.Description && Labels.Count == other.Labels.Count
        && Labels.All(label => other.Labels.TryGetValue(label.Key, out string? text) && text == label.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Description, Labels.Count);
}
