using System.Text;
using System.Text.RegularExpressions;

namespace FairGan.Export.Columns.Dates;

/// <summary>Quarters and weeks of ISO 8601: <c>2004Q1</c>, <c>Q1 2004</c>, <c>2004-W06</c>, <c>2004-W06-4</c>. A date is the first day of its period.</summary>
internal sealed partial class PeriodFormat : DateFormat
{
    private const int MonthsOfQuarter = 3;

    private readonly (string Field, string Literal)[] _parts;
    private readonly Regex _cell;
    private readonly bool _isWeek;

    private PeriodFormat(string text, (string Field, string Literal)[] parts)
        : base(text, DateUnit.Day)
    {
        _parts = parts;
        _isWeek = parts.Any(part => part.Field == "ww");
        var pattern = new StringBuilder("^");
        foreach (var (field, literal) in parts)
        {
            pattern.Append(field switch
            {
                "yyyy" => "(?<y>[0-9]{4})",
                "ww" => "(?<w>[0-9]{2})",
                "q" => "(?<q>[1-4])",
                "e" => "(?<e>[1-7])",
                _ => Regex.Escape(literal),
            });
        }

        _cell = new Regex(pattern.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    }

    /// <summary>Reads the text form; null where it is none of this kind.</summary>
    public static PeriodFormat? TryParse(string text)
    {
        (string Field, string Literal)[] parts = [.. Part().Matches(text).Select(part => (part.Groups["field"].Value, part.Groups["literal"].Value))];
        string[] fields = [.. parts.Select(part => part.Field).Where(field => field.Length > 0).Order(StringComparer.Ordinal)];
        return parts.Sum(part => part.Field.Length + part.Literal.Length) + text.Count(c => c == '\'') == text.Length && fields is ["q", "yyyy"] or ["ww", "yyyy"] or ["e", "ww", "yyyy"]
            ? new PeriodFormat(text, parts)
            : null;
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<char> cell, out DateTime time)
    {
        time = default;
        Match match = cell.Length > 20 ? Match.Empty : _cell.Match(cell.ToString());
        if (!match.Success || Number("y") is var year && year < 1)
        {
            return false;
        }

        if (!_isWeek)
        {
            time = new DateTime(year, (MonthsOfQuarter * (Number("q") - 1)) + 1, 1);
            return true;
        }

        int week = Number("w"), day = Math.Max(Number("e"), 1);
        bool exists = week >= 1 && week <= ISOWeek.GetWeeksInYear(year) && year < DateTime.MaxValue.Year;
        time = exists ? ISOWeek.ToDateTime(year, week, (DayOfWeek)(day % 7)) : default;
        return exists;

        int Number(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
    }

    /// <inheritdoc/>
    public override string Write(DateTime time) => string.Concat(_parts.Select(part => part.Field switch
    {
        "yyyy" => (_isWeek ? ISOWeek.GetYear(time) : time.Year).ToString("0000", CultureInfo.InvariantCulture),
        "ww" => ISOWeek.GetWeekOfYear(time).ToString("00", CultureInfo.InvariantCulture),
        "q" => (((time.Month - 1) / MonthsOfQuarter) + 1).ToString(CultureInfo.InvariantCulture),
        "e" => time.DayOfWeek == DayOfWeek.Sunday ? "7" : ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        _ => part.Literal,
    }));

    [GeneratedRegex("(?<field>yyyy|ww|q|e)|'(?<literal>[^']*)'|(?<literal>[-/ .])", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
