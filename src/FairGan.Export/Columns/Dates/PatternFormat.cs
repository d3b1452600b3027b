using System.Text.RegularExpressions;

namespace FairGan.Export.Columns.Dates;

/// <summary>Dates as .NET's patterns write them, with names of any language.</summary>
internal sealed partial class PatternFormat : DateFormat
{
    private const int MostDigits = 7;
    private const int Months = 12;
    private const int Days = 7;
    private const int LongestPattern = 64;
    private const int YearsOfTwoDigits = 100;
    private const string Ordinal = "th";

    private readonly string _pattern;
    private readonly DateTimeFormatInfo _info;
    private readonly bool _hasOrdinal;
    private readonly bool _hasDate;
    private readonly DateTimeStyles _styles;

    private PatternFormat(string text, string pattern, DateTimeFormatInfo info, bool hasOrdinal)
        : base(text, UnitOf(pattern))
    {
        _pattern = pattern;
        _info = info;
        _hasOrdinal = hasOrdinal;
        _hasDate = pattern.Contains('y', StringComparison.Ordinal);
        _styles = DateTimeStyles.NoCurrentDateDefault | (Unquoted().Replace(pattern, "").Contains("zz", StringComparison.Ordinal) ? DateTimeStyles.AdjustToUniversal : DateTimeStyles.None);
    }

    /// <summary>Reads the text form; null where it is none of this kind.</summary>
    public static PatternFormat? TryParse(string text)
    {
        var (brackets, pattern) = Split(text);
        var info = (DateTimeFormatInfo)CultureInfo.InvariantCulture.DateTimeFormat.Clone();
        bool hasOrdinal = false;
        foreach (string part in brackets.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == Ordinal)
            {
                hasOrdinal = true;
            }
            else if (!TrySet(info, part))
            {
                return null;
            }
        }

        try
        {
            return pattern.Length is > 1 and < LongestPattern && DateTime.UnixEpoch.ToString(pattern, info).Length < 2 * LongestPattern ? new PatternFormat(text, pattern, info, hasOrdinal) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<char> cell, out DateTime time)
    {
        if (_hasOrdinal)
        {
            cell = Ordinals().Replace(cell.ToString(), Ordinal);
        }

        if (!DateTime.TryParseExact(cell, _pattern, _info, _styles, out time) && !(Shortened(cell) is { } shorter && DateTime.TryParseExact(shorter, _pattern, _info, _styles, out time)))
        {
            return false;
        }

        if (!_hasDate)
        {
            time = DateTime.UnixEpoch + time.TimeOfDay;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string Write(DateTime time)
    {
        string text = time.ToString(_pattern, _info);
        return _hasOrdinal ? Ordinals().Replace(text, Suffix(time.Day)) : text;
    }

    private static DateUnit UnitOf(string pattern)
    {
        string fields = Unquoted().Replace(pattern, "");
        int fractions = fields.Count(c => c is 'f' or 'F');
        return fractions > 3 ? DateUnit.Microsecond : fractions > 0 ? DateUnit.Millisecond
            : fields.Contains('s', StringComparison.Ordinal) ? DateUnit.Second
            : fields.AsSpan().ContainsAny('m', 'H', 'h') ? DateUnit.Minute
            : DateUnit.Day;
    }

    private static bool TrySet(DateTimeFormatInfo info, string part)
    {
        string[] sides = part.Split('=');
        string[] names = sides.Length == 2 ? sides[1].Split(',') : [];
        if (names.Length == 0 || names.Any(name => name.Length == 0 || name.Any(char.IsControl)))
        {
            return false;
        }

        switch (sides[0], names.Length)
        {
            case ("MMM", Months):
                info.AbbreviatedMonthNames = info.AbbreviatedMonthGenitiveNames = [.. names, ""];
                return true;
            case ("MMMM", Months):
                info.MonthNames = info.MonthGenitiveNames = [.. names, ""];
                return true;
            case ("ddd", Days):
                info.AbbreviatedDayNames = names;
                return true;
            case ("dddd", Days):
                info.DayNames = names;
                return true;
            case ("tt", 2):
                (info.AMDesignator, info.PMDesignator) = (names[0], names[1]);
                return true;
            case ("yy", 1) when int.TryParse(names[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) && first is >= 1 and < 9800:
                info.Calendar = new GregorianCalendar { TwoDigitYearMax = first + YearsOfTwoDigits - 1 };
                return true;
            default:
                return false;
        }
    }

    // The cell with no more digits of a second than .NET has; null where it has no more.
    private static string? Shortened(ReadOnlySpan<char> text)
    {
        int point = text.LastIndexOf('.');
        int digits = point < 0 ? 0 : text[(point + 1)..].IndexOfAnyExceptInRange('0', '9') is var end && end >= 0 ? end : text.Length - point - 1;
        return digits > MostDigits ? string.Concat(text[..(point + 1 + MostDigits)], text[(point + 1 + digits)..]) : null;
    }

    private static string Suffix(int day) => (day % 10, day / 10) switch
    {
        (_, 1) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };

    [GeneratedRegex("'[^']*'|\"[^\"]*\"|\\\\.", RegexOptions.CultureInvariant)]
    private static partial Regex Unquoted();

    [GeneratedRegex("(?<=\\b[0-9]{1,2})(?:st|nd|rd|th)\\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Ordinals();
}
