namespace FairGan.Reporting.Quality.Privacy.Inference;

/// <summary>A description that may fit exactly one person: conditions on some columns.</summary>
/// <param name="Conditions">By column: the value; 0 for equal to it, 1 for at least it, −1 for at most it.</param>
internal sealed record RowPredicate((int Column, double Value, int Direction)[] Conditions)
{
    /// <summary>Whether exactly one row of a table fits.</summary>
    public bool Isolates(ColumnarTable table)
    {
        int found = 0;
        for (int row = 0; row < table.RowCount && found < 2; row++)
        {
            found += Array.TrueForAll(Conditions, condition => Fits(table.Columns[condition.Column], row, condition.Value, condition.Direction)) ? 1 : 0;
        }

        return found == 1;
    }

    /// <summary>A cell as a number: of categories, the code.</summary>
    public static double Cell(TableColumn column, int row) => column.IsNumeric ? column.Numbers[row] : column.Codes[row];

    private static bool Fits(TableColumn column, int row, double value, int direction)
    {
        double cell = Cell(column, row);
        return double.IsNaN(value) ? double.IsNaN(cell) : direction == 0 ? cell == value : direction > 0 ? cell >= value : cell <= value;
    }
}
