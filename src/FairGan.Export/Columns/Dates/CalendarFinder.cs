using FairGan.Export.Format.Rounding;

namespace FairGan.Export.Columns.Dates;

/// <summary>
/// Finds the calendar that a column of dates keeps to: the days of the week, days of the month, months and times of day that hardly any row
/// is on are left out, if chance would not have left them out.
/// </summary>
internal sealed class CalendarFinder
{
    // Rows that may be elsewhere; and of the rows that a day or an hour would have if all were alike, those that it may have and be left out.
    private const double OddRows = 0.02;
    private const double OddShare = 0.1;
    private const double MostChance = 1e-4;

    private const int DaysOfWeek = 7;
    private const int DaysOfMonth = 31;
    private const int MonthsOfYear = 12;
    private const int HoursOfDay = 24;

    // Shortest span of a column, in days, at which gaps in the calendar count as a pattern.
    private const int LeastWeeks = 3 * DaysOfWeek;
    private const int LeastMonths = 4 * DaysOfMonth;
    private const int LeastYears = 2 * 366;

    // A column with a few times of day, each of them often.
    private const int MostTimes = 96;
    private const int RowsOfTime = 10;

    private readonly long[] _days;
    private readonly long[] _times;
    private readonly long[] _rows;
    private readonly long _total;
    private readonly long _perDay;
    private readonly long _distinctDays;
    private readonly ValueHolders _holders;
    private readonly int _least;

    private CalendarFinder(NumberCounts numbers, long origin, DateUnit unit, int least)
    {
        _perDay = DateCodec.UnitsPerDay(unit);
        _rows = numbers.Rows;
        _total = _rows.Sum();
        _holders = numbers.Holders ?? ValueHolders.Rows(numbers.Rows);
        _least = least;
        long[] units = Array.ConvertAll(numbers.Numbers, number => (long)number + origin);
        _days = Array.ConvertAll(units, number => (long)Math.Floor((decimal)number / _perDay));
        _times = [.. units.Zip(_days, (number, day) => number - (day * _perDay))];
        _distinctDays = _days.Distinct().LongCount();
    }

    /// <summary>The calendar; null where there is none.</summary>
    /// <param name="numbers">The dates as units since an origin.</param>
    /// <param name="origin">Units from 1970-01-01T00:00 to the origin.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="grid">The lattice that the units are on.</param>
    /// <param name="least">People who have to hold every day and time of day that the calendar names; 0 for no protection.</param>
    public static Calendar? Find(NumberCounts numbers, long origin, DateUnit unit, NumberGrid grid, int least)
    {
        if (numbers.Numbers.Length < 2 || (unit == DateUnit.Day && grid.Multiple > 1))
        {
            return null; // A step of several days already describes the pattern.
        }

        var finder = new CalendarFinder(numbers, origin, unit, least);
        return finder.Find(grid, origin);
    }

    private Calendar? Find(NumberGrid grid, long origin)
    {
        long span = _days[^1] - _days[0];
        if (span > Calendar.MostDays)
        {
            return null;
        }

        DateTime[] dates = Array.ConvertAll(_days, day => DateTime.UnixEpoch.AddDays(day));
        int[]? weekdays = span < LeastWeeks ? null : Kept(DaysOfWeek, _distinctDays, row => (int)dates[row].DayOfWeek);
        int[]? months = span < LeastYears ? null : Kept(MonthsOfYear, dates.Select(date => (date.Year, date.Month)).Distinct().LongCount(), row => dates[row].Month - 1);
        int[]? days = span < LeastMonths ? null : Shorter(
            Kept(DaysOfMonth, _distinctDays, row => dates[row].Day - 1),
            Kept(DaysOfMonth, _distinctDays, row => Calendar.IsLast(dates[row]) ? DaysOfMonth - 1 : dates[row].Day - 1));
        if (TimesOfDay(grid, origin) is not { } times || (weekdays is null && months is null && days is null && !times.AreSome))
        {
            return null;
        }

        var calendar = new Calendar(times.Starts, times.Each, times.Step) { Weekdays = weekdays, Months = months?.Select(month => month + 1).ToArray(), Days = days };
        return Rows(row => !calendar.Has(dates[row])) <= 2 * OddRows * _total ? calendar : null;
    }

    // The last position of the second list stands for the last day of a month. Of two equivalent lists the simpler one is used.
    private static int[]? Shorter(int[]? plain, int[]? withLast)
    {
        int[]? days = plain?.Select(day => day + 1).ToArray(), orLast = withLast?.Select(day => day == DaysOfMonth - 1 ? Calendar.LastDay : day + 1).Order().ToArray();
        return orLast is not null && (days is null || orLast.Length < days.Length) ? orLast : days;
    }

    // The positions that are not left out; null for all of them.
    private int[]? Kept(int positions, long independent, Func<int, int> positionOf)
    {
        var rows = new long[positions];
        for (int i = 0; i < _rows.Length; i++)
        {
            rows[positionOf(i)] += _rows[i];
        }

        double left = OddRows * _total;
        var kept = Enumerable.Range(0, positions).ToHashSet();
        foreach (int position in Enumerable.Range(0, positions).OrderBy(position => rows[position]).TakeWhile(position => rows[position] <= OddShare * _total / positions))
        {
            left -= rows[position];
            if (left < 0)
            {
                break;
            }

            kept.Remove(position);
        }

        return kept.Count < positions && Math.Pow((double)kept.Count / positions, independent) < MostChance && kept.All(position => AreEnough(i => positionOf(i) == position)) ? [.. kept.Order()] : null;
    }

    // Times as starts, a number of times from each on, and the step between these; null where the lattice and the day have nothing in common.
    private (long[] Starts, int Each, long Step, bool AreSome)? TimesOfDay(NumberGrid grid, long origin)
    {
        long step = Math.Min(grid.Multiple, _perDay);
        if (_perDay % step != 0 || grid.Multiple % step != 0)
        {
            return null;
        }

        long first = (((grid.Offset + origin) % step) + step) % step, slots = _perDay / step;
        if (slots > 1 && Few(slots) is { } few)
        {
            return (few, 1, 1, true);
        }

        long perHour = _perDay / HoursOfDay;
        if (perHour > 0 && perHour % step == 0 && Kept(HoursOfDay, _total, row => (int)(_times[row] / perHour)) is { } hours)
        {
            return ([.. hours.Select(hour => (hour * perHour) + first)], (int)(perHour / step), step, true);
        }

        return slots <= int.MaxValue ? ([first], (int)slots, step, false) : null;
    }

    private long[]? Few(long slots)
    {
        var rows = new Dictionary<long, long>();
        for (int i = 0; i < _rows.Length; i++)
        {
            rows[_times[i]] = rows.GetValueOrDefault(_times[i]) + _rows[i];
        }

        long[] often = [.. rows.Where(time => time.Value >= RowsOfTime).Select(time => time.Key).Take(MostTimes + 1).Where(time => AreEnough(i => _times[i] == time)).Order()];
        return often.Length is > 0 and <= MostTimes && 2 * often.Length <= slots && rows.Where(time => !often.Contains(time.Key)).Sum(time => time.Value) <= OddRows * _total ? often : null;
    }

    private bool AreEnough(Func<int, bool> isIn) => _least == 0 || _holders.AreEnough(Enumerable.Range(0, _rows.Length).Where(isIn), _least);

    private long Rows(Func<int, bool> isIn) => Enumerable.Range(0, _rows.Length).Where(isIn).Sum(row => _rows[row]);
}
