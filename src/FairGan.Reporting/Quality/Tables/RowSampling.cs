namespace FairGan.Reporting.Quality.Tables;

/// <summary>Seeded choices of rows. The same seed always chooses the same rows.</summary>
internal static class RowSampling
{
    /// <summary>All row numbers, in order.</summary>
    public static int[] All(int count) => [.. Enumerable.Range(0, count)];

    /// <summary>Row numbers in random order.</summary>
    public static int[] Shuffled(int count, int seed)
    {
        int[] rows = All(count);
        new Random(seed).Shuffle(rows);
        return rows;
    }

    /// <summary>At most <paramref name="maximum"/> of the rows, sampled without replacement, in ascending order.</summary>
    public static int[] AtMost(int count, int maximum, int seed)
    {
        if (count <= maximum)
        {
            return All(count);
        }

        int[] rows = Shuffled(count, seed)[..maximum];
        Array.Sort(rows);
        return rows;
    }

    /// <summary>Two random halves of the rows, each in ascending order; the first is the smaller one when the count is odd.</summary>
    public static (int[] First, int[] Second) Halves(int count, int seed)
    {
        int[] rows = Shuffled(count, seed);
        int[] first = rows[..(count / 2)];
        int[] second = rows[(count / 2)..];
        Array.Sort(first);
        Array.Sort(second);
        return (first, second);
    }

    /// <summary>
    /// Splits the rows in two so that each part holds the same share of every class.
    /// A class of one row stays in the first part.
    /// </summary>
    public static (int[] Kept, int[] HeldOut) Stratified(IReadOnlyList<int> classes, double share, int seed)
    {
        List<int> kept = [];
        List<int> heldOut = [];
        Random random = new(seed);
        foreach (IGrouping<int, int> group in Enumerable.Range(0, classes.Count).GroupBy(row => classes[row]).OrderBy(group => group.Key))
        {
            int[] rows = [.. group];
            random.Shuffle(rows);
            int taken = rows.Length == 1 ? 0 : Math.Clamp((int)Math.Round(rows.Length * share, MidpointRounding.AwayFromZero), 1, rows.Length - 1);
            heldOut.AddRange(rows[..taken]);
            kept.AddRange(rows[taken..]);
        }

        kept.Sort();
        heldOut.Sort();
        return ([.. kept], [.. heldOut]);
    }
}
