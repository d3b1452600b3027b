using System.Globalization;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The names of months and weekdays in common languages, as they are written in a column.</summary>
internal static class DateNames
{
    private const int Months = 12;
    private const int Days = 7;
    private const int LeastLetters = 3;

    private static readonly string[] s_languages = ["", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "tr", "hu", "ro", "hr", "ru", "uk", "el", "ca", "id"];

    private static readonly Lazy<(string[][] Months, string[][] Days)[]> s_names = new(() => [.. s_languages.Select(Of)]);

    private static readonly Lazy<HashSet<string>> s_known = new(() => [.. s_names.Value.SelectMany(names => names.Months.Concat(names.Days)).SelectMany(list => list).Select(Plain)]);

    /// <summary>Whether a word may name a month or a weekday.</summary>
    public static bool MayBe(string word) => word.Length >= 2 && s_known.Value.Contains(Plain(word));

    /// <summary>How the months that some words name are written.</summary>
    /// <param name="words">The words, each once.</param>
    /// <returns>The field of the format, <c>MMM</c> or <c>MMMM</c>, and the names of all months where they are not those of the invariant culture; null where some word names none.</returns>
    public static (string Field, string[]? Names)? Month(IReadOnlyCollection<string> words) => Find(words, names => names.Months, Months, "MMM", "MMMM");

    /// <summary>The same of weekdays, <c>ddd</c> or <c>dddd</c>, from Sunday.</summary>
    public static (string Field, string[]? Names)? Day(IReadOnlyCollection<string> words) => Find(words, names => names.Days, Days, "ddd", "dddd");

    private static (string Field, string[]? Names)? Find(IReadOnlyCollection<string> words, Func<(string[][] Months, string[][] Days), string[][]> part, int count, string shortField, string longField)
    {
        foreach (var names in s_names.Value)
        {
            // Of each language long and short names, and those that follow a day.
            string[][] lists = part(names);
            var found = lists.Select(list => (List: list, Places: words.ToDictionary(word => word, word => PlaceOf(word, list)))).FirstOrDefault(found => found.Places.Values.All(place => place >= 0));
            if (found.List is null)
            {
                continue;
            }

            string[] written = Styled(found.List, found.Places);
            DateTimeFormatInfo invariant = CultureInfo.InvariantCulture.DateTimeFormat;
            bool isShort = written.Max(name => Plain(name).Length) < Plain(lists[0].MaxBy(name => name.Length)!).Length;
            string[] usual = count == Months ? isShort ? invariant.AbbreviatedMonthNames[..Months] : invariant.MonthNames[..Months] : isShort ? invariant.AbbreviatedDayNames : invariant.DayNames;
            return (isShort ? shortField : longField, written.SequenceEqual(usual) ? null : written);
        }

        return null;
    }

    // The word itself, or one letter sequence that a single name begins with.
    private static int PlaceOf(string word, string[] list)
    {
        string plain = Plain(word);
        int place = Array.FindIndex(list, name => Plain(name) == plain);
        if (place >= 0 || plain.Length < LeastLetters)
        {
            return place;
        }

        int[] begins = [.. Enumerable.Range(0, list.Length).Where(i => Plain(list[i]).StartsWith(plain, StringComparison.Ordinal))];
        return begins.Length == 1 && plain.Length == LeastLetters ? begins[0] : -1;
    }

    // The names that occur as they are, the others in the same case and with or without a full stop as they.
    private static string[] Styled(string[] list, Dictionary<string, int> places)
    {
        bool dotted = places.Keys.Any(word => word.EndsWith('.')), hasDots = list.Any(name => name.EndsWith('.'));
        bool upper = places.Keys.All(word => !word.Any(char.IsLower)), lower = places.Keys.All(word => !word.Any(char.IsUpper));
        bool cut = places.All(pair => Plain(pair.Key).Length == LeastLetters) && places.Any(pair => Plain(list[pair.Value]).Length > LeastLetters);
        return [.. list.Select((name, i) => places.FirstOrDefault(pair => pair.Value == i).Key ?? Style(name))];

        string Style(string name)
        {
            string bare = cut && name.Length > LeastLetters ? name[..LeastLetters] : name;
            bare = !dotted ? bare.TrimEnd('.') : hasDots ? bare : bare + ".";
            return upper ? bare.ToUpperInvariant() : lower ? bare.ToLowerInvariant() : char.ToUpperInvariant(bare[0]) + bare[1..];
        }
    }

    private static (string[][] Months, string[][] Days) Of(string language)
    {
        DateTimeFormatInfo info = CultureInfo.GetCultureInfo(language).DateTimeFormat;
        return (
            [info.MonthNames[..Months], info.MonthGenitiveNames[..Months], info.AbbreviatedMonthNames[..Months], info.AbbreviatedMonthGenitiveNames[..Months]],
            [info.DayNames, info.AbbreviatedDayNames]);
    }

    private static string Plain(string word) => word.TrimEnd('.').ToLowerInvariant();
}
