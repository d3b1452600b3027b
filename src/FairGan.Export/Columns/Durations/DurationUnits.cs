namespace FairGan.Export.Columns.Durations;

/// <summary>Converts durations to numbers of a unit of time and back.</summary>
internal static class DurationUnits
{
    /// <summary>Ticks of .NET, 100 nanoseconds each, in a unit.</summary>
    public static long TicksOf(DurationUnit unit) => unit switch
    {
        DurationUnit.Week => 7 * TimeSpan.TicksPerDay,
        DurationUnit.Day => TimeSpan.TicksPerDay,
        DurationUnit.Hour => TimeSpan.TicksPerHour,
        DurationUnit.Minute => TimeSpan.TicksPerMinute,
        DurationUnit.Second => TimeSpan.TicksPerSecond,
        _ => TimeSpan.TicksPerMillisecond,
    };

    /// <summary>How many units a duration is. Decimal division first: 0.1 s is the double nearest to 0.1.</summary>
    public static double NumberOf(TimeSpan duration, DurationUnit unit) => (double)((decimal)duration.Ticks / TicksOf(unit));

    /// <summary>The duration of a number of units, or the nearest that .NET has.</summary>
    public static TimeSpan DurationOf(double number, DurationUnit unit)
    {
        double ticks = Math.Round(number * TicksOf(unit));
        return ticks >= long.MaxValue ? TimeSpan.MaxValue : ticks <= -long.MaxValue ? -TimeSpan.MaxValue : new TimeSpan((long)ticks);
    }
}
