using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Columns.Dates;

/// <summary>The days and times of day that a column of dates keeps to, such as working days, the first of a month or office hours.</summary>
/// <param name="Times">Times of day, ascending, in the column's units since midnight.</param>
/// <param name="TimesEach">How many times of day there are from each of them on, 1 or more.</param>
/// <param name="TimeStep">Units between those, 1 or more.</param>
internal sealed record Calendar(IReadOnlyList<long> Times, int TimesEach, long TimeStep)
{
    /// <summary>The number that stands for a month's last day.</summary>
    public const int LastDay = 0;

    /// <summary>The most days that a column with a calendar spans, some 160 years: they are listed in the file.</summary>
    public const int MostDays = 60_000;

    private const int DaysOfWeek = 7;
    private const int DaysOfMonth = 31;
    private const int MonthsOfYear = 12;

    private static readonly double s_first = Math.Ceiling((DateTime.MinValue - DateTime.UnixEpoch).TotalDays);
    private static readonly double s_last = Math.Floor((DateTime.MaxValue - DateTime.UnixEpoch).TotalDays);

    /// <summary>Days of the week, 0 for Sunday to 6; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Weekdays { get; init; }

    /// <summary>Days of the month, 1 to 31, or 0 for the last one; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Days { get; init; }

    /// <summary>Months, 1 to 12; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Months { get; init; }

    /// <summary>Whether the calendar has a day.</summary>
    public bool Has(DateTime day) =>
        (Weekdays?.Contains((int)day.DayOfWeek) ?? true)
        && (Months?.Contains(day.Month) ?? true)
        && (Days is null || Days.Contains(day.Day) || (Days.Contains(LastDay) && IsLast(day)));

    /// <summary>Whether a day is the last one of its month.</summary>
    public static bool IsLast(DateTime day) => day.Day == DateTime.DaysInMonth(day.Year, day.Month);

    /// <summary>Equal where all parts are.</summary>
    /// <param name="other">The calendar to compare with.</param>
    public bool Equals(Calendar? other) =>
        other is not null && TimesEach == other.TimesEach && TimeStep == other.TimeStep && Times.SequenceEqual(other.Times)
        && AreSame(Weekdays, other.Weekdays) && AreSame(Days, other.Days) && AreSame(Months, other.Months);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(TimesEach, TimeStep, Times.Count, Weekdays?.Count, Days?.Count, Months?.Count);

    private static bool AreSame(IReadOnlyList<int>? one, IReadOnlyList<int>? other) => one is null ? other is null : other is not null && one.SequenceEqual(other);

    /// <summary>Throws where a part is out of its range.</summary>
    /// <param name="column">The column's name.</param>
    /// <exception cref="FormatException">A part is out of its range.</exception>
    public void Validate(string column)
    {
        if (Times is not { Count: > 0 } || Times[0] < 0 || TimesEach < 1 || TimeStep < 1 || Times.Zip(Times.Skip(1)).Any(pair => pair.First >= pair.Second)
            || !Within(Weekdays, 0, DaysOfWeek - 1) || !Within(Days, LastDay, DaysOfMonth) || !Within(Months, 1, MonthsOfYear))
        {
            throw new FormatException($"The calendar of column '{column}' contradicts itself.");
        }

        static bool Within(IReadOnlyList<int>? numbers, int least, int most) => numbers is null || (numbers.Count > 0 && numbers.All(number => number >= least && number <= most));
    }

    /// <summary>All times of the calendar from one day to another, as units since an origin; null where there is none, or more than are listed.</summary>
    /// <param name="firstDay">Days from 1970-01-01 to the first day.</param>
    /// <param name="lastDay">The same of the last day, at most <see cref="MostDays"/> later.</param>
    /// <param name="unitsPerDay">Units in a day.</param>
    /// <param name="origin">Units from 1970-01-01T00:00 to the origin.</param>
    public PatternValues? Between(double firstDay, double lastDay, long unitsPerDay, long origin)
    {
        if (!(firstDay >= s_first && lastDay <= s_last && lastDay - firstDay <= MostDays))
        {
            return null;
        }

        var days = new List<double>();
        for (long day = (long)firstDay; day <= lastDay; day++)
        {
            if (Has(DateTime.UnixEpoch.AddDays(day)))
            {
                days.Add((double)((day * unitsPerDay) + Times[0] - origin));
            }
        }

        return days.Count == 0 || (long)days.Count * Times.Count * TimesEach > int.MaxValue
            ? null
            : new PatternValues([.. days], [.. Times.Select(time => (double)(time - Times[0]))], TimesEach, TimeStep);
    }
}
