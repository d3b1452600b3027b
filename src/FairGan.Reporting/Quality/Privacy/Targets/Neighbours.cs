namespace FairGan.Reporting.Quality.Privacy.Targets;

/// <summary>The rows of a table that are nearest to each of some queried rows.</summary>
/// <param name="Rows">For every query, the numbers of the nearest rows, the nearest first; of rows as near, the first ones.</param>
/// <param name="Distances">For every query, their distances, summed over the columns.</param>
internal sealed record Neighbours(int[][] Rows, float[][] Distances)
{
    /// <summary>Searches the nearest rows.</summary>
    /// <param name="searched">The coordinates of the table that is searched.</param>
    /// <param name="queries">The coordinates of the rows whose neighbours are sought.</param>
    /// <param name="count">How many neighbours.</param>
    /// <param name="isSame">Whether both are the same table, so that a row is not its own neighbour.</param>
    /// <param name="parallel">Threads and token.</param>
    public static Neighbours Find(float[][] searched, float[][] queries, int count, bool isSame, ParallelOptions parallel)
    {
        int rows = searched[0].Length, wanted = Math.Min(count, rows - (isSame ? 1 : 0));
        int[][] nearest = new int[queries[0].Length][];
        float[][] distances = new float[queries[0].Length][];
        Parallel.For(
            0,
            nearest.Length,
            parallel,
            () => new float[rows],
            (query, _, sums) =>
            {
                GowerSpace.SumDistances(searched, queries, query, sums);
                if (isSame)
                {
                    sums[query] = float.PositiveInfinity;
                }

                (nearest[query], distances[query]) = Least(sums, wanted);
                return sums;
            },
            _ => { });
        return new Neighbours(nearest, distances);
    }

    private static (int[] Rows, float[] Distances) Least(float[] sums, int count)
    {
        int[] rows = new int[count];
        float[] least = new float[count];
        Array.Fill(least, float.PositiveInfinity);
        for (int row = 0; row < sums.Length; row++)
        {
            if (count == 0 || sums[row] >= least[^1])
            {
                continue;
            }

            int place = count - 1;
            for (; place > 0 && least[place - 1] > sums[row]; place--)
            {
                (least[place], rows[place]) = (least[place - 1], rows[place - 1]);
            }

            (least[place], rows[place]) = (sums[row], row);
        }

        return (rows, least);
    }
}
