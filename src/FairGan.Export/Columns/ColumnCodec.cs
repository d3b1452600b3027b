using System.Text.Json.Serialization;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Columns;

/// <summary>
/// The way between a column's cells and its symbols 0..<see cref="SymbolCount"/>-1. Immutable; fitted once on the real column and
/// stored in the generator's file.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "codec")]
[JsonDerivedType(typeof(CategoricalCodec), "categorical")]
[JsonDerivedType(typeof(NumericCodec), "numeric")]
[JsonDerivedType(typeof(DateCodec), "date")]
[JsonDerivedType(typeof(IdentifierCodec), "identifier")]
public abstract partial record ColumnCodec
{
    private protected ColumnCodec(string name, bool hasMissing)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        HasMissing = hasMissing;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>Whether the real column has missing cells; their symbol is the last one.</summary>
    public bool HasMissing { get; }

    /// <summary>What the cells are.</summary>
    [JsonIgnore]
    public abstract ColumnKind Kind { get; }

    /// <summary>Number of symbols, the one for missing cells included.</summary>
    [JsonIgnore]
    public abstract int SymbolCount { get; }

    /// <summary>Whether the generator's file returns whole numbers, where no cell is missing.</summary>
    internal bool IsWhole => this is NumericCodec { IsInteger: true } or DateCodec or IdentifierCodec;

    /// <summary>The symbol of missing cells, or -1 where the column has none.</summary>
    [JsonIgnore]
    public int MissingSymbol => HasMissing ? SymbolCount - 1 : -1;

    /// <summary>
    /// The symbol that stands for the one value written as <paramref name="text"/> (numbers compare by value), or -1 where no symbol
    /// stands for that value alone.
    /// </summary>
    /// <param name="text">The value, in invariant culture; empty for a missing cell.</param>
    public abstract int SymbolOf(string text);

    /// <summary>How a report names a symbol: the value, an interval of values, or a mark for rare and missing ones.</summary>
    /// <param name="symbol">The symbol, 0..<see cref="SymbolCount"/>-1.</param>
    public abstract string Describe(int symbol);
}
