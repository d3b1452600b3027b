namespace FairGan.Export.Columns.Dates;

/// <summary>Cells of a column of dates, times of day, or both.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">For every row, its time; null where missing.</param>
/// <param name="Format">The .NET format of the real cells, in the invariant culture.</param>
public sealed record DateColumn(string Name, DateTime?[] Values, string Format) : SyntheticColumn(Name)
{
    /// <inheritdoc/>
    public override int RowCount => Values.Length;

    /// <inheritdoc/>
    private protected override string Contents => "dates: read them as DateTime? or string";

    /// <inheritdoc/>
    public override string Text(int row) => Values[row]?.ToString(Format, CultureInfo.InvariantCulture) ?? "";

    /// <inheritdoc/>
    private protected override Array? CellsAs(Type type) => type == typeof(DateTime?) ? Values : null;
}
