using System.Globalization;
using System.Text.RegularExpressions;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Numeric;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Finds in which formats the dates of a column of text are written.</summary>
internal static partial class DateFormats
{
    private const int MostFormats = 6;
    private const int MostShapes = 24;
    private const int Examined = 64;
    private const int LeastMixed = 10;
    private const double LeastMixedShare = 0.02;

    private static readonly int[] s_roundYears = [50, 10, 5, 2, 1];

    private static readonly string[] s_periods = ["yyyy'Q'q", "yyyy-'Q'q", "yyyy 'Q'q", "'Q'q yyyy", "'Q'q-yyyy", "'Q'q/yyyy", "q'Q'yyyy", "yyyy-'W'ww", "yyyy'W'ww", "yyyy-'W'ww-e", "yyyy'W'wwe"];

    /// <summary>The formats that read cells. The first is the one they are written in: the most frequent, or a mixture of more and less precise ones.</summary>
    /// <param name="name">The column's name, which may say that numbers are dates.</param>
    /// <param name="cells">The distinct cells, tidied, with the rows that have them; missing ones left out.</param>
    /// <param name="isGiven">Whether the column is declared as dates, so that any digits may be a date.</param>
    /// <returns>The formats, none where the cells are no dates; and the rows that they read.</returns>
    public static (IReadOnlyList<string> Formats, long Rows) Find(string name, IReadOnlyList<(string Cell, long Rows)> cells, bool isGiven = false)
    {
        if (SerialDates.Find(name, cells) is { } serial)
        {
            return ([serial], cells.Sum(cell => cell.Rows));
        }

        if (!isGiven && cells.All(cell => !cell.Cell.AsSpan().ContainsAnyExceptInRange('0', '9')) && !cells.All(cell => NumberPolicy.IsDay(cell.Cell)))
        {
            return ([], 0);
        }

        // A few cells are enough to exclude most columns.
        var few = cells.Where((_, i) => i % ((cells.Count / Examined) + 1) == 0).Where(cell => CanBeDate(cell.Cell)).ToList();
        if (few.Count == 0 || Candidates(few).All(shape => shape.Formats.Count == 0))
        {
            return ([], 0);
        }

        var shapes = Candidates([.. cells.Where(cell => CanBeDate(cell.Cell))]);
        char first = First(shapes);
        var found = shapes.Select(shape => shape.Formats.Where(format => format.First == first || format.First == ' ').MaxBy(format => format.Rows)).OfType<Candidate>()
            .GroupBy(format => format.Format).Select(group => (Format: group.Key, Rows: group.Sum(format => format.Rows)))
            .OrderByDescending(format => format.Rows).Take(MostFormats).ToList();
        long rows = found.Sum(format => format.Rows);
        List<string> formats = [.. found.Select(format => format.Format)];
        if (Mixture(found, rows) is { } mixture)
        {
            formats.Insert(0, mixture);
        }
        else if (formats.Count > 0 && Offset().Match(formats[0]) is { Success: true } offset)
        {
            formats.Insert(0, formats[0][..offset.Index].TrimEnd() + (offset.Value == "zz" ? "'+00'" : "'Z'"));
        }

        return (formats, rows);
    }

    /// <summary>The format with day and month exchanged, if it reads all cells as well: the order is then ambiguous.</summary>
    /// <param name="format">The format.</param>
    /// <param name="cells">The distinct cells, tidied.</param>
    public static string? Exchanged(string format, IEnumerable<string> cells)
    {
        Match order = DayAndMonth().Match(format);
        if (!order.Success || format.Contains('|', StringComparison.Ordinal) || format.Contains("MMM", StringComparison.Ordinal))
        {
            return null;
        }

        string exchanged = format[..order.Index] + order.Groups["second"].Value + order.Groups["between"].Value + order.Groups["first"].Value + format[(order.Index + order.Length)..];
        DateFormat written = DateFormat.Parse(format), other = DateFormat.Parse(exchanged);
        return cells.All(cell => !written.TryRead(cell, out _) || other.TryRead(cell, out _)) ? exchanged : null;
    }

    // The shapes of cells and for each the formats that it may be, with the rows that each reads.
    private static List<(DateShape Shape, List<Candidate> Formats)> Candidates(IReadOnlyList<(string Cell, long Rows)> cells) =>
    [
        .. cells.Select(cell => (cell.Cell, cell.Rows, Shape: DateShape.Of(cell.Cell))).Where(cell => cell.Shape is not null)
            .GroupBy(cell => cell.Shape!.Key).OrderByDescending(group => group.Sum(cell => cell.Rows)).Take(MostShapes)
            .Select(group => (group.First().Shape!, Formats([.. group.Select(cell => (cell.Cell, cell.Rows, cell.Shape!))]))),
    ];

    private static List<Candidate> Formats((string Cell, long Rows, DateShape Shape)[] cells)
    {
        List<Candidate> formats = [];
        foreach (var (text, first) in ShapeFormats.Of(Array.ConvertAll(cells, cell => cell.Shape)).Concat(s_periods.Select(format => (format, ' '))))
        {
            if (DateFormat.TryParse(text) is not { } format)
            {
                continue;
            }

            bool isMonth = format.Unit == DateUnit.Day && !text.Contains('d', StringComparison.Ordinal);
            DateTime[] times = [.. cells.Where(cell => Reads(format, cell.Cell, isMonth)).Select(cell => Time(format, cell.Cell))];
            if (times.Length > 0)
            {
                string written = text.Contains("yy", StringComparison.Ordinal) && !text.Contains("yyyy", StringComparison.Ordinal) ? Century(text, times) : text;
                formats.Add(new Candidate(written, first, cells.Sum(cell => Reads(format, cell.Cell, isMonth) ? cell.Rows : 0)));
            }
        }

        return formats;
    }

