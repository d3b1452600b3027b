using System.Text.RegularExpressions;

namespace FairGan.Export.Columns.Durations;

/// <summary>Durations as a number and a unit: <c>90 min</c>, <c>1.5 h</c>, <c>3 days</c>.</summary>
internal sealed partial class UnitFormat : DurationFormat
{
    // Of a unit's spellings in plural, the one that a single unit has. A bare m may be a metre or a minute, and is none.
    private static readonly Dictionary<string, string> s_singular = new(StringComparer.Ordinal)
    {
        ["weeks"] = "week",
        ["days"] = "day",
        ["hours"] = "hour",
        ["hrs"] = "hr",
        ["minutes"] = "minute",
        ["mins"] = "min",
        ["seconds"] = "second",
        ["secs"] = "sec",
    };

    private static readonly Dictionary<string, DurationUnit> s_units = new(StringComparer.Ordinal)
    {
        ["week"] = DurationUnit.Week,
        ["wk"] = DurationUnit.Week,
        ["day"] = DurationUnit.Day,
        ["d"] = DurationUnit.Day,
        ["hour"] = DurationUnit.Hour,
        ["hr"] = DurationUnit.Hour,
        ["h"] = DurationUnit.Hour,
        ["minute"] = DurationUnit.Minute,
        ["min"] = DurationUnit.Minute,
        ["second"] = DurationUnit.Second,
        ["sec"] = DurationUnit.Second,
        ["s"] = DurationUnit.Second,
        ["millisecond"] = DurationUnit.Millisecond,
        ["ms"] = DurationUnit.Millisecond,
    };

    private readonly string _blank;
    private readonly string _word;

    private UnitFormat(string blank, string word, DurationUnit unit)
        : base($"0{blank}{word}", unit)
    {
        _blank = blank;
        _word = word;
    }

    /// <summary>Reads the text form, or the form of a cell; null where it is none of this kind.</summary>
    public static UnitFormat? TryParse(string text)
    {
        var match = text.Length < 60 ? Cell().Match(text) : Match.Empty;
        return match.Success && UnitOf(match.Groups["word"].Value) is { } unit ? new UnitFormat(match.Groups["blank"].Value, match.Groups["word"].Value, unit) : null;
    }

    /// <inheritdoc/>
    public override bool TryRead(string cell, out TimeSpan duration)
    {
        duration = default;
        var match = cell.Length < 60 ? Cell().Match(cell) : Match.Empty;
        return match.Success && UnitOf(match.Groups["word"].Value) == Unit
            && decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && TryMake(cell[0] == '-', Math.Round(number * DurationUnits.TicksOf(Unit)), out duration);
    }

    /// <inheritdoc/>
    public override string Write(TimeSpan duration)
    {
        decimal number = (decimal)duration.Ticks / DurationUnits.TicksOf(Unit);
        string word = Math.Abs(number) == 1 ? s_singular.GetValueOrDefault(_word, _word) : _word;
        return number.ToString("0.#########", CultureInfo.InvariantCulture) + _blank + word;
    }

    // Abbreviations in capitals are something else: 3D, 5S.
    private static DurationUnit? UnitOf(string word)
    {
        string lower = word.Length > 2 ? word.ToLowerInvariant() : word;
        return s_units.TryGetValue(s_singular.GetValueOrDefault(lower, lower), out var unit) ? unit : null;
    }

    [GeneratedRegex("^-?(?<number>[0-9]{1,12}(?:\\.[0-9]{1,9})?)(?<blank> ?)(?<word>[A-Za-z]{1,12})$", RegexOptions.CultureInvariant)]
    private static partial Regex Cell();
}
