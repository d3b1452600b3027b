using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Columns.Identifiers;

// Typed cells of identifiers. Neither conditions nor given cells make sense for them.
internal sealed partial record IdentifierCodec
{
    /// <inheritdoc/>
    internal override TensorType TensorType => TensorType.Code;

    /// <inheritdoc/>
    internal override CellStorage Storage => !IsNumber ? CellStorage.Text : HasMissing ? CellStorage.Number : CellStorage.Whole;

    /// <inheritdoc/>
    internal override bool HasValues => false;

    /// <inheritdoc/>
    internal override GivenCells CollectGiven() => new GivenCategories(Name);

    /// <inheritdoc/>
    internal override SyntheticColumn Column(Array cells, long firstRow)
    {
        long?[] numbers = [.. ((int[])cells).Select((symbol, row) => symbol == MissingSymbol ? null : (long?)(First + firstRow + row))];
        return !IsNumber ? new IdentifierColumn(Name, numbers, this)
            : HasMissing ? new RealColumn(Name, Array.ConvertAll(numbers, number => number ?? double.NaN))
            : new IntegerColumn(Name, Array.ConvertAll(numbers, number => number!.Value));
    }

    /// <inheritdoc/>
    internal override int[] SymbolsOf(SyntheticColumn cells) => throw NoValues();

    /// <inheritdoc/>
    internal override CodedCells Read(SyntheticColumn cells, long startRow, bool isTarget) =>
        throw new ArgumentException($"Column '{Name}' contains identifiers, which are generated anew for every row; leave it out.");

    /// <inheritdoc/>
    internal override double ValueOf(int symbol, double uniform, double least, double most) => throw NoValues();

    /// <inheritdoc/>
    private protected override AllowedCells Select(ColumnCondition condition) => throw NoValues();

    private NotSupportedException NoValues() => new($"Column '{Name}' contains identifiers, whose symbols have no values.");
}
