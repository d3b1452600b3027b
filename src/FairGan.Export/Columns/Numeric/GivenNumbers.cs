namespace FairGan.Export.Columns.Numeric;

/// <summary>Collects given cells as numbers. A column whose cells are all missing comes as text.</summary>
/// <param name="name">The column's name.</param>
internal sealed class GivenNumbers(string name) : GivenCells
{
    private readonly List<double> _values = [];

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<char> cell, long row) => _values.Add(
        cell.Length == 0 ? double.NaN
        : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : throw new FormatException($"Row {row}, column '{name}': '{cell}' is not a number, as the generator has it there; correct the cell, or leave it empty."));

    /// <inheritdoc/>
    public override void Add(double number) => _values.Add(number);

    /// <inheritdoc/>
    public override SyntheticColumn ToColumn() => new RealColumn(name, [.. _values]);
}
