namespace FairGan.Export.Columns.Dates;

/// <summary>Cells of a column of dates, times of day, or both.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">For every row, its time; null where missing.</param>
/// <param name="Format">
/// The format of the real cells: a .NET format of the invariant culture, before which names of another language, the meaning of two digits of a
/// year and the like may stand in brackets, or <c>[Excel]0</c>, <c>[unix]0</c> and <c>[unix ms]0</c> for numbers.
/// </param>
public sealed record DateColumn(string Name, DateTime?[] Values, string Format) : SyntheticColumn(Name)
{
    private DateFormat Written => field ??= DateFormat.Parse(Format);

    /// <inheritdoc/>
    public override int RowCount => Values.Length;

    /// <inheritdoc/>
    private protected override string Contents => "dates: read them as DateTime? or string";

    /// <inheritdoc/>
    public override string Text(int row) => Values[row] is { } time ? Written.Write(time) : "";

    /// <inheritdoc/>
    private protected override Array? CellsAs(Type type) => type == typeof(DateTime?) ? Values : null;
}
