namespace FairGan.Tables;

/// <summary>Checks the names of a table's columns.</summary>
internal static class TableColumnNames
{
    /// <summary>Checks the names, and that the columns named in the options are among them.</summary>
    /// <exception cref="TableFormatException">A name is empty or repeated, or a requested name is missing.</exception>
    public static void Check(IReadOnlyList<string> names, TableReadOptions options, string source)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
            {
                throw new TableFormatException($"{source}: column {i + 1} of {names.Count} has no name; the first line has to name every column.");
            }

            if (!seen.Add(names[i]))
            {
                throw new TableFormatException($"{source}: two columns are named '{names[i]}'; every column needs a name of its own.");
            }
        }

        if (options.TextColumns.FirstOrDefault(name => !seen.Contains(name)) is { } unknown)
        {
            throw new TableFormatException($"{source} has no column '{unknown}' to be read as text. It has: {string.Join(", ", names)}.");
        }
    }

    /// <summary>A sentence that no column has a name, with the nearest one and all there are.</summary>
    /// <param name="name">The name that was asked for.</param>
    /// <param name="names">The columns' names.</param>
    /// <param name="place">Where it was looked for, such as " in table 'loans'"; empty where that is plain.</param>
    public static string Unknown(string name, IReadOnlyCollection<string> names, string place = "")
    {
        string? nearest = names.MinBy(candidate => Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant()));
        bool isNear = nearest is not null && Distance(name.ToUpperInvariant(), nearest.ToUpperInvariant()) <= Math.Max(1, name.Length / 3);
        return $"There is no column '{name}'{place}.{(isNear ? $" Is '{nearest}' meant?" : "")} The columns are {string.Join(", ", names.Select(known => $"'{known}'"))}.";
    }

    // Letters to insert, delete or replace (Levenshtein 1966).
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
