using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Columns;

/// <summary>
/// Converts between a column's cells and its symbols 0..<see cref="SymbolCount"/>-1. Immutable; fitted once on the real column and
/// stored in the generator's file.
/// </summary>
/// <remarks>
/// The internal members are all that the generator's graph, the file, preparation and sampling need of a kind of column. A new kind is a
/// folder beside this file with a codec that implements them, a value of <see cref="ColumnKind"/>, a name in the file's JSON and, where
/// its cells are numbers in some form, an <see cref="IQuantity"/> that the room Kinds lists.
/// </remarks>
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

    /// <summary>The type of the real column in the Parquet file that it comes from, such as <c>DECIMAL(9,2)</c>; null where it comes from no such file.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal string? Stored { get; init; }

    /// <summary>Descriptions of the column and its values; null for none.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal ColumnNotes? Notes { get; init; }

    /// <summary>The kind of the cells.</summary>
    [JsonIgnore]
    public abstract ColumnKind Kind { get; }

    /// <summary>Number of symbols, the one for missing cells included.</summary>
    [JsonIgnore]
    public abstract int SymbolCount { get; }

    /// <summary>The symbol of missing cells, or -1 where the column has none.</summary>
    [JsonIgnore]
    public int MissingSymbol => HasMissing ? SymbolCount - 1 : -1;

    /// <summary>The texts that cells are taken from, rare ones included; null for kinds whose cells come from no list.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string>? ListedTexts => null;

    /// <summary>How cells are written, in the form of the kind; null for the plain way.</summary>
    [JsonIgnore]
    public virtual string? CellFormat => null;

    /// <summary>
    /// The symbol of the value written as <paramref name="text"/> (numbers compare by value), or -1 if no symbol has only that
    /// value.
    /// </summary>
    /// <param name="text">The value, in invariant culture; empty for a missing cell.</param>
    public abstract int SymbolOf(string text);

    /// <summary>How a report names a symbol: the value, an interval of values, or a mark for rare and missing ones.</summary>
    /// <param name="symbol">The symbol, 0..<see cref="SymbolCount"/>-1.</param>
    public abstract string Describe(int symbol);

    /// <summary>Whether the generator's file returns whole numbers, where no cell is missing.</summary>
    internal virtual bool IsWhole => false;

    /// <summary>The type of the cells that the generator's file returns.</summary>
    internal virtual DataType ValueType => IsWhole && !HasMissing ? DataType.Int64 : DataType.Double;

    /// <summary>Whether the generator's file returns whole numbers beside the cells, from which the cells follow: sampling reads these.</summary>
    internal virtual bool HasCodes => false;

    /// <summary>Whether some symbol has several values, among which a random number of each row chooses.</summary>
    internal virtual bool ChoosesInside => false;

    /// <summary>The quantity that the cells measure: rules can compare and add columns of the same measure. Null for no quantity.</summary>
    internal virtual string? Measure => null;

    /// <summary>Decimals that a sum with this column is rounded to; -1 for none.</summary>
    internal virtual int SumDecimals => 0;

    /// <summary>Adds the nodes that turn symbols into values, which rules between columns may still change.</summary>
    /// <param name="cells">The part of the graph that is the column's.</param>
    /// <returns>Name of the values, [n].</returns>
    internal abstract string EmitValues(ICellGraph cells);

    /// <summary>Adds the nodes that move values which a rule made from another column's onto the lattice of the column's cells.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">Name of the values.</param>
    /// <param name="low">Name of the values that they may not be below.</param>
    /// <param name="range">The least and the greatest value of the column.</param>
    /// <returns>Name of the moved values.</returns>
    internal virtual string EmitOnLattice(GraphBuilder graph, string values, string low, (double Least, double Greatest) range) => values;

    /// <summary>Adds the outputs of the column.</summary>
    /// <param name="cells">The part of the graph that is the column's.</param>
    /// <param name="values">Name of the values after rules.</param>
    internal virtual void EmitOutputs(ICellGraph cells, string values) =>
        cells.OutputValues(ValueType == DataType.Int64 ? cells.Graph.Cast(values, DataType.Int64) : values, ValueType);
}
