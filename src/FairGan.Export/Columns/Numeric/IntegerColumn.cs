using System.Buffers.Text;

namespace FairGan.Export.Columns.Numeric;

/// <summary>Cells of a column of whole numbers that has no missing cells.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">For every row, its value.</param>
public sealed record IntegerColumn(string Name, long[] Values) : SyntheticColumn(Name)
{
    /// <summary>The format of the numbers; null for the plain format.</summary>
    internal NumberFormat? Format { get; init; }

    /// <inheritdoc/>
    public override int RowCount => Values.Length;

    /// <inheritdoc/>
    private protected override string Contents => "whole numbers: read them as long, double or string";

    /// <inheritdoc/>
    public override string Text(int row) => Format?.Format(Values[row]) ?? Values[row].ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    internal override bool TryWriteNumber(int row, Span<byte> destination, out int written)
    {
        written = 0;
        return Format is null && Utf8Formatter.TryFormat(Values[row], destination, out written);
    }

    /// <inheritdoc/>
    private protected override Array? CellsAs(Type type) =>
        type == typeof(long) ? Values
        : type == typeof(double) ? Array.ConvertAll(Values, value => (double)value)
        : null;
}
