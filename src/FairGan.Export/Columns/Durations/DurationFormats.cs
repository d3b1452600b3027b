using System.Text.RegularExpressions;

namespace FairGan.Export.Columns.Durations;

/// <summary>Finds in which formats the durations of a column of text are written.</summary>
/// <remarks>
/// Some spellings are ambiguous. A column whose cells are all times of day (<c>01:30:00</c>, <c>9:30</c>) holds no durations; one cell
/// that is no time of day, such as <c>25:00:00</c> or <c>-0:05:00</c>, makes it durations, and so do hours without a leading zero
/// before minutes and seconds (<c>1:30:00</c>). Two numbers, <c>36:15</c>, are minutes and seconds, unless a description says <c>h:mm</c>.
/// </remarks>
internal static partial class DurationFormats
{
    // A handful of odd cells must not decide whether seconds are written.
    private const double NearlyAll = 0.99;

    private const string Clock = "clock";
    private const string Days = "days";
    private const string Words = "days in words";
    private const string Two = "two";
    private const string Iso = "iso";

    private static readonly DurationFormat s_two = DurationFormat.Parse("m:ss");
    private static readonly DurationFormat s_words = DurationFormat.Parse("d days hh:mm:ss.F");
    private static readonly DurationFormat s_clock = DurationFormat.Parse("d.hh:mm:ss.F");

    /// <summary>The formats that read cells, the most frequent first.</summary>
    /// <param name="cells">The distinct cells, without blanks around them, with the rows that have them; missing ones left out.</param>
    /// <param name="isGiven">Whether the column is known to hold durations, so that times of day are some.</param>
    /// <returns>The formats, none where the cells are no durations; and the rows that they read.</returns>
    public static (IReadOnlyList<string> Formats, long Rows) Find(IReadOnlyList<(string Cell, long Rows)> cells, bool isGiven = false)
    {
        (string Cell, long Rows)[] candidates = [.. cells.Where(cell => MayBe(cell.Cell))];
        if (candidates.Length == 0 || (!isGiven && Array.TrueForAll(candidates, cell => TimeOfDay().IsMatch(cell.Cell))))
        {
            return ([], 0);
        }

        var found = candidates.GroupBy(cell => FamilyOf(cell.Cell)).Where(family => family.Key.Length > 0)
            .Select(family => (Format: FormatOf(family.Key, [.. family]), Rows: family.Sum(cell => cell.Rows)))
            .OrderByDescending(family => family.Rows).ThenBy(family => family.Format, StringComparer.Ordinal).ToArray();
        return ([.. found.Select(family => family.Format)], found.Sum(family => family.Rows));
    }

    /// <summary>Reads a duration in a format or, where it is not written so, in one that is not ambiguous.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="format">The format that goes first.</param>
    /// <param name="duration">The duration.</param>
    public static bool TryRead(string cell, DurationFormat format, out TimeSpan duration)
    {
        if (format.TryRead(cell, out duration))
        {
            return true;
        }

        string family = FamilyOf(cell);
        return family is not ("" or Two) && DurationFormat.Parse(FormatOf(family, [(cell, 1)])).TryRead(cell, out duration);
    }

    // Rules out most texts at a glance.
    private static bool MayBe(string cell) => cell.Length is >= 2 and < 60
        && cell[0] is 'P' or '-' or (>= '0' and <= '9') && (!char.IsAsciiDigit(cell[^1]) || cell.Contains(':', StringComparison.Ordinal));

    // A cell without its digits; for a number with a unit, the unit. Empty if the cell is no duration.
    private static string FamilyOf(string cell)
    {
        if (cell.Contains(':', StringComparison.Ordinal))
        {
            string family = cell.Count(c => c == ':') == 1 ? Two : cell.Contains(" day", StringComparison.Ordinal) ? Words : cell.IndexOf('.', StringComparison.Ordinal) is var point && point >= 0 && point < cell.IndexOf(':', StringComparison.Ordinal) ? Days : Clock;
            return (family switch { Two => s_two, Words => s_words, _ => s_clock }).TryRead(cell, out _) ? family : "";
        }

        return IsoFormat.Parts(cell).Count > 0 ? Iso : UnitFormat.TryParse(cell) is { } unit && unit.TryRead(cell, out _) ? unit.Unit.ToString() : "";
    }

    private static string FormatOf(string family, (string Cell, long Rows)[] cells)
    {
        switch (family)
        {
            case Two:
                return "m:ss";
            case Iso:
                var units = cells.SelectMany(cell => IsoFormat.Parts(cell.Cell)).Select(part => part.Unit).Distinct().Order().ToArray();
                return IsoFormat.Of(units is [DurationUnit.Week, not DurationUnit.Week, ..] ? DurationUnit.Day : units[0], units[^1]).Text;
            case Clock or Days or Words:
                string hours = family == Clock && cells.Any(cell => cell.Cell.TrimStart('-').IndexOf(':', StringComparison.Ordinal) == 1) ? "h" : "hh";
                return (family == Days ? "d." : family == Words ? "d days " : "") + hours + ":mm:" + Seconds(cells);
            default:
                return cells.GroupBy(cell => UnitFormat.TryParse(cell.Cell)!.Text).MaxBy(spelling => (spelling.Sum(cell => cell.Rows), spelling.Key.Length))!.Key;
        }
    }

    // Seconds that are always zero, whole, or with decimals.
    private static string Seconds((string Cell, long Rows)[] cells)
    {
        int[] decimals = [.. cells.Select(cell => cell.Cell.Length - 1 - cell.Cell.LastIndexOf('.') is var digits && cell.Cell.LastIndexOf('.') > cell.Cell.LastIndexOf(':') ? digits : 0).Distinct()];
        return decimals is not [0] ? "ss." + (decimals.Length == 1 ? new string('f', decimals[0]) : "F")
            : cells.Where(cell => cell.Cell.EndsWith(":00", StringComparison.Ordinal)).Sum(cell => cell.Rows) >= NearlyAll * cells.Sum(cell => cell.Rows) ? "00" : "ss";
    }

    [GeneratedRegex("^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?|[01]?[0-9]:[0-5][0-9]|2[0-3]:[0-5][0-9])$", RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();
}
