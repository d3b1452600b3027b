namespace FairGan.Export.Rules;

/// <summary>A number that is the sum of others of the same row. It is added up, not sampled; missing where a part is missing.</summary>
/// <param name="Total">The column that is the sum.</param>
/// <param name="Parts">The columns that are added, one or more.</param>
public sealed record SumRule(string Total, IReadOnlyList<string> Parts) : ColumnRule
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Target => Total;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Sources => Parts;

    /// <summary>Equal where total and parts are.</summary>
    /// <param name="other">The rule to compare with.</param>
    public bool Equals(SumRule? other) => other is not null && Total == other.Total && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Total, Parts.Count);

    /// <inheritdoc/>
    public override string ToString() => $"{Total} = {string.Join(" + ", Parts)}";
}
