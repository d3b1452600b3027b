namespace FairGan.MLNet.Components;

/// <summary>Counts the rows of a table, reading it where it does not know their number.</summary>
internal static class RowCounter
{
    /// <summary>The number of rows, found by reading where the table does not know it.</summary>
    public static long Count(IDataView data)
    {
        if (data.GetRowCount() is { } known)
        {
            return known;
        }

        long rows = 0;
        using DataViewRowCursor cursor = data.GetRowCursor([]);
        while (cursor.MoveNext())
        {
            rows++;
        }

        return rows;
    }
}
