namespace FairGan.Export.Columns;

/// <summary>Finds what a misspelt word may have meant.</summary>
internal static class Spelling
{
    private const int Most = 3;
    private const int LongestCompared = 64;

    /// <summary>The nearest known words by edit distance (Levenshtein 1966), whatever their case, in quotes.</summary>
    /// <param name="word">The word.</param>
    /// <param name="known">The words there are.</param>
    public static string Nearest(string word, IEnumerable<string> known) =>
        string.Join(", ", known.OrderBy(other => Distance(word, other)).Take(Most).Select(other => $"'{other}'"));

    private static int Distance(string first, string second)
    {
        string a = Compared(first), b = Compared(second);
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];

        static string Compared(string text) => text[..Math.Min(text.Length, LongestCompared)].ToUpperInvariant();
    }
}
