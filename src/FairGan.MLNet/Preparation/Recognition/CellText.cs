namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Reads cells as generators are trained on them. How they are read is part of the file format and must not change.</summary>
internal static class CellText
{
    /// <summary>A function that gives the current row's number; NaN is missing. A float is read as its shortest decimal.</summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">A column of numbers.</param>
    public static Func<double> Number(DataViewRow row, DataViewSchema.Column column) => CellReader.Number(row, column, FloatReading.ShortestDecimal);

    /// <summary>
    /// A function that gives the current row's cell as text; empty is missing. A key is the value it stands for, or its number where
    /// the column does not name it; a Boolean is <c>True</c> or <c>False</c>.
    /// </summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="FormatException">Columns of this type cannot be learned.</exception>
    public static Func<ReadOnlyMemory<char>> Getter(DataViewRow row, DataViewSchema.Column column) =>
        CellReader.Text(row, column, BooleanSpelling.Capitalised, FloatReading.ShortestDecimal)
        ?? throw new FormatException($"Column '{column.Name}' is of type {column.Type}, which is not supported; drop or convert it first.");
}
