namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The distinct numbers of a column, ascending: how many rows have each, and which of them every row has. Sorted once.</summary>
internal sealed class DistinctValues
{
    private DistinctValues(double[] values, long[] counts, int[] ranks)
    {
        Values = values;
        Counts = counts;
        Ranks = ranks;
        PresentRows = counts.Sum();
    }

    /// <summary>The distinct numbers, ascending; -0 and 0 are one number.</summary>
    public double[] Values { get; }

    /// <summary>Rows that have each number.</summary>
    public long[] Counts { get; }

    /// <summary>For every row, the position of its number in <see cref="Values"/>; -1 where missing.</summary>
    public int[] Ranks { get; }

    /// <summary>Rows whose number is not missing.</summary>
    public long PresentRows { get; }

    /// <summary>Whether a row has no number.</summary>
    public bool HasMissing => PresentRows < Ranks.Length;

    /// <summary>Sorts the numbers of rows.</summary>
    /// <param name="values">For every row its number; NaN where missing.</param>
    public static DistinctValues Of(double[] values)
    {
        var (distinct, ranks) = Rank(values);
        return Counted(distinct, ranks);
    }

    /// <summary>Sorts the numbers of distinct cells, which are far fewer than rows.</summary>
    /// <param name="values">For every distinct cell its number; NaN where missing.</param>
    /// <param name="cells">For every row, the position of its cell.</param>
    public static DistinctValues Of(double[] values, int[] cells)
    {
        var (distinct, ranks) = Rank(values);
        return Counted(distinct, Array.ConvertAll(cells, cell => ranks[cell]));
    }

    /// <summary>Numbers whose rows are not known, but their counts are.</summary>
    /// <param name="values">The distinct numbers, ascending.</param>
    /// <param name="counts">Rows of each.</param>
    public static DistinctValues OfCounts(double[] values, long[] counts) => new(values, counts, []);

    /// <summary>The same with some rows alone.</summary>
    /// <param name="rows">The rows.</param>
    public DistinctValues Take(int[] rows) => Counted(Values, Array.ConvertAll(rows, row => Ranks[row]));

    /// <summary>The same with a number taken from each.</summary>
    /// <param name="origin">The number.</param>
    public DistinctValues Minus(double origin)
    {
        if (origin == 0)
        {
            return this;
        }

        double[] moved = Array.ConvertAll(Values, value => value - origin);
        var (distinct, ranks) = Rank(moved);
        return distinct.Length == Values.Length
            ? new DistinctValues(distinct, Counts, Ranks)
            : Counted(distinct, Array.ConvertAll(Ranks, rank => rank < 0 ? rank : ranks[rank]));
    }

    /// <summary>The rows that have a number, by their number; rows of the same number in the table's order.</summary>
    public int[] RowsAscending()
    {
        var next = new int[Values.Length];
        for (int rank = 1; rank < next.Length; rank++)
        {
            next[rank] = next[rank - 1] + (int)Counts[rank - 1];
        }

        var rows = new int[PresentRows];
        for (int row = 0; row < Ranks.Length; row++)
        {
            if (Ranks[row] >= 0)
            {
                rows[next[Ranks[row]]++] = row;
            }
        }

        return rows;
    }

    /// <summary>The median of all rows' numbers, the higher of two middle ones; 0 if there is none.</summary>
    public double UpperMedian()
    {
        long before = 0;
        for (int rank = 0; rank < Values.Length; rank++)
        {
            before += Counts[rank];
            if (before > PresentRows / 2)
            {
                return Values[rank];
            }
        }

        return 0;
    }

    private static (double[] Distinct, int[] Ranks) Rank(double[] values)
    {
        var keys = new double[values.Length];
        var positions = new int[values.Length];
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                keys[count] = values[i] == 0 ? 0 : values[i];
                positions[count++] = i;
            }
        }

        Array.Sort(keys, positions, 0, count);
        var ranks = new int[values.Length];
        Array.Fill(ranks, -1);
        int distinct = 0;
        for (int i = 0; i < count; i++)
        {
            if (distinct == 0 || keys[distinct - 1] != keys[i])
            {
                keys[distinct++] = keys[i];
            }

            ranks[positions[i]] = distinct - 1;
        }

        return (keys[..distinct], ranks);
    }

    // Numbers that no row has are left out.
    private static DistinctValues Counted(double[] distinct, int[] ranks)
    {
        var counts = new long[distinct.Length];
        foreach (int rank in ranks)
        {
            if (rank >= 0)
            {
                counts[rank]++;
            }
        }

        if (Array.TrueForAll(counts, count => count > 0))
        {
            return new DistinctValues(distinct, counts, ranks);
        }

        int[] kept = [.. Enumerable.Range(0, distinct.Length).Where(rank => counts[rank] > 0)];
        var moved = new int[distinct.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            moved[kept[i]] = i;
        }

        return new DistinctValues(
            Array.ConvertAll(kept, rank => distinct[rank]), Array.ConvertAll(kept, rank => counts[rank]), Array.ConvertAll(ranks, rank => rank < 0 ? rank : moved[rank]));
    }
}
