using System.Globalization;

namespace FairGan.Tables;

/// <summary>Dates, times of day and points in time, as ticks; of a time of day, since midnight.</summary>
internal sealed class ParquetTimes : ParquetValues
{
    private const int TickDigits = 7;

    private readonly long?[] _ticks;

    /// <param name="column">The column.</param>
    /// <param name="ticks">The times; those that .NET lacks are negative.</param>
    public ParquetTimes(ParquetColumn column, long?[] ticks)
        : base(column, ParquetColumnShape.Of(ticks.Contains(null)) with { Digits = ticks.Select(time => time is { } present ? DigitsOf(present) : -1).DefaultIfEmpty(-1).Max() }) => _ticks = ticks;

    /// <summary>Times as they are stored: days, or units of a second, since 1970 or since midnight.</summary>
    /// <param name="column">The column.</param>
    /// <param name="units">The stored values.</param>
    public static ParquetTimes Of(ParquetColumn column, long?[] units)
    {
        Int128 origin = IsTimeOfDay(column) ? 0 : DateTime.UnixEpoch.Ticks;
        Int128 perSecond = TimeSpan.TicksPerSecond, unitsPerSecond = column.UnitsPerSecond;
        return new ParquetTimes(column, Array.ConvertAll(units, unit => unit is not { } stored ? (long?)null
            : InRange(origin + (column.Type == "DATE" ? stored * (Int128)TimeSpan.TicksPerDay : Floor(stored * perSecond, unitsPerSecond)))));
    }

    /// <inheritdoc/>
    protected override ColumnData ToData(ParquetColumnShape all, bool asText, bool isLearned, Func<int, string> place)
    {
        string format = Format(all)!;
        int outside = Array.FindIndex(_ticks, ticks => ticks < 0);
        return outside < 0
            ? Coded(_ticks.Select(ticks => ticks is { } present ? new DateTime(present).ToString(format, CultureInfo.InvariantCulture) : null))
            : throw new TableFormatException($"{place(outside)}: the value of type {Column.Type} is infinite, or outside the years 1 to 9999. {Remedy}");
    }

    /// <inheritdoc/>
    protected override string Format(ParquetColumnShape all)
    {
        string time = $"HH:mm:ss{(all.Digits > 0 ? "." + new string('f', all.Digits) : "")}";
        return IsTimeOfDay(Column) ? time : all.Digits < 0 || Column.Type == "DATE" ? "yyyy-MM-dd" : $"yyyy-MM-ddT{time}";
    }

    private static bool IsTimeOfDay(ParquetColumn column) => column.Type.StartsWith("TIME(", StringComparison.Ordinal);

    private static long InRange(Int128 ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? (long)ticks : -1;

    private static Int128 Floor(Int128 value, Int128 divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);

    private static int DigitsOf(long ticks) =>
        ticks % TimeSpan.TicksPerDay == 0 ? -1
        : ticks % TimeSpan.TicksPerSecond == 0 ? 0
        : ticks % TimeSpan.TicksPerMillisecond == 0 ? 3
        : ticks % TimeSpan.TicksPerMicrosecond == 0 ? 6
        : TickDigits;
}
