using System.Globalization;

namespace FairGan.Tables;

/// <summary>Names the columns of a table and selects those that are read.</summary>
internal static class TableColumnNames
{
    /// <summary>The names as options give them: without blanks around them. A column without a name is called after its place.</summary>
    /// <param name="header">The names as the file has them.</param>
    public static string[] Of(IReadOnlyList<string> header) =>
        [.. header.Select((name, i) => name.Trim() is { Length: > 0 } trimmed ? trimmed : string.Create(CultureInfo.InvariantCulture, $"column {i + 1}"))];

    /// <summary>The positions of the columns to read, in the table's order.</summary>
    /// <param name="names">The names of all columns, as <see cref="Of"/> gives them.</param>
    /// <param name="options">How the table is read.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="TableFormatException">No name is an expected one, two columns to read have the same name, or a requested name is missing.</exception>
    public static int[] Select(IReadOnlyList<string> names, TableReadOptions options, string source)
    {
        if (options.Expected?.Any(names.Contains) == false)
        {
            throw new TableFormatException($"{source}: its first line names none of the columns that the schema or an option names. Put a line with the names of the columns first, or correct the names.");
        }

        foreach (string asked in options.Columns ?? [])
        {
            if (!names.Contains(asked))
            {
                throw new TableFormatException(Unknown(asked, names, $" in {source}"));
            }
        }

        if (options.Dropped.FirstOrDefault(name => !names.Contains(name)) is { } undropped)
        {
            throw new TableFormatException($"--drop: {Unknown(undropped, names)}");
        }

        if (options.TextColumns.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new TableFormatException($"{source} has no column '{unknown}' to be read as text. It has: {string.Join(", ", names)}.");
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        int[] read = [.. Enumerable.Range(0, names.Count).Where(i => options.Columns?.Contains(names[i]) != false && !options.Dropped.Contains(names[i]))];
        return Array.Find(read, i => !seen.Add(names[i])) is var twice and > 0
            ? throw new TableFormatException($"{source}: two columns are named '{names[twice]}'; every column needs a name of its own.")
            : read;
    }

    /// <summary>A sentence that no column has a name, with the nearest one and all there are.</summary>
    /// <param name="name">The requested name.</param>
    /// <param name="names">The columns' names.</param>
    /// <param name="place">Where it was looked for, such as " in table 'loans'"; empty where that is plain.</param>
    public static string Unknown(string name, IReadOnlyCollection<string> names, string place = "")
    {
        string? nearest = names.MinBy(candidate => Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant()));
        bool isNear = nearest is not null && Distance(name.ToUpperInvariant(), nearest.ToUpperInvariant()) <= Math.Max(1, name.Length / 3);
        string headless = names.Count > 0 && names.All(known => double.TryParse(known, CultureInfo.InvariantCulture, out _))
            ? " They look like cells: put a line with the names of the columns above them." : "";
        return $"There is no column '{name}'{place}.{(isNear ? $" Is '{nearest}' meant?" : "")} The columns are {string.Join(", ", names.Select(known => $"'{known}'"))}.{headless}";
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
