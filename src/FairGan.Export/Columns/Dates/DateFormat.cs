namespace FairGan.Export.Columns.Dates;

/// <summary>
/// How dates of a column are written. Its text form is a .NET format in the invariant culture, such as <c>dd/MM/yyyy HH:mm</c>. In brackets before
/// it may stand names that are not those of the invariant culture, <c>[MMM=janv.,févr.,…]</c>, the first of the hundred years that two digits mean,
/// <c>[yy=1940]</c>, and <c>[th]</c> for ordinals. Quarters are <c>yyyy'Q'q</c>, weeks of ISO 8601 <c>yyyy-'W'ww-e</c>; days that Excel counts
/// <c>[Excel]0</c>, seconds and milliseconds since 1970 <c>[unix]0</c> and <c>[unix ms]0</c>. Where some cells are less precise, their share and
/// format follow: <c>yyyy-MM-dd HH:mm|0.25 yyyy-MM-dd</c>.
/// </summary>
internal abstract class DateFormat
{
    private const int Longest = 1000;

    private protected DateFormat(string text, DateUnit unit)
    {
        Text = text;
        Unit = unit;
    }

    /// <summary>The text form.</summary>
    public string Text { get; }

    /// <summary>The coarsest unit that the format shows in full.</summary>
    public DateUnit Unit { get; }

    /// <summary>Reads the text form.</summary>
    /// <param name="text">The text form.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateFormat Parse(string text) =>
        TryParse(text) ?? throw new FormatException($"'{text}' is not a format of dates; give a .NET format such as yyyy-MM-dd or dd/MM/yyyy HH:mm.");

    /// <summary>Reads the text form; null where it is none.</summary>
    /// <param name="text">The text form.</param>
    public static DateFormat? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is <= 1 or >= Longest ? null
            : (DateFormat?)MixedFormat.TryParse(text) ?? (DateFormat?)SerialFormat.TryParse(text) ?? (DateFormat?)PeriodFormat.TryParse(text) ?? PatternFormat.TryParse(text);
    }

    /// <summary>Reads a date in this format.</summary>
    /// <param name="cell">The cell; digits of a second beyond the seventh are left out.</param>
    /// <param name="time">The time. Of a time of day alone, the day is 1970-01-01; with an offset from UTC, the time is that of UTC; of a period, it is its first day.</param>
    /// <returns>Whether the cell is written so.</returns>
    public abstract bool TryRead(ReadOnlySpan<char> cell, out DateTime time);

    /// <summary>Writes a time.</summary>
    /// <param name="time">The time.</param>
    public abstract string Write(DateTime time);

    /// <summary>A generated time in the precision that is due to it: the time itself, but where some cells are less precise than others.</summary>
    /// <param name="time">The time.</param>
    public virtual DateTime Generated(DateTime time) => time;

    /// <summary>The text form.</summary>
    public override string ToString() => Text;

    // Brackets at the beginning, and the rest.
    private protected static (string Brackets, string Pattern) Split(string text) =>
        text[0] == '[' && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end ? (text[1..end], text[(end + 1)..]) : ("", text);
}
