using System.Globalization;
using System.Text;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The formats that cells of one shape may be written in: one for each order of day, month and year.</summary>
internal sealed class ShapeFormats
{
    private const char Year = 'y';
    private const char ShortYear = 'Y';
    private const char Month = 'M';
    private const char Day = 'd';
    private const char Hour = 'H';
    private const char Minute = 'm';
    private const char Second = 's';

    private static readonly string[] s_digits = ["yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss"];

    private readonly DateShape[] _cells;
    private readonly DateShape _first;
    private readonly char[] _fields;
    private readonly List<string> _brackets = [];

    private ShapeFormats(DateShape[] cells)
    {
        _cells = cells;
        _first = cells[0];
        _fields = new char[_first.Parts.Count];
    }

    /// <summary>The formats, each with what comes first in it: d, M or Y for two digits of a year; a blank where there is no ambiguity.</summary>
    /// <param name="cells">Cells of one key, each once.</param>
    public static IReadOnlyList<(string Format, char First)> Of(DateShape[] cells) => new ShapeFormats(cells).Formats();

    private List<(string Format, char First)> Formats()
    {
        MarkTime();
        int[] numbers = [.. Places(DatePart.Number).Where(i => _fields[i] == 0)], names = [.. Names()];
        if (numbers.Length > 3 || names.Length > 2 || !TryNames(names, numbers.Length, out bool hasMonth) || (numbers.Length == 2 && !hasMonth && HasWord()))
        {
            return [];
        }

        List<(string Format, char First)> formats = [];
        foreach (char[] order in Orders(Array.ConvertAll(numbers, i => _first.Parts[i].Text.Length), hasMonth))
        {
            for (int i = 0; i < numbers.Length; i++)
            {
                _fields[numbers[i]] = order[i];
            }

            char first = hasMonth && !order.Contains(ShortYear) ? ' ' : order.Length == 3 && order[0] != Year ? order[0] : hasMonth && order.Length == 2 ? order[0] : ' ';
            formats.Add((Text(), first));
        }

        return formats;
    }

    private IEnumerable<int> Names() => Places(DatePart.Name).Where(i => _fields[i] != 'L');

    private IEnumerable<int> Places(DatePart kind) => Enumerable.Range(0, _first.Parts.Count).Where(i => _first.Parts[i].Kind == kind);

    // With Q or W, two numbers are a quarter or a week rather than a month.
    private bool HasWord() => Places(DatePart.Literal).Any(i => char.IsAsciiLetter(_first.Parts[i].Text[0]) && _first.Parts[i].Text != "T");

    // Hours, minutes and seconds stand between colons, or in some languages full stops behind a date, or letters; an hour alone before AM or PM.
    private void MarkTime()
    {
        int[] numbers = [.. Places(DatePart.Number)];
        for (int i = 0; i + 1 < numbers.Length; i++)
        {
            string between = Between(numbers[i], numbers[i + 1]);
            if (IsTwo(numbers[i]) && IsTwo(numbers[i + 1]) && (between is ":" or "h" or " h " || (between == "." && IsBehindDate(numbers, i))))
            {
                (_fields[numbers[i]], _fields[numbers[i + 1]]) = (Hour, Minute);
                if (i + 2 < numbers.Length && IsTwo(numbers[i + 2]) && Between(numbers[i + 1], numbers[i + 2]) is var next && (next == between || (next.Trim() == "min" && between.Trim() == "h")))
                {
                    _fields[numbers[i + 2]] = Second;
                    MarkLiteral(numbers[i + 1] + 1, numbers[i + 2]);
                }

                return;
            }
        }

        foreach (int half in Places(DatePart.HalfDay))
        {
            int hour = half > 0 && _first.Parts[half - 1].Text == " " ? half - 2 : half - 1;
            if (hour >= 0 && IsTwo(hour))
            {
                _fields[hour] = Hour;
            }
        }
    }

    private bool IsTwo(int i) => _first.Parts[i].Kind == DatePart.Number && _first.Parts[i].Text.Length <= 2;

    private string Between(int first, int second) => string.Concat(_first.Parts.Skip(first + 1).Take(second - first - 1).Select(part => part.Text));

    // A date has three numbers, or two and the name of a month; the time follows a blank.
    private bool IsBehindDate(int[] numbers, int hour) =>
        hour >= (Places(DatePart.Name).Any() ? 2 : 3) && hour + 3 >= numbers.Length && _first.Parts[numbers[hour] - 1].Text == " ";

