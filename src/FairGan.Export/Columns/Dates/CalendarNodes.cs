using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Columns.Dates;

/// <summary>The nodes that move a date to the nearest one of a calendar: where a rule made it from another column's.</summary>
/// <param name="calendar">The calendar.</param>
/// <param name="unitsPerDay">Units in a day.</param>
/// <param name="origin">Units from 1970-01-01T00:00 to what dates count from.</param>
internal sealed class CalendarNodes(Calendar calendar, long unitsPerDay, long origin)
{
    // Times of day are looked up in steps of a second, or of the unit where that is longer.
    private const long MostSlots = 86_400;

    // A calendar's next day is within some years of any: beyond the ends of the column the days go on for that long.
    private const int DaysBeyond = 1500;

    /// <summary>Adds the nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">Name of the dates, double [n]; NaN where missing.</param>
    /// <param name="low">Name of the dates that they may not be before; NaN for no bound.</param>
    /// <param name="least">The earliest date of the column.</param>
    /// <param name="greatest">The latest.</param>
    /// <returns>Name of the dates of the calendar.</returns>
    public string Nearest(GraphBuilder graph, string value, string low, double least, double greatest)
    {
        long first = DayOf(least) - DaysBeyond, last = DayOf(greatest) + DaysBeyond;
        long[] days = last - first > Calendar.MostDays + (2 * DaysBeyond) ? [] : [.. Days(first, last)];
        if (days.Length == 0)
        {
            return value;
        }

        string zero = graph.Doubles([0], 1), perDay = graph.Doubles([unitsPerDay], 1);
        string counted = graph.Node("Add", graph.Node("Where", graph.Node("IsNaN", value), zero, value), graph.Doubles([origin], 1));
        string day = graph.Node("Floor", graph.Node("Div", counted, perDay));
        string place = graph.Node("Sub", day, graph.Doubles([first], 1));
        string inside = graph.Cast(Between(graph, place, last - first), DataType.Int32);
        string time = Time(graph, graph.Node("Sub", counted, graph.Node("Mul", day, perDay)));
        double[] nearest = new double[last - first + 1], next = new double[last - first + 1];
        for (long at = first; at <= last; at++)
        {
            int after = Array.BinarySearch(days, at) is var found && found >= 0 ? found : Math.Min(~found, days.Length - 1);
            int near = after > 0 && at - days[after - 1] < days[after] - at ? after - 1 : after;
            nearest[at - first] = (days[near] * unitsPerDay) - origin;
            next[at - first] = (days[Math.Min(after + (days[after] == at ? 1 : 0), days.Length - 1)] * unitsPerDay) - origin;
        }

        string moved = graph.Node("Add", graph.Node("Gather", graph.Doubles(nearest, nearest.Length), inside), time);
        string later = graph.Node("Add", graph.Node("Gather", graph.Doubles(next, next.Length), inside), graph.Doubles([calendar.Times[0]], 1));
        string kept = graph.Node("Where", graph.Node("Less", moved, low), later, moved);
        return graph.Node("Where", graph.Node("IsNaN", value), value, kept);
    }

    private IEnumerable<long> Days(long first, long last)
    {
        long most = (long)(DateTime.MaxValue - DateTime.UnixEpoch).TotalDays, least = -(long)(DateTime.UnixEpoch - DateTime.MinValue).TotalDays;
        for (long day = Math.Max(first, least); day <= Math.Min(last, most); day++)
        {
            if (calendar.Has(DateTime.UnixEpoch.AddDays(day)))
            {
                yield return day;
            }
        }
    }

    private string Time(GraphBuilder graph, string time)
    {
        if (calendar.Times.Count == 1 && calendar.TimesEach == 1)
        {
            return graph.Doubles([calendar.Times[0]], 1);
        }

        if (calendar.Times.Count == 1)
        {
            string start = graph.Doubles([calendar.Times[0]], 1), step = graph.Doubles([calendar.TimeStep], 1);
            string steps = graph.Node("Round", graph.Node("Div", graph.Node("Sub", time, start), step));
            return graph.Node("Add", graph.Node("Mul", Between(graph, steps, calendar.TimesEach - 1), step), start);
        }

        long slots = Math.Min(unitsPerDay, MostSlots), perSlot = unitsPerDay / slots;
        double[] nearest = [.. Enumerable.Range(0, (int)slots).Select(slot => (double)Nearest(slot * perSlot))];
        string index = graph.Cast(graph.Node("Floor", graph.Node("Div", time, graph.Doubles([perSlot], 1))), DataType.Int32);
        return graph.Node("Gather", graph.Doubles(nearest, nearest.Length), index);
    }

    private static string Between(GraphBuilder graph, string value, double most)
    {
        string zero = graph.Doubles([0], 1);
        return graph.Node("Min", graph.Node("Where", graph.Node("Less", value, zero), zero, value), graph.Doubles([most], 1));
    }

    // Of every start's times the nearest, and of these the nearest.
    private long Nearest(long time) => calendar.Times
        .Select(start => start + (Math.Clamp((long)Math.Round((double)(time - start) / calendar.TimeStep), 0, calendar.TimesEach - 1) * calendar.TimeStep))
        .MinBy(other => Math.Abs(other - time));

    private long DayOf(double date) => (long)Math.Floor((date + origin) / unitsPerDay);
}
