namespace FairGan.Export.Rules;

/// <summary>
/// A functional dependency: rows with equal cells in one column have equal cells in another, such as the name of a degree and its years
/// of schooling. It applies to rows in which neither cell is missing.
/// </summary>
/// <param name="Determinant">The column that determines the other.</param>
/// <param name="Dependent">The column that is determined.</param>
public sealed record DependencyRule(string Determinant, string Dependent) : ColumnRule
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Target => Dependent;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Sources => [Determinant];

    /// <inheritdoc/>
    public override string ToString() => $"{Determinant} → {Dependent}";
}
