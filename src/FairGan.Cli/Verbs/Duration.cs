namespace FairGan.Cli.Verbs;

/// <summary>Reads durations such as 90s, 5m or 1.5h.</summary>
internal static class Duration
{
    /// <summary>The word for an endless time.</summary>
    public const string Never = "never";

    /// <summary>Reads the time between two checkpoints.</summary>
    /// <exception cref="FormatException">The text is neither a duration nor <see cref="Never"/>.</exception>
    public static TimeSpan? Between(string text) => text == Never ? Timeout.InfiniteTimeSpan : Parse(text);

    /// <summary>Reads a duration.</summary>
    /// <exception cref="FormatException">The text is not a duration.</exception>
    public static TimeSpan? Parse(string text)
    {
        TimeSpan? unit = text.Length == 0 ? null : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            _ => null,
        };
        return unit is { } one
            && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number > 0 && number * one.TotalHours < 100_000
            ? number * one
            : throw new FormatException($"a time is a number above 0 with its unit, such as 90s, 5m or 2h, not '{text}'.");
    }
}
