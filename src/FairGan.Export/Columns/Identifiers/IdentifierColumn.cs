namespace FairGan.Export.Columns.Identifiers;

/// <summary>Generated cells of a column of identifiers that are not plain numbers.</summary>
public sealed record IdentifierColumn : SyntheticColumn
{
    internal IdentifierColumn(string name, long?[] numbers, IdentifierCodec codec)
        : base(name)
    {
        Numbers = numbers;
        Codec = codec;
    }

    /// <summary>For every row, the number of its identifier; null where missing.</summary>
    public long?[] Numbers { get; init; }

    /// <summary>Writes the identifiers.</summary>
    internal IdentifierCodec Codec { get; }

    /// <inheritdoc/>
    public override int RowCount => Numbers.Length;

    /// <inheritdoc/>
    private protected override string Contents => "identifiers: read them as string, or their numbers as long?";

    /// <inheritdoc/>
    public override string Text(int row) => Numbers[row] is { } number ? Codec.Text(number) : "";

    /// <inheritdoc/>
    private protected override Array? CellsAs(Type type) => type == typeof(long?) ? Numbers : null;
}
