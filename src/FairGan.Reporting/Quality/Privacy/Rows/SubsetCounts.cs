namespace FairGan.Reporting.Quality.Privacy.Rows;

/// <summary>
/// Counts over random subsets of one to four columns: how often generated rows share a target's values there, over how often reference
/// rows do. The sum of the logarithms over many subsets is a strong attack, because each training row raises all of its own counts (the
/// idea of the query-based attack of Houssiau et al. 2022, TAPAS, https://arxiv.org/abs/2211.06550).
/// </summary>
internal static class SubsetCounts
{
    private const int MostColumns = 4;
    private const double Prior = 0.5;

    /// <summary>The scores of the targets.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="generated">Generated rows.</param>
    /// <param name="reference">Rows of the same population that are neither training rows nor targets.</param>
    /// <param name="subsets">How many subsets.</param>
    /// <param name="seed">Seed of the subsets.</param>
    /// <param name="parallel">Threads and token.</param>
    public static double[] Scores(
        ColumnarTable targets, ColumnarTable generated, ColumnarTable reference, int subsets, int seed, ParallelOptions parallel)
    {
        LevelTable[] levels = LevelTable.Of(reference, targets, generated, reference);
        double scale = (double)reference.RowCount / generated.RowCount;
        double[] scores = new double[targets.RowCount];
        (int Column, int Resolution)[][] chosen = Subsets(targets.Columns.Count, subsets, seed);
        var gate = new Lock();
        Parallel.ForEach(chosen, parallel, subset =>
        {
            ulong[] keys = Keys(levels[0], subset, targets.RowCount);
            int[] ofGenerated = Counts(keys, Keys(levels[1], subset, generated.RowCount));
            int[] ofReference = Counts(keys, Keys(levels[2], subset, reference.RowCount));
            lock (gate)
            {
                for (int row = 0; row < scores.Length; row++)
                {
                    scores[row] += Math.Log(((ofGenerated[row] * scale) + Prior) / (ofReference[row] + Prior)) / chosen.Length;
                }
            }
        });
        return scores;
    }

    private static (int Column, int Resolution)[][] Subsets(int columns, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int[] order = RowSampling.All(columns);
            random.Shuffle(order);
            return order.Take(random.Next(1, Math.Min(MostColumns, columns) + 1)).Select(column => (column, random.Next(LevelTable.Resolutions))).ToArray();
        })];
    }

    private static ulong[] Keys(LevelTable levels, (int Column, int Resolution)[] subset, int rows)
    {
        ulong[] keys = new ulong[rows];
        foreach ((int column, int resolution) in subset)
        {
            int[] cells = levels.Column(column, resolution);
            for (int row = 0; row < rows; row++)
            {
                keys[row] = (keys[row] ^ (uint)cells[row]) * 0x9E3779B97F4A7C15;
                keys[row] ^= keys[row] >> 29;
            }
        }

        return keys;
    }

    private static int[] Counts(ulong[] keys, ulong[] among)
    {
        Dictionary<ulong, int> places = [];
        foreach (ulong key in keys)
        {
            places.TryAdd(key, places.Count);
        }

        int[] counts = new int[places.Count];
        foreach (ulong key in among)
        {
            if (places.TryGetValue(key, out int place))
            {
                counts[place]++;
            }
        }

        return Array.ConvertAll(keys, key => counts[places[key]]);
    }
}
