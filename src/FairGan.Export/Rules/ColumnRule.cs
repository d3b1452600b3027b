namespace FairGan.Export.Rules;

/// <summary>A rule between columns that every generated row satisfies.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(OrderRule), "order")]
[JsonDerivedType(typeof(SumRule), "sum")]
[JsonDerivedType(typeof(DependencyRule), "dependency")]
public abstract record ColumnRule
{
    private protected ColumnRule()
    {
    }

    /// <summary>The column that the rule makes out of others.</summary>
    [JsonIgnore]
    public abstract string Target { get; }

    /// <summary>The columns that the target is computed from.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> Sources { get; }
}
