namespace FairGan.Export.Columns.Categorical;

/// <summary>Cells of a column of categories.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Codes">For every row, a position in <paramref name="Categories"/>; the position past the end where the cell is missing.</param>
/// <param name="Categories">The column's categories.</param>
public sealed record CategoricalColumn(string Name, int[] Codes, IReadOnlyList<string> Categories) : SyntheticColumn(Name)
{
    /// <inheritdoc/>
    public override int RowCount => Codes.Length;

    /// <inheritdoc/>
    internal override (IReadOnlyList<string> Texts, int[] Positions)? Listed => (Categories, Codes);

    /// <inheritdoc/>
    private protected override string Contents => "categories: read them as string, or their codes as int";

    /// <inheritdoc/>
    public override string Text(int row) => Codes[row] < Categories.Count ? Categories[Codes[row]] : "";

    /// <inheritdoc/>
    private protected override Array? CellsAs(Type type) => type == typeof(int) ? Codes : null;
}
