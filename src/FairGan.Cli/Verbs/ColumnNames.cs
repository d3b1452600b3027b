using System.Text;

namespace FairGan.Cli.Verbs;

/// <summary>Reads names of columns as options give them.</summary>
/// <remarks>
/// One rule for all options: a name stands as it is, or in double quotes, where a double quote inside is doubled. A list separates names by
/// commas, so that a name with a comma is quoted there.
/// </remarks>
internal static class ColumnNames
{
    /// <summary>The rule, for help texts.</summary>
    public const string Rule = "A name with a comma stands in double quotes inside of the shell's: '\"income, net\",age'.";

    /// <summary>One name.</summary>
    /// <param name="text">The name, quoted or not.</param>
    /// <exception cref="FormatException">There is no name, or a quote is not closed.</exception>
    public static string One(string text)
    {
        string tidy = text.Trim();
        if (tidy is not ['"', ..])
        {
            return tidy.Length > 0 ? tidy : throw new FormatException("the name of the column is empty.");
        }

        int at = 0;
        string name = Quoted(tidy, ref at);
        return at == tidy.Length ? name : throw new FormatException($"'{text}': text follows the closing double quote.");
    }

    /// <summary>Names separated by commas.</summary>
    /// <param name="text">The names.</param>
    /// <exception cref="FormatException">A name is empty, or a quote is not closed.</exception>
    public static IReadOnlyList<string> Several(string text)
    {
        List<string> names = [];
        for (int at = 0; at <= text.Length; at++)
        {
            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }

            string name;
            if (at < text.Length && text[at] == '"')
            {
                name = Quoted(text, ref at);
                while (at < text.Length && text[at] == ' ')
                {
                    at++;
                }

                if (at < text.Length && text[at] != ',')
                {
                    throw new FormatException($"'{text}': text follows the closing double quote of '{name}'.");
                }
            }
            else
            {
                int end = text.IndexOf(',', at) is var comma and >= 0 ? comma : text.Length;
                name = text[at..end].Trim();
                at = end;
            }

            names.Add(name.Length > 0 ? name : throw new FormatException("names of columns are separated by commas; one of the names is empty."));
        }

        return names;
    }

    // Reads past a name in quotes.
    private static string Quoted(string text, ref int at)
    {
        var name = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                name.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                name.Append('"');
                at++;
            }
            else
            {
                at++;
                return name.ToString();
            }
        }

        throw new FormatException($"'{text}': a double quote is not closed.");
    }
}