    // For a month and a year alone, the year must be plausible: 12-1234 is something else.
    private static bool Reads(DateFormat format, string cell, bool isMonth) => format.TryRead(cell, out DateTime time) && (!isMonth || time.Year is >= 1800 and < 2200);

    private static DateTime Time(DateFormat format, string cell) => format.TryRead(cell, out DateTime time) ? time : default;

    // Two-digit years fall into the hundred years that begin inside the widest gap between those that occur, as late as possible: at the
    // roundest year of the gap, because the format is published and must not tell the earliest year that somebody has.
    private static string Century(string format, DateTime[] times)
    {
        const int Years = 100, Last = 2049;
        int[] years = [.. times.Select(time => time.Year % Years).Distinct().Order()];
        int widest = Enumerable.Range(0, years.Length).MaxBy(i => ((years[(i + 1) % years.Length] - years[i] + Years - 1) % Years, years[i]));
        int begin = years[(widest + 1) % years.Length], end = years[widest], length = (end - begin + Years) % Years;
        int first = Enumerable.Range(0, 3).Select(century => 2000 - (century * Years) + begin).First(year => year + length <= Last);
        bool isUsual = times.Distinct().All(time => time.Year >= first && time.Year < first + Years);
        first = s_roundYears.Select(unit => first / unit * unit).First(year => year + Years > first + length);
        return isUsual ? format
            : format[0] == '[' ? string.Create(CultureInfo.InvariantCulture, $"[yy={first};{format[1..]}")
            : string.Create(CultureInfo.InvariantCulture, $"[yy={first}]{format}");
    }

    // What comes first, the same in all cells: d, M or Y. If days and months first read equally many, AM or PM, or an unpadded
    // month before a slash, means months first.
    private static char First(List<(DateShape Shape, List<Candidate> Formats)> shapes)
    {
        long day = Rows('d'), month = Rows('M'), year = Rows('Y');
        if (day != month || year > Math.Max(day, month))
        {
            return year > Math.Max(day, month) ? 'Y' : day > month ? 'd' : 'M';
        }

        string? format = shapes.SelectMany(shape => shape.Formats).Where(format => format.First == 'M').MaxBy(format => format.Rows)?.Format;
        return format is not null && (format.Contains("tt", StringComparison.Ordinal) || (format.Contains("M/d/", StringComparison.Ordinal) && !format.Contains("MM/", StringComparison.Ordinal))) ? 'M' : 'd';

        long Rows(char first) => shapes.Sum(shape => shape.Formats.Where(format => format.First == first || format.First == ' ').Select(format => format.Rows).DefaultIfEmpty(0).Max());
    }

    // Formats of different precision that many cells have are all kept.
    private static string? Mixture(List<(string Format, long Rows)> found, long rows)
    {
        var kept = found.Where(format => format.Rows >= LeastMixed && format.Rows >= LeastMixedShare * rows && format.Format.Contains("yy", StringComparison.Ordinal))
            .GroupBy(format => Precision(format.Format)).Select(group => group.MaxBy(format => format.Rows)).OrderByDescending(format => Precision(format.Format)).ToArray();
        return kept.Length < 2 ? null : MixedFormat.TextOf(kept[0].Format, kept.Skip(1).Select(format => ((double)format.Rows / rows, format.Format)));
    }

    private static int Precision(string format)
    {
        string fields = Quoted().Replace(format, "");
        return fields.Contains('s', StringComparison.Ordinal) ? 4 : fields.AsSpan().ContainsAny('H', 'h') ? 3 : fields.Contains('d', StringComparison.Ordinal) || fields.Contains('e', StringComparison.Ordinal) ? 2 : 1;
    }

    [GeneratedRegex("zzz?$", RegexOptions.CultureInvariant)]
    private static partial Regex Offset();

    [GeneratedRegex("^\\[[^\\]]*\\]|'[^']*'", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex("(?<![dMy][-/. ]?)(?<first>dd?|MM?)(?<between>[-/. ])(?<second>MM?|dd?)(?![dM])", RegexOptions.CultureInvariant)]
    private static partial Regex DayAndMonth();

    private static bool CanBeDate(string cell) => cell.Length is >= 4 and <= 60 && cell.AsSpan().ContainsAnyInRange('0', '9') && !IsSignedOrFractional(cell);

    // A plain number with a sign or a fraction: no format reads it, but for a month and a year.
    private static bool IsSignedOrFractional(string cell) => PlainNumber.TryRead(cell, out _, out int decimals) && (decimals > 0 || cell[0] == '-') && !MonthAndYear().IsMatch(cell);

    [GeneratedRegex("^(?:0[1-9]|1[0-2])\\.(?:19|20)[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex MonthAndYear();

    /// <summary>A format that cells of one shape may be written in.</summary>
    private sealed record Candidate(string Format, char First, long Rows);
}
