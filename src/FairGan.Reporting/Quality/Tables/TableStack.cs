namespace FairGan.Reporting.Quality.Tables;

/// <summary>Appends the rows of one table to those of another.</summary>
internal static class TableStack
{
    /// <summary>The rows of two tables with the same columns and categories.</summary>
    public static ColumnarTable Of(ColumnarTable top, ColumnarTable bottom)
    {
        List<TableColumn> columns = [];
        foreach (TableColumn column in top.Columns)
        {
            TableColumn below = bottom[column.Name];
            columns.Add(column.IsNumeric
                ? new TableColumn(column.Name, [.. column.Numbers, .. below.Numbers], column.Texts)
                : new TableColumn(column.Name, [.. column.Codes, .. below.Codes], column.Categories));
        }

        return new ColumnarTable(columns, top.RowCount + bottom.RowCount);
    }
}
