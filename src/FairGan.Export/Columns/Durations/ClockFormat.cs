using System.Text.RegularExpressions;

namespace FairGan.Export.Columns.Durations;

/// <summary>Durations with colons: <c>1:30:00</c>, <c>1.02:03:04</c>, <c>36:15</c>.</summary>
internal sealed partial class ClockFormat : DurationFormat
{
    // The text between days and hours: a full stop, or a word, in which case days are always written; empty if they never are.
    private readonly string _afterDays;

    private readonly bool _isPadded;
    private readonly bool _hasHours;
    private readonly bool _hasSeconds;

    // Decimals of a second; -1 for as many as a duration needs.
    private readonly int _decimals;

    private ClockFormat(string text, DurationUnit unit, string afterDays, bool isPadded, bool hasHours, bool hasSeconds, int decimals)
        : base(text, unit)
    {
        _afterDays = afterDays;
        _isPadded = isPadded;
        _hasHours = hasHours;
        _hasSeconds = hasSeconds;
        _decimals = decimals;
    }


    /// <summary>Reads the text form; null where it is none of this kind.</summary>
    public static ClockFormat? TryParse(string text)
    {
        var form = TextForm().Match(text);
        if (!form.Success)
        {
            return null;
        }

        string last = form.Groups["last"].Value, fraction = form.Groups["fraction"].Value;
        bool hasHours = form.Groups["hours"].Success;
        var unit = last is "" or "00" ? DurationUnit.Minute : DurationUnit.Second;
        return new ClockFormat(text, unit, form.Groups["days"].Value, form.Groups["hours"].Value == "hh", hasHours, last.Length > 0, fraction == "F" ? -1 : fraction.Length);
    }

    /// <inheritdoc/>
    public override bool TryRead(string cell, out TimeSpan duration)
    {
        duration = default;
        var match = Cell().Match(cell);
        if (!match.Success)
        {
            return false;
        }

        bool hasTwo = !match.Groups["third"].Success, hasDays = match.Groups["days"].Success;
        if (hasTwo != !(_hasHours && _hasSeconds) || (hasTwo && hasDays) || (hasDays && _afterDays.Length == 0))
        {
            return false;
        }

        // With separate days, hours are those of the last day.
        decimal days = Number("days"), first = Number("first"), second = Number("second"), third = Number("third");
        if (second >= 60 || third >= 60 || (hasDays && first >= 24))
        {
            return false;
        }

        decimal seconds = !_hasHours ? (60 * first) + second : (86400 * days) + (3600 * first) + (60 * second) + third;
        seconds += match.Groups["fraction"].Success ? decimal.Parse("0." + match.Groups["fraction"].Value, CultureInfo.InvariantCulture) : 0;
        return TryMake(cell[0] == '-', Math.Round(seconds * TimeSpan.TicksPerSecond), out duration);

        decimal Number(string part) => match.Groups[part].Success ? decimal.Parse(match.Groups[part].Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <inheritdoc/>
    public override string Write(TimeSpan duration)
    {
        long step = Unit == DurationUnit.Minute ? TimeSpan.TicksPerMinute : TimeSpan.TicksPerSecond / (long)Math.Pow(10, _decimals < 0 ? 7 : _decimals);
        decimal ticks = Math.Round(Math.Abs((decimal)duration.Ticks) / step) * step;
        decimal seconds = ticks / TimeSpan.TicksPerSecond, whole = decimal.Truncate(seconds);
        string sign = duration.Ticks < 0 && ticks > 0 ? "-" : "";
        decimal days = _afterDays.Length > 0 ? decimal.Truncate(whole / 86400) : 0, hours = decimal.Truncate((whole - (86400 * days)) / 3600);
        decimal minutes = decimal.Truncate(whole / 60);
        string text = !_hasHours ? $"{minutes:0}" : $"{(days > 0 || _afterDays.Length > 1 ? $"{days:0}{_afterDays}" : "")}{hours.ToString(_isPadded ? "00" : "0", CultureInfo.InvariantCulture)}:{minutes % 60:00}";
        if (_hasSeconds)
        {
            text += string.Create(CultureInfo.InvariantCulture, $":{whole % 60:00}");
        }

        string fraction = _decimals == 0 ? "" : (seconds - whole).ToString("." + new string(_decimals < 0 ? '#' : '0', _decimals < 0 ? 7 : _decimals), CultureInfo.InvariantCulture);
        return sign + text + fraction;
    }

    [GeneratedRegex("^(?:(?:d(?<days>\\.| days ))?(?<hours>hh?):mm(?::(?<last>ss|00))?|m:(?<last>ss))(?:(?<=ss)\\.(?<fraction>f{1,7}|F))?$", RegexOptions.CultureInvariant)]
    private static partial Regex TextForm();

    [GeneratedRegex("^-?(?:(?<days>[0-9]{1,8})(?:\\.| days? ))?(?<first>[0-9]{1,9}):(?<second>[0-9]{2})(?::(?<third>[0-9]{2}))?(?:\\.(?<fraction>[0-9]{1,7}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Cell();
}
