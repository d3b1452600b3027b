using System.Globalization;
using FairGan.Export.Columns.Identifiers;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Recognises columns that identify rows, and derives the format of generated identifiers.</summary>
internal static class Identifiers
{
    private const int LeastRows = 20;

    private const long MostFresh = 1L << 40;

    // If random numbers would give this many pairs of equal numbers, their absence is not chance.
    private const double TellingPairs = 5;
    private static readonly string[] s_words = ["id", "ids", "uuid", "guid", "key", "identifier", "number", "no", "nr", "ssn"];

    /// <summary>Whether texts identify rows: each occurs in only one row.</summary>
    public static bool AreTexts(IReadOnlyCollection<long> rowsOfTexts) => rowsOfTexts.Count >= LeastRows && rowsOfTexts.All(rows => rows == 1);

    /// <summary>
    /// Whether numbers identify rows: whole numbers without repetition, although their range makes some likely, or a column with
    /// such a name.
    /// Finely measured quantities do not repeat either.
    /// </summary>
    public static bool AreNumbers(string column, IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        if (sorted.Length < LeastRows || sorted.Any(value => value != Math.Floor(value) || Math.Abs(value) >= 1L << 53) || sorted.Zip(sorted.Skip(1)).Any(pair => pair.First == pair.Second))
        {
            return false;
        }

        double range = sorted[^1] - sorted[0] + 1;
        return (double)sorted.Length * sorted.Length / (2 * range) >= TellingPairs || IsNamedSo(column);
    }

    /// <summary>A codec that generates new identifiers for a column of numbers.</summary>
    public static IdentifierCodec Fresh(string column, IEnumerable<double> numbers, bool hasMissing) =>
        new(column, (long)Math.Max(0, numbers.DefaultIfEmpty().Max() + 1), "", 0, "", hasMissing);

    /// <summary>A codec that generates new identifiers in the format of the given ones: a number between the same texts, or a UUID; otherwise the column's name and a number.</summary>
    public static IdentifierCodec Fresh(string column, IReadOnlyList<string> texts, bool hasMissing)
    {
        if (texts.Count > 0 && texts.All(text => Guid.TryParseExact(text, "D", out _)))
        {
            return new IdentifierCodec(column, 0, "", -1, "", hasMissing);
        }

        string prefix = texts.Count == 0 ? "" : texts.Aggregate(CommonPrefix).TrimEnd([.. "0123456789"]);
        string suffix = texts.Count == 0 ? "" : Reverse(texts.Select(Reverse).Aggregate(CommonPrefix).TrimEnd([.. "0123456789"]));
        if (texts.Count == 0 || !texts.All(text => text.Length > prefix.Length + suffix.Length && Number(text, prefix, suffix) >= 0))
        {
            prefix = column + "-";
            suffix = "";
        }

        int width = texts.Count == 0 ? 0 : texts.Min(text => text.Length) - prefix.Length - suffix.Length;
        bool padded = texts.Any(text => text.Length > prefix.Length && text[prefix.Length] == '0') || texts.All(text => text.Length == texts[0].Length);
        long first = Math.Min(texts.Select(text => Number(text, prefix, suffix)).DefaultIfEmpty(0).Max(), long.MaxValue - MostFresh) + 1;
        return new IdentifierCodec(column, first, prefix, padded ? Math.Clamp(width, 0, 18) : 0, suffix, hasMissing);
    }

    private static bool IsNamedSo(string column)
    {
        // customerId, customer_id and CUSTOMER-ID are all two words.
        string split = string.Concat(column.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(column[i - 1]) ? $" {c}" : char.IsLetterOrDigit(c) ? $"{c}" : " "));
        return split.ToLowerInvariant().Split(' ').Intersect(s_words).Any();
    }

    private static long Number(string text, string prefix, string suffix) =>
        text.Length > prefix.Length + suffix.Length && text.StartsWith(prefix, StringComparison.Ordinal) && text.EndsWith(suffix, StringComparison.Ordinal)
        && text.Length - prefix.Length - suffix.Length <= 19
        && long.TryParse(text.AsSpan()[prefix.Length..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;

    private static string CommonPrefix(string a, string b) => a[..a.AsSpan().CommonPrefixLength(b)];

    private static string Reverse(string text) => string.Concat(text.Reverse());
}
