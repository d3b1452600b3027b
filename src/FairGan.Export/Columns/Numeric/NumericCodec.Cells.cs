namespace FairGan.Export.Columns.Numeric;

// Typed cells, conditions and given cells of numbers.
internal sealed partial record NumericCodec : INumberCoding
{
    /// <inheritdoc/>
    internal override TensorType TensorType => IsInteger && !HasMissing ? TensorType.Whole : TensorType.Number;

    /// <inheritdoc/>
    internal override CellStorage Storage => IsInteger && !HasMissing ? CellStorage.Whole : CellStorage.Number;

    /// <inheritdoc/>
    internal override INumberCoding NumberCoding => this;

    /// <inheritdoc/>
    internal override string? BalanceExample => Knots.Count > 0 ? "..30:1|31..:1" : null;

    /// <inheritdoc/>
    double INumberCoding.Least => Least;

    /// <inheritdoc/>
    int INumberCoding.SingleNumbers => Atoms.Count;

    /// <inheritdoc/>
    double INumberCoding.Middle(int symbol) => Decode(symbol, 0.5);

    /// <inheritdoc/>
    internal override bool CanBeDetermined => Knots.Count == 0;

    /// <inheritdoc/>
    internal override bool CanGroup => Knots.Count == 0;

    /// <inheritdoc/>
    internal override double[] NumbersOf(SyntheticColumn cells) => cells.Cells<double>();

    /// <inheritdoc/>
    internal override GivenCells CollectGiven() => new GivenNumbers(Name);

    /// <inheritdoc/>
    internal override SyntheticColumn Column(Array cells, long firstRow) => cells is long[] whole
        ? new IntegerColumn(Name, whole) { Format = Written }
        : new RealColumn(Name, WithPlainZeros((double[])cells)) { Format = Written };

    /// <inheritdoc/>
    internal override int[] SymbolsOf(SyntheticColumn cells) => Array.ConvertAll(cells.Cells<double>(), Encode);

    /// <inheritdoc/>
    internal override CodedCells Read(SyntheticColumn cells, long startRow, bool isTarget)
    {
        double[] values = cells is IntegerColumn or RealColumn ? cells.Cells<double>() : throw Mismatch("numbers");
        var coded = CodedCells.Missing(values.Length);
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            if (double.IsNaN(value))
            {
                continue;
            }

            int symbol = Encode(value);
            if ((symbol < 0 && !isTarget) || (IsInteger && !HasMissing && value != Math.Floor(value)))
            {
                throw Unknown(startRow + row + 1, value.ToString("R", CultureInfo.InvariantCulture), string.Join(", ", Enumerable.Range(0, SymbolCount)
                    .Where(other => other != MissingSymbol).OrderBy(other => Math.Abs(Decode(other, 0.5) - value)).Take(3).Select(Describe)));
            }

            coded.Symbols[row] = symbol;
            coded.Values[row] = value;
        }

        return coded;
    }

    /// <inheritdoc/>
    internal override double ValueOf(int symbol, double uniform, double least, double most) => this.Decode(symbol, uniform, least, most);

    /// <inheritdoc/>
    AllowedCells? INumberCoding.UpTo(double most)
    {
        var allowed = NumberRanges.Allowed(this, [(double.NegativeInfinity, most)], missing: false);
        return allowed.IsPossible ? allowed : null;
    }

    /// <inheritdoc/>
    double? INumberCoding.UniformOf(int symbol, double number)
    {
        if (symbol < Atoms.Count || symbol == MissingSymbol)
        {
            return null;
        }

        var (low, high) = this.Inside(symbol, number, number);
        return Math.Clamp(low <= high ? (low + high) / 2 : number < Knots[symbol - Atoms.Count][0] ? 0 : 1, 0, 1);
    }

    /// <inheritdoc/>
    private protected override AllowedCells Select(ColumnCondition condition) => NumberRanges.Allowed(this, condition);

    /// <inheritdoc/>
    private protected override ArgumentException NoneOf(ColumnCondition condition)
    {
        if (Knots.Count == 0)
        {
            return new ArgumentException($"Column '{Name}' has no value {Asked(condition)}; it has {string.Join(", ", Atoms.Select(atom => atom.ToString("R", CultureInfo.InvariantCulture)))}.");
        }

        double least = Math.Min(Knots[0][0], Atoms.Count > 0 ? Atoms[0] : double.PositiveInfinity);
        double most = Math.Max(Knots[^1][^1], Atoms.Count > 0 ? Atoms[^1] : double.NegativeInfinity);

        // The ends of a bin are half a step outside its values.
        double inside = Grid.Step / 4;
        return new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"Column '{Name}' has no value {Asked(condition)}; its values go from {Rounded(least + inside):R} to {Rounded(most - inside):R}{(Decimals < 0 ? " and are not rounded, so ask for a range" : "")}."));
    }
}
