using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Columns.Dates;

// Typed cells, conditions and given cells of dates.
internal sealed partial record DateCodec
{
    /// <inheritdoc/>
    internal override TensorType TensorType => HasMissing ? TensorType.Number : TensorType.Whole;

    /// <inheritdoc/>
    internal override CellStorage Storage => CellStorage.Text;

    /// <inheritdoc/>
    internal override double CountedFrom => Origin;

    /// <inheritdoc/>
    internal override INumberCoding NumberCoding => Numbers;

    /// <inheritdoc/>
    internal override Type TimeType => typeof(DateTime);

    /// <inheritdoc/>
    internal override double[] NumbersOf(SyntheticColumn cells) =>
        Array.ConvertAll(((DateColumn)cells).Values, time => time is { } present ? UnitsOf(present, Unit) - Origin : double.NaN);

    /// <inheritdoc/>
    internal override GivenCells CollectGiven() => new GivenDates(this);

    /// <inheritdoc/>
    internal override SyntheticColumn Column(Array cells, long firstRow)
    {
        double[] units = cells is long[] whole ? Array.ConvertAll(whole, value => (double)value) : (double[])cells;
        return new DateColumn(Name, Array.ConvertAll(units, value => double.IsNaN(value) ? (DateTime?)null : Written.Generated(TimeOf((long)value, Unit))), Format);
    }

    /// <inheritdoc/>
    internal override int[] SymbolsOf(SyntheticColumn cells) => Array.ConvertAll(((DateColumn)cells).Values, Encode);

    /// <inheritdoc/>
    internal override CodedCells Read(SyntheticColumn cells, long startRow, bool isTarget)
    {
        var given = cells as DateColumn ?? throw Mismatch("dates");
        var coded = CodedCells.Missing(given.RowCount);
        for (int row = 0; row < given.RowCount; row++)
        {
            if (given.Values[row] is { } time)
            {
                coded.Symbols[row] = Encode(time);
                coded.Values[row] = UnitsOf(time, Unit);
            }
        }

        return coded;
    }

    /// <inheritdoc/>
    internal override double ValueOf(int symbol, double uniform, double least, double most) => Numbers.Decode(symbol, uniform, least, most) + Origin;

    /// <inheritdoc/>
    private protected override AllowedCells Select(ColumnCondition condition) =>
        NumberRanges.Allowed(Numbers, condition with { Alternatives = [.. condition.Alternatives.Select(Units)] });

    // A date or a range of dates as units since the origin.
    private string Units(string text)
    {
        return string.Join("..", text.Split("..").Select(End));

        string End(string end) =>
            end.Length == 0 ? ""
            : TryRead(end, out var time)
                ? (UnitsOf(time, Unit) - Origin).ToString(CultureInfo.InvariantCulture)
                : throw new ArgumentException($"Column '{Name}' contains dates; '{text}' is neither a date as {Format} nor a range of such.");
    }
}
