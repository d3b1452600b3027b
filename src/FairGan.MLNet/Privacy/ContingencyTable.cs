namespace FairGan.MLNet.Privacy;

/// <summary>Counts how many rows hold each combination of some columns' cells.</summary>
internal static class ContingencyTable
{
    /// <summary>The counts, the last column's cell running fastest; the number of rows if there are no columns.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="cells">For every column, the cell of every row.</param>
    /// <param name="sizes">Of every column, the number of cells.</param>
    public static long[] Of(int rows, IReadOnlyList<ushort[]> cells, IReadOnlyList<int> sizes)
    {
        var counts = new long[sizes.Aggregate(1, (product, size) => checked(product * size))];
        for (int row = 0; row < rows; row++)
        {
            int at = 0;
            for (int i = 0; i < cells.Count; i++)
            {
                at = (at * sizes[i]) + cells[i][row];
            }

            counts[at]++;
        }

        return counts;
    }
}