    // What is a weekday in one language is an abbreviation of minutes in another.
    private void MarkLiteral(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            _fields[i] = 'L';
        }
    }

    // Two names are a weekday and a month; one is a weekday where three numbers make the date.
    private bool TryNames(int[] names, int numbers, out bool hasMonth)
    {
        hasMonth = false;
        foreach (int i in names)
        {
            string[] words = [.. _cells.Select(cell => cell.Parts[i].Text).Distinct(StringComparer.Ordinal)];
            bool isMonth = !hasMonth && numbers < 3 && !(names.Length == 2 && i == names[0] && DateNames.Day(words) is not null);
            if ((isMonth ? DateNames.Month(words) : DateNames.Day(words)) is not { } found)
            {
                return false;
            }

            _fields[i] = isMonth ? 'N' : 'E';
            hasMonth |= isMonth;
            _brackets.Add(found.Field + (found.Names is null ? "" : $"={string.Join(',', found.Names)}"));
        }

        return true;
    }

    private static IEnumerable<char[]> Orders(int[] digits, bool hasMonth) => (digits, hasMonth) switch
    {
        ([], false) => [[]],
        ([4], true) => [[Year]],
        ([2], true) => [[ShortYear]],
        ([4, <= 2], true) => [[Year, Day]],
        ([<= 2, 4], true) => [[Day, Year]],
        ([<= 2, <= 2], true) => [[Day, ShortYear], [ShortYear, Day]],
        ([8 or 12 or 14], false) => [['8']],
        ([8, 4 or 6], false) => [['8', '6']],
        ([4, <= 2], false) => [[Year, Month]],
        ([<= 2, 4], false) => [[Month, Year]],
        ([4, <= 2, <= 2], false) => [[Year, Month, Day]],
        ([<= 2, <= 2, 4], false) => [[Day, Month, Year], [Month, Day, Year]],
        ([<= 2, <= 2, <= 2], false) => [[Day, Month, ShortYear], [Month, Day, ShortYear], [ShortYear, Month, Day]],
        _ => [],
    };

    private string Text()
    {
        var text = new StringBuilder();
        List<string> brackets = [.. _brackets.Where(bracket => bracket.Contains('=', StringComparison.Ordinal))];
        for (int i = 0; i < _first.Parts.Count; i++)
        {
            int place = i;
            switch (_first.Parts[i].Kind)
            {
                case DatePart.Number:
                    text.Append(Digits(i));
                    break;
                case DatePart.Name when _fields[i] != 'L':
                    text.Append(_brackets[Array.IndexOf([.. Names()], i)].Split('=')[0]);
                    break;
                case DatePart.HalfDay:
                    text.Append("tt");
                    var halves = DateNames.Halves([.. _cells.Select(cell => cell.Parts[place].Text).Distinct(StringComparer.Ordinal)]);
                    if (halves != ("AM", "PM"))
                    {
                        brackets.Add($"tt={halves.Morning},{halves.Afternoon}");
                    }

                    break;
                case DatePart.Ordinal:
                    text.Append("'th'");
                    brackets.Add("th");
                    break;
                case DatePart.Fraction:
                    text.Append(Fraction([.. _cells.Select(cell => cell.Parts[place].Text.Length).Distinct()], _cells.Select(cell => cell.Parts[place].Text).FirstOrDefault(fraction => fraction.Length > 0, ".")[0]));
                    break;
                case DatePart.Offset:
                    text.Append(Offset([.. _cells.Select(cell => cell.Parts[place].Text).Distinct().Take(2)]));
                    break;
                default:
                    text.Append(Literal(_first.Parts[i].Text));
                    break;
            }
        }

        return (brackets.Count > 0 ? $"[{string.Join(';', brackets)}]" : "") + text;
    }

    // A field is padded unless some cell has one digit there.
    private string Digits(int i)
    {
        bool isSingle = _cells.Any(cell => cell.Parts[i].Text.Length == 1);
        char hour = Places(DatePart.HalfDay).Any() ? 'h' : Hour;
        return _fields[i] switch
        {
            Year => "yyyy",
            ShortYear => "yy",
            '8' => s_digits.First(format => format.Length == _first.Parts[i].Text.Length),
            '6' => _first.Parts[i].Text.Length == 4 ? "HHmm" : "HHmmss",
            Hour => isSingle ? $"{hour}" : $"{hour}{hour}",
            var field => isSingle ? $"{field}" : $"{field}{field}",
        };
    }

    private static string Fraction(int[] lengths, char separator) => lengths switch
    {
        [0] => "",
        [var length] when length <= 7 => separator + new string('f', length - 1),
        _ => $"{separator}FFFFFFF",
    };

    // A single offset is a literal at the end of every cell; with several, the times are in UTC.
    private static string Offset(string[] offsets) => offsets.Length == 1 ? $"'{offsets[0]}'" : (offsets[0][0] == ' ' ? " " : "") + (offsets[0].Trim().Length <= 3 ? "zz" : "zzz");

    private static string Literal(string text) => text is "-" or "/" or ":" or " " or "." or "," ? text
        : text == "'" ? "\\'"
        : string.Create(CultureInfo.InvariantCulture, $"'{text}'");
}
