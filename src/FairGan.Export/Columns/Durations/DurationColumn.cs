namespace FairGan.Export.Columns.Durations;

/// <summary>Cells of a column of durations.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">For every row, its duration; null where missing.</param>
/// <param name="Format">How the real cells are written, such as <c>h:mm:ss</c>, <c>0 min</c> or <c>PT1H1M</c>.</param>
/// <exception cref="FormatException">The format is none.</exception>
public sealed record DurationColumn(string Name, TimeSpan?[] Values, string Format) : SyntheticColumn(Name)
{
    private readonly DurationFormat _format = DurationFormat.Parse(Format);

    /// <inheritdoc/>
    public override int RowCount => Values.Length;

    /// <inheritdoc/>
    private protected override string Contents => "durations: read them as TimeSpan? or string";

    /// <inheritdoc/>
    public override string Text(int row) => Values[row] is { } duration ? _format.Write(duration) : "";

    /// <inheritdoc/>
    private protected override Array? CellsAs(Type type) => type == typeof(TimeSpan?) ? Values : null;
}
