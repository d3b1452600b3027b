namespace FairGan.Export.Columns.Durations;

/// <summary>
/// How durations of a column are written. Its text form is one of: <c>h:mm:ss</c>, <c>hh:mm:ss</c>, <c>d.hh:mm:ss</c> (as .NET does, days
/// only where there are some), <c>d days hh:mm:ss</c> (as pandas does), each with <c>.f</c> to <c>.fffffff</c> or <c>.F</c> (as many decimals as needed), or with <c>:00</c> in place
/// of seconds that are always zero; <c>h:mm</c> and <c>m:ss</c>; a number and a unit, such as <c>0 min</c>, <c>0h</c> or <c>0 days</c>; or
/// ISO 8601 with the parts that occur, such as <c>PT1H1M</c> or <c>P1DT1H1M1S</c>.
/// </summary>
internal abstract class DurationFormat
{
    private protected DurationFormat(string text, DurationUnit unit)
    {
        Text = text;
        Unit = unit;
    }

    /// <summary>The text form.</summary>
    public string Text { get; }

    /// <summary>The finest unit that the format writes; seconds and units beside a number may have decimals.</summary>
    public DurationUnit Unit { get; }

    /// <summary>Reads the text form.</summary>
    /// <param name="text">The text form.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static DurationFormat Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return (DurationFormat?)ClockFormat.TryParse(text) ?? (DurationFormat?)IsoFormat.TryParse(text) ?? UnitFormat.TryParse(text)
            ?? throw new FormatException($"'{text}' is not a format of durations; give h:mm:ss, d.hh:mm:ss, m:ss, h:mm, '0 min', '0 h', '0 days' or PT1H1M.");
    }

    /// <summary>Reads a duration in this format.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="duration">The duration.</param>
    /// <returns>Whether the cell is written so. Hours, minutes of <c>m:ss</c> and days may have more digits than the format shows.</returns>
    public abstract bool TryRead(string cell, out TimeSpan duration);

    /// <summary>Writes a duration; finer units than the format's are rounded.</summary>
    /// <param name="duration">The duration.</param>
    public abstract string Write(TimeSpan duration);

    /// <summary>The text form.</summary>
    public override string ToString() => Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DurationFormat other && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    // The duration of some units, where .NET has one.
    private protected static bool TryMake(bool negative, decimal ticks, out TimeSpan duration)
    {
        bool fits = ticks <= long.MaxValue;
        duration = fits ? new TimeSpan(negative ? -(long)ticks : (long)ticks) : default;
        return fits;
    }
}
