using System.Text.RegularExpressions;

namespace FairGan.Export.Columns.Dates;

/// <summary>Dates as numbers: days as Excel counts them, and seconds or milliseconds since 1970.</summary>
internal sealed partial class SerialFormat : DateFormat
{
    // Excel believes in 29 February 1900: its day 61 is the first that is right.
    private static readonly DateTime s_excel = new(1899, 12, 30);

    private readonly DateTime _origin;
    private readonly long _ticks;
    private readonly string _digits;

    private SerialFormat(string text, DateTime origin, long ticks, string digits, DateUnit unit)
        : base(text, unit)
    {
        _origin = origin;
        _ticks = ticks;
        _digits = digits;
    }

    /// <summary>Reads the text form; null where it is none of this kind.</summary>
    public static SerialFormat? TryParse(string text)
    {
        Match match = TextForm().Match(text);
        if (!match.Success)
        {
            return null;
        }

        string digits = match.Groups["digits"].Value;
        int decimals = Math.Max(0, digits.Length - 2);
        return match.Groups["name"].Value switch
        {
            "Excel" => new SerialFormat(text, s_excel, TimeSpan.TicksPerDay, digits, decimals == 0 ? DateUnit.Day : decimals < 5 ? DateUnit.Minute : decimals < 8 ? DateUnit.Second : DateUnit.Millisecond),
            "unix" => new SerialFormat(text, DateTime.UnixEpoch, TimeSpan.TicksPerSecond, digits, decimals == 0 || !digits.Contains('0', StringComparison.Ordinal) ? DateUnit.Second : decimals > 3 ? DateUnit.Microsecond : DateUnit.Millisecond),
            _ => new SerialFormat(text, DateTime.UnixEpoch, TimeSpan.TicksPerMillisecond, digits, decimals == 0 ? DateUnit.Millisecond : DateUnit.Microsecond),
        };
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<char> cell, out DateTime time)
    {
        time = default;
        if (!decimal.TryParse(cell, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal number) || Math.Abs(number) > long.MaxValue / _ticks)
        {
            return false;
        }

        // What Excel stores of a time is a fraction of a day, which is not exact.
        decimal step = Unit switch
        {
            DateUnit.Day => TimeSpan.TicksPerDay,
            DateUnit.Minute => TimeSpan.TicksPerMinute,
            DateUnit.Second => TimeSpan.TicksPerSecond,
            DateUnit.Millisecond => TimeSpan.TicksPerMillisecond,
            _ => TimeSpan.TicksPerMicrosecond,
        };
        decimal ticks = (Math.Round(number * _ticks / step) * step) + _origin.Ticks;
        bool fits = ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
        time = fits ? new DateTime((long)ticks) : default;
        return fits;
    }

    /// <inheritdoc/>
    public override string Write(DateTime time) => ((decimal)(time.Ticks - _origin.Ticks) / _ticks).ToString(_digits, CultureInfo.InvariantCulture);

    [GeneratedRegex("^\\[(?<name>Excel|unix|unix ms)\\](?<digits>0(?:\\.(?:0{1,12}|#{1,12}))?)$", RegexOptions.CultureInvariant)]
    private static partial Regex TextForm();
}
