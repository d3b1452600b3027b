namespace FairGan.Export.Columns.Numeric;

/// <summary>Cells of a column of numbers.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">For every row, its value; NaN where missing.</param>
public sealed record RealColumn(string Name, double[] Values) : SyntheticColumn(Name)
{
    /// <summary>The format of the numbers; null for the plain format.</summary>
    internal NumberFormat? Format { get; init; }

    /// <inheritdoc/>
    public override int RowCount => Values.Length;

    /// <inheritdoc/>
    private protected override string Contents => "numbers: read them as double, double? or string";

    /// <inheritdoc/>
    public override string Text(int row) => double.IsNaN(Values[row]) ? "" : Format?.Format(Values[row]) ?? Values[row].ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    internal override bool TryWriteNumber(int row, Span<byte> destination, out int written)
    {
        written = 0;
        return Format is null && (double.IsNaN(Values[row]) || Values[row].TryFormat(destination, out written, "R", CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    private protected override Array? CellsAs(Type type) =>
        type == typeof(double) ? Values
        : type == typeof(double?) ? Array.ConvertAll(Values, value => double.IsNaN(value) ? (double?)null : value)
        : null;
}
