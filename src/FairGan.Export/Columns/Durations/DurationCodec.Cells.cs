using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Columns.Durations;

// Typed cells, conditions and given cells of durations.
internal sealed partial record DurationCodec
{
    /// <inheritdoc/>
    internal override TensorType TensorType => Numbers.TensorType;

    /// <inheritdoc/>
    internal override CellStorage Storage => CellStorage.Text;

    /// <inheritdoc/>
    internal override INumberCoding NumberCoding => Numbers;

    /// <inheritdoc/>
    internal override Type TimeType => typeof(TimeSpan);

    /// <inheritdoc/>
    internal override bool CanBeDetermined => Numbers.CanBeDetermined;

    /// <inheritdoc/>
    internal override bool CanGroup => Numbers.CanGroup;

    /// <inheritdoc/>
    internal override string? BalanceExample => Numbers.Knots.Count == 0 ? null
        : $"\"..{Text(Numbers.Decode(Numbers.Atoms.Count, 1))}\":1|\"{Text(Numbers.Decode(Numbers.Atoms.Count, 1))}..\":1";

    /// <inheritdoc/>
    internal override double[] NumbersOf(SyntheticColumn cells) =>
        Array.ConvertAll(((DurationColumn)cells).Values, duration => duration is { } present ? DurationUnits.NumberOf(present, Unit) : double.NaN);

    /// <inheritdoc/>
    internal override GivenCells CollectGiven() => new GivenDurations(this);

    /// <inheritdoc/>
    internal override SyntheticColumn Column(Array cells, long firstRow)
    {
        double[] numbers = cells is long[] whole ? Array.ConvertAll(whole, value => (double)value) : (double[])cells;
        return new DurationColumn(Name, Array.ConvertAll(numbers, number => double.IsNaN(number) ? (TimeSpan?)null : DurationUnits.DurationOf(number, Unit)), Format);
    }

    /// <inheritdoc/>
    internal override int[] SymbolsOf(SyntheticColumn cells) => Array.ConvertAll(((DurationColumn)cells).Values, Encode);

    /// <inheritdoc/>
    internal override CodedCells Read(SyntheticColumn cells, long startRow, bool isTarget)
    {
        var given = cells as DurationColumn ?? throw Mismatch("durations");
        var coded = CodedCells.Missing(given.RowCount);
        for (int row = 0; row < given.RowCount; row++)
        {
            if (given.Values[row] is not { } duration)
            {
                continue;
            }

            double number = DurationUnits.NumberOf(duration, Unit);
            int symbol = Numbers.Encode(number);
            if ((symbol < 0 && !isTarget) || (IsWhole && !HasMissing && number != Math.Floor(number)))
            {
                throw Unknown(startRow + row + 1, _format.Write(duration), string.Join(", ", Enumerable.Range(0, SymbolCount)
                    .Where(other => other != MissingSymbol).OrderBy(other => Math.Abs(Numbers.Decode(other, 0.5) - number)).Take(3).Select(Describe)));
            }

            coded.Symbols[row] = symbol;
            coded.Values[row] = number;
        }

        return coded;
    }

    /// <inheritdoc/>
    internal override double ValueOf(int symbol, double uniform, double least, double most) => Numbers.Decode(symbol, uniform, least, most);

    /// <inheritdoc/>
    private protected override AllowedCells Select(ColumnCondition condition) =>
        NumberRanges.Allowed(Numbers, condition with { Alternatives = [.. condition.Alternatives.Select(NumbersIn)] });
}
