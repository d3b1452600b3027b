namespace FairGan.Export.Columns;

/// <summary>
/// Counts the people behind a run of a column's distinct values: rows, or distinct people where one person may have several rows.
/// </summary>
internal sealed class ValueHolders
{
    private readonly long[] _counts;
    private readonly int[][]? _people;

    private ValueHolders(long[] counts, int[][]? people)
    {
        _counts = counts;
        _people = people;
    }

    /// <summary>Whether every row is a person.</summary>
    public bool AreRows => _people is null;

    /// <summary>Every row is a person.</summary>
    /// <param name="counts">Rows of each distinct value, ascending.</param>
    public static ValueHolders Rows(long[] counts) => new(counts, null);

    /// <summary>A person may have several rows.</summary>
    /// <param name="ranks">For every row, the position of its value; -1 where missing.</param>
    /// <param name="people">For every row, the number of its person.</param>
    /// <param name="counts">Rows of each distinct value, ascending.</param>
    public static ValueHolders Subjects(int[] ranks, int[] people, long[] counts)
    {
        var sets = new HashSet<int>[counts.Length];
        for (int row = 0; row < ranks.Length; row++)
        {
            if (ranks[row] >= 0)
            {
                (sets[ranks[row]] ??= []).Add(people[row]);
            }
        }

        return new ValueHolders(counts, Array.ConvertAll(sets, set => set is null ? [] : set.ToArray()));
    }

    /// <summary>Whether enough people have one of the given values.</summary>
    /// <param name="values">Positions of the values.</param>
    /// <param name="least">How many are enough.</param>
    public bool AreEnough(IEnumerable<int> values, int least)
    {
        long rows = 0;
        HashSet<int>? known = _people is null ? null : [];
        foreach (int value in values)
        {
            rows += _counts[value];
            known?.UnionWith(_people![value]);
            if ((known?.Count ?? rows) >= least)
            {
                return true;
            }
        }

        return false;
    }
}
