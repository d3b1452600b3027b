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
}
