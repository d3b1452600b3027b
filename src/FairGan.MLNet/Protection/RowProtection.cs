using FairGan.Export.Columns.Numeric;

namespace FairGan.MLNet.Protection;

/// <summary>The people behind a table's rows, and which of its numbers may be published.</summary>
/// <param name="minRows">Minimum number of people behind everything that is published.</param>
/// <param name="subjects">For every row, the number of its person; null where every row is one.</param>
internal sealed class RowProtection(int minRows, int[]? subjects)
{
    /// <summary>Minimum number of people behind everything that is published.</summary>
    public int MinRows => minRows;

    /// <summary>What the people are called in messages.</summary>
    public string People => subjects is null ? "rows" : "subjects";

    /// <summary>The protection that the options request; null for none.</summary>
    /// <param name="columns">The table's columns.</param>
    /// <param name="options">The options.</param>
    public static RowProtection? Of(IReadOnlyList<PreparedColumn> columns, ProtectionOptions options)
    {
        if (!options.IsOn)
        {
            return null;
        }

        int[]? subjects = options.SubjectColumn is { } name ? Subjects(columns.First(column => column.Description.Name == name)) : null;
        return new RowProtection(options.MinRows, subjects);
    }

    /// <summary>Whether a table has enough people at all.</summary>
    /// <param name="rows">Rows of the table.</param>
    public bool IsPossible(int rows) => PeopleIn(rows) >= minRows;

    /// <summary>The error for a table with too few people.</summary>
    /// <param name="rows">Rows of the table.</param>
    public FormatException TooFew(int rows) => new(
        $"The table has {PeopleIn(rows)} {People}, fewer than the minimum of {minRows}. Use more rows, lower the limit (on the command line --min-rows), or switch protection off (0) if the rows are no secret.");

    /// <summary>The people behind a column's numbers.</summary>
    /// <param name="values">The numbers.</param>
    public ValueHolders Holders(DistinctValues values) =>
        subjects is null ? ValueHolders.Rows(values.Counts) : ValueHolders.Subjects(values.Ranks, subjects, values.Counts);

    /// <summary>The range of a column's numbers as it may be published; zeros where too few people have one.</summary>
    /// <param name="values">The numbers.</param>
    public ProtectedRange Range(DistinctValues values) => !AreEnough(values) ? default : ProtectedRange.Of(values.Values, values.Counts, Holders(values), minRows);

    /// <summary>The published substitute for a column's median: the mean of the values around it, over the minimum number of rows.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="isWhole">Whether the column has whole numbers alone.</param>
    public double Typical(DistinctValues values, bool isWhole)
    {
        if (!AreEnough(values))
        {
            return 0;
        }

        long first = Math.Max(0, (values.PresentRows - minRows) / 2), last = Math.Min(values.PresentRows, first + minRows), before = 0;
        double sum = 0;
        for (int i = 0; i < values.Values.Length; i++)
        {
            sum += values.Values[i] * Math.Max(0, Math.Min(last, before + values.Counts[i]) - Math.Max(first, before));
            before += values.Counts[i];
        }

        double mean = sum / (last - first);
        return isWhole ? Math.Round(mean) : mean;
    }

    /// <summary>The origin that a column's numbers count from: a round number.</summary>
    /// <param name="column">The column.</param>
    public double Origin(PreparedColumn column)
    {
        DistinctValues values = column.Distinct!;
        return !AreEnough(values) ? 0 : column.Quantity!.RoundOrigin(Range(values).Low, new NumberCounts(values.Values, values.Counts, values.HasMissing));
    }

    /// <summary>The number of people among some rows, counted up to a limit.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="enough">Counting stops here.</param>
    public int Count(IEnumerable<int> rows, int enough)
    {
        if (subjects is null)
        {
            return rows.Take(enough).Count();
        }

        var known = new HashSet<int>();
        foreach (int row in rows)
        {
            if (known.Add(subjects[row]) && known.Count >= enough)
            {
                break;
            }
        }

        return known.Count;
    }

    private bool AreEnough(DistinctValues values) => Holders(values).AreEnough(Enumerable.Range(0, values.Values.Length), minRows);

    private int PeopleIn(int rows) => subjects?.Distinct().Count() ?? rows;

    private static int[] Subjects(PreparedColumn column)
    {
        if (column.Fingerprints() is not { } prints)
        {
            // Another identifier in every row: every row is a person.
            return [.. Enumerable.Range(0, column.RowCount)];
        }

        var numbers = new Dictionary<ulong, int>();
        return Array.ConvertAll(prints, print =>
        {
            if (!numbers.TryGetValue(print, out int number))
            {
                numbers[print] = number = numbers.Count;
            }

            return number;
        });
    }
}
