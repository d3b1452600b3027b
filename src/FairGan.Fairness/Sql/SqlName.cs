using System.Text;

namespace FairGan.Fairness.Sql;

/// <summary>Names of tables and columns in SQL, quoted so that none can be read as anything but a name.</summary>
internal static class SqlName
{
    /// <summary>A name in double quotes, as standard SQL writes it.</summary>
    /// <exception cref="ArgumentException">The name is empty, or holds a character that some databases do not take for a part of a name.</exception>
    public static string Quote(string name)
    {
        if (name.Length == 0)
        {
            throw new ArgumentException("A table or column has an empty name.");
        }

        // Some databases read a backslash before a quote as an escape, which would let a name end where it should not.
        if (name.AsSpan().ContainsAny('\\', '\0'))
        {
            throw new ArgumentException(
                $"The name '{name}' contains a backslash or a null character, which databases interpret differently. Create a view that gives it another name.");
        }

        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The name of a table, its parts quoted.</summary>
    /// <param name="table"><c>table</c> or <c>schema.table</c>; a part with a dot of its own is written in double quotes.</param>
    /// <exception cref="ArgumentException">It is not such a name.</exception>
    public static string QuoteTable(string table)
    {
        var quoted = new StringBuilder();
        foreach (string part in Parts(table))
        {
            quoted.Append(quoted.Length == 0 ? "" : ".").Append(Quote(part));
        }

        return quoted.ToString();
    }

    /// <summary>The name of a table as a message shows it.</summary>
    /// <exception cref="ArgumentException">It is not such a name.</exception>
    public static string Show(string table) => string.Join('.', Parts(table));

    private static List<string> Parts(string table)
    {
        List<string> parts = [];
        int start = 0;
        while (true)
        {
            string part;
            if (start < table.Length && table[start] == '"')
            {
                int end = ClosingQuote(table, start);
                part = table[(start + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal);
                start = end + 1;
            }
            else
            {
                int end = table.IndexOf('.', start);
                end = end < 0 ? table.Length : end;
                part = table[start..end];
                start = end;
            }

            parts.Add(part);
            if (start == table.Length)
            {
                return parts;
            }

            if (table[start++] != '.')
            {
                throw NotAName(table);
            }
        }
    }

    private static int ClosingQuote(string table, int opening)
    {
        for (int i = opening + 1; i < table.Length; i++)
        {
            if (table[i] != '"')
            {
                continue;
            }

            if (i + 1 == table.Length || table[i + 1] != '"')
            {
                return i;
            }

            i++;
        }

        throw NotAName(table);
    }

    private static ArgumentException NotAName(string table) => new(
        $"'{table}' is not the name of a table. Write table or schema.table; put a part that contains a dot or a quote in double quotes, and double its quotes.");
}
