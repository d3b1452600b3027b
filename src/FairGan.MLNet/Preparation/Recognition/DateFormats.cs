using System.Text.RegularExpressions;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Numeric;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Finds in which formats the dates of a column of text are written.</summary>
internal static partial class DateFormats
{
    private const int MostFormats = 6;
    private static readonly string[] s_days =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd-MM-yyyy", "MM-dd-yyyy",
        "dd MMM yyyy", "d MMM yyyy", "dd-MMM-yyyy", "MMM d, yyyy", "d MMMM yyyy", "MMMM d, yyyy", "yyyyMMdd", "yyyy-MM",
    ];

    private static readonly string[] s_times = ["HH:mm", "HH:mm:ss", "HH:mm:ss.fff", "HH:mm:ss.FFFFFFF"];

    private static readonly string[] s_all =
    [
        .. s_days,
        .. s_days.SkipLast(1).SelectMany(day => s_times.SelectMany(time => (string[])[$"{day} {time}", $"{day}'T'{time}", $"{day}'T'{time}'Z'"])),
        .. s_times,
    ];

    /// <summary>The formats that read cells, the most frequent first.</summary>
    /// <param name="cells">The distinct cells, tidied, with the rows that have them; missing ones left out.</param>
    /// <returns>The formats, none where the cells are no dates; and the rows that they read.</returns>
    public static (IReadOnlyList<string> Formats, long Rows) Find(IReadOnlyList<(string Cell, long Rows)> cells)
    {
        if (cells.All(cell => !CanBeDate(cell.Cell) || IsSignedOrFractional(cell.Cell)))
        {
            return ([], 0);
        }

        // One offset from UTC is a text at the end of every cell; with several, the times are those of UTC.
        string[] offsets = [.. cells.Where(cell => cell.Cell.Contains(':', StringComparison.Ordinal)).Select(cell => Offset().Match(cell.Cell)).Where(match => match.Success).Select(match => match.Value.Trim()).Distinct().Take(2)];
        string[] offset = offsets.Length == 0 ? [] : [offsets.Length == 1 ? $"'{offsets[0]}'" : "zzz"];
        string[] all = [.. s_all, .. s_all.Where(format => offset.Length > 0 && format.Contains('m', StringComparison.Ordinal) && format.Contains('y', StringComparison.Ordinal) && !format.EndsWith("'Z'", StringComparison.Ordinal))
            .SelectMany(format => (string[])[format + offset[0], $"{format} {offset[0]}"])];
        var (formats, rows) = Find(cells, all);
        return (formats.Count > 0 && formats[0].EndsWith("zzz", StringComparison.Ordinal) ? [formats[0][..^3].TrimEnd() + "'Z'", .. formats] : formats, rows);
    }

    private static (IReadOnlyList<string> Formats, long Rows) Find(IReadOnlyList<(string Cell, long Rows)> cells, string[] all)
    {
        var found = new List<string>();
        long rows = 0;
        var rest = cells.Where(cell => CanBeDate(cell.Cell)).ToList();
        while (rest.Count > 0 && found.Count < MostFormats)
        {
            // A few cells are enough to exclude most formats.
            var few = rest.Count <= 64 ? rest : [.. rest.Where((_, i) => i % (rest.Count / 64) == 0)];
            var candidates = all.Where(format => few.Exists(cell => DateCodec.TryParse(cell.Cell, format, out _)) && !found.Exists(other => Contradict(format, other))).ToArray();
            if (candidates.Length == 0)
            {
                break;
            }

            string best = candidates.MaxBy(format => rest.Sum(cell => DateCodec.TryParse(cell.Cell, format, out _) ? cell.Rows : 0))!;
            found.Add(best);
            rows += rest.Where(cell => DateCodec.TryParse(cell.Cell, best, out _)).Sum(cell => cell.Rows);
            rest = [.. rest.Where(cell => !DateCodec.TryParse(cell.Cell, best, out _))];
        }

        return (found, rows);
    }

    /// <summary>Whether eight digits, which are numbers as well, are days of the last and this century.</summary>
    public static bool AreDigitDays(IReadOnlyList<(string Cell, long Rows)> cells) => cells.Count > 0 && cells.All(cell => NumberPolicy.IsDay(cell.Cell));

    /// <summary>A format whose order of day and month another one turns round: one column is not written in both.</summary>
    private static bool Contradict(string format, string other) =>
        format != other && format.Length == other.Length && DayFirst(format) is { } first && DayFirst(other) is { } second && first != second;

    private static bool? DayFirst(string format) =>
        format.Contains("MMM", StringComparison.Ordinal) || format[0] is not ('d' or 'M') ? null : format[0] == 'd';

    [GeneratedRegex("(?<=[0-9]:[0-9]{2}[0-9:.]*) ?[+-][0-9]{2}:?[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Offset();

    private static bool CanBeDate(string cell) => cell.Length is >= 4 and <= 40 && cell.AsSpan().ContainsAnyInRange('0', '9');

    // A plain number with a sign or a fraction: no format reads it.
    private static bool IsSignedOrFractional(string cell) => PlainNumber.TryRead(cell, out _, out int decimals) && (decimals > 0 || cell[0] == '-');
}
