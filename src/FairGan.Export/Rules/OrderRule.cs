namespace FairGan.Export.Rules;

/// <summary>
/// One number or date is never above another of the same row, such as a start and an end. The codec of <see cref="High"/> encodes its
/// difference from <see cref="Low"/>. If <see cref="Low"/> is missing, it is measured from the next column down the chain.
/// </summary>
/// <param name="Low">The column that is never above the other.</param>
/// <param name="High">The column that is never below the other.</param>
public sealed record OrderRule(string Low, string High) : ColumnRule
{
    /// <summary>The value that replaces a missing <see cref="Low"/> that is itself above no other column (for dates, in units since the codec's origin); 0 where none is missing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Typical { get; init; }

    /// <summary>The least value of <see cref="High"/>: generated ones are moved up to it. Null for no bound.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Least { get; init; }

    /// <summary>The greatest value of <see cref="High"/>: generated ones are moved down to it. Null for no bound.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Greatest { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Target => High;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Sources => [Low];

    /// <inheritdoc/>
    public override string ToString() => $"{Low} ≤ {High}";
}
