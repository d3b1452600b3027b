namespace FairGan.Export.Columns;

// What sampling asks of every kind of column: typed cells, conditions, and given cells that are filled in around.
public abstract partial record ColumnCodec
{
    /// <summary>The element type of the tensor that the generator's file returns.</summary>
    internal abstract TensorType TensorType { get; }

    /// <summary>The type in which typed files store the cells.</summary>
    internal abstract CellStorage Storage { get; }

    /// <summary>Whether symbols represent values, so that conditions and given cells make sense; false where cells are generated anew for every row.</summary>
    internal virtual bool HasValues => true;

    /// <summary>The number that <see cref="NumberCoding"/> counts from.</summary>
    internal virtual double CountedFrom => 0;

    /// <summary>The coding of the numbers; null for kinds whose values are not numbers.</summary>
    internal virtual INumberCoding? NumberCoding => null;

    /// <summary>An example of shares of some values, where the column has too many to give each the same share; null where it has not.</summary>
    internal virtual string? BalanceExample => null;

    /// <summary>Typed cells out of what the generator's file returned.</summary>
    /// <param name="cells">An array of <see cref="TensorType"/>'s type.</param>
    /// <param name="firstRow">Number of the first row.</param>
    /// <exception cref="FormatException">The file returned values that the schema does not have.</exception>
    internal abstract SyntheticColumn Column(Array cells, long firstRow);

    /// <summary>The symbols of generated cells.</summary>
    internal abstract int[] SymbolsOf(SyntheticColumn cells);

    /// <summary>Codes cells that a user gives.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="startRow">Number of the first row, for messages.</param>
    /// <param name="isTarget">Whether a rule makes this column out of others: its symbols are then those of distances, so any number is welcome.</param>
    /// <exception cref="ArgumentException">The cells are of another kind, or one has a value that the generator does not know.</exception>
    internal abstract CodedCells Read(SyntheticColumn cells, long startRow, bool isTarget);

    /// <summary>The number, or the position of the category, that a symbol decodes to.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="uniform">Where inside the symbol, from 0 to 1.</param>
    /// <param name="least">A bound of <see cref="AllowedCells.Inside"/> that the value must not go below.</param>
    /// <param name="most">A bound that it must not exceed.</param>
    internal abstract double ValueOf(int symbol, double uniform, double least, double most);

    /// <summary>The cells that a condition allows.</summary>
    /// <exception cref="ArgumentException">The column has none of the alternatives; the message names close ones.</exception>
    internal AllowedCells Allowed(ColumnCondition condition)
    {
        if (condition.Alternatives.Count == 0)
        {
            throw new ArgumentException($"The condition on column '{Name}' has no alternatives.");
        }

        if (condition.Alternatives.Contains("") && !HasMissing && !condition.Excluded)
        {
            throw new ArgumentException($"Column '{Name}' has no missing cells, so a condition cannot ask for them.");
        }

        var allowed = Select(condition);
        return allowed.IsPossible ? allowed : throw NoneOf(condition);
    }

    /// <summary>The cells that a condition allows; perhaps none.</summary>
    private protected abstract AllowedCells Select(ColumnCondition condition);

    /// <summary>The error where no cell meets a condition.</summary>
    private protected virtual ArgumentException NoneOf(ColumnCondition condition) => new($"Column '{Name}' has no value {Asked(condition)}.");

    /// <summary>A condition's alternatives, for messages.</summary>
    private protected static string Asked(ColumnCondition condition) => (condition.Excluded ? "but " : "") + string.Join(" or ", condition.Alternatives);

    /// <summary>The error where a given value is unknown.</summary>
    private protected ArgumentException Unknown(long row, string value, string nearest) => new(
        $"Row {row}, column '{Name}': the generator does not know the value '{value}'; the nearest are {nearest}. Correct the cell, or leave it empty to have it filled in.");

    /// <summary>The error where given cells are of another kind.</summary>
    private protected ArgumentException Mismatch(string holds) => new($"Column '{Name}' contains {holds}, not what is given.");
}
