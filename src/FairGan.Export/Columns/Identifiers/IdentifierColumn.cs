namespace FairGan.Export.Columns.Identifiers;

/// <summary>Cells of a column of identifiers that are not plain numbers.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Numbers">For every row, the number of its identifier; null where missing.</param>
/// <param name="Codec">Writes the identifiers.</param>
public sealed record IdentifierColumn(string Name, long?[] Numbers, IdentifierCodec Codec) : SyntheticColumn(Name)
{
    /// <inheritdoc/>
    public override int RowCount => Numbers.Length;

    /// <inheritdoc/>
    private protected override string Contents => "identifiers: read them as string, or their numbers as long?";

    /// <inheritdoc/>
    public override string Text(int row) => Numbers[row] is { } number ? Codec.Text(number) : "";

    /// <inheritdoc/>
    private protected override Array? CellsAs(Type type) => type == typeof(long?) ? Numbers : null;
}
