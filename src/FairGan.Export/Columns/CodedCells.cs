namespace FairGan.Export.Columns;

/// <summary>The cells of one column that a user gives, coded as symbols and numbers.</summary>
/// <param name="Symbols">For every row, its symbol; -1 where the cell is missing or no symbol codes it.</param>
/// <param name="Values">For every row, its number (of dates, units since 1970) or the position of its category; NaN where the cell is missing.</param>
internal sealed record CodedCells(int[] Symbols, double[] Values)
{
    /// <summary>Rows of which every cell is missing.</summary>
    /// <param name="rows">Number of rows.</param>
    public static CodedCells Missing(int rows)
    {
        var cells = new CodedCells(new int[rows], new double[rows]);
        Array.Fill(cells.Symbols, -1);
        Array.Fill(cells.Values, double.NaN);
        return cells;
    }
}
