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

    /// <summary>The formats, each with what comes first in it: d, M or Y for two digits of a year; a blank where that is no question.</summary>
    /// <param name="cells">Cells of one key, each once.</param>
    public static IReadOnlyList<(string Format, char First)> Of(DateShape[] cells) => new ShapeFormats(cells).Formats();

    private List<(string Format, char First)> Formats()
    {
        MarkTime();
        int[] numbers = [.. Places(DatePart.Number).Where(i => _fields[i] == 0)], names = [.. Places(DatePart.Name)];
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

    private IEnumerable<int> Places(DatePart kind) => Enumerable.Range(0, _first.Parts.Count).Where(i => _first.Parts[i].Kind == kind);

    // Q and W make two numbers another period than a month.
    private bool HasWord() => Places(DatePart.Literal).Any(i => char.IsAsciiLetter(_first.Parts[i].Text[0]) && _first.Parts[i].Text != "T");

    // Hours, minutes and seconds stand between colons; an hour alone before AM or PM.
    private void MarkTime()
    {
        var parts = _first.Parts;
        for (int i = 0; i + 2 < parts.Count; i++)
        {
            if (IsTwo(i) && parts[i + 1].Text == ":" && IsTwo(i + 2))
            {
                (_fields[i], _fields[i + 2]) = (Hour, Minute);
                if (i + 4 < parts.Count && parts[i + 3].Text == ":" && IsTwo(i + 4))
                {
                    _fields[i + 4] = Second;
                }

                return;
            }
        }

        foreach (int half in Places(DatePart.HalfDay))
        {
            int hour = half > 0 && parts[half - 1].Text == " " ? half - 2 : half - 1;
            if (hour >= 0 && IsTwo(hour))
            {
                _fields[hour] = Hour;
            }
        }

        bool IsTwo(int i) => parts[i].Kind == DatePart.Number && parts[i].Text.Length <= 2;
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
                case DatePart.Name:
                    text.Append(_brackets[Array.IndexOf([.. Places(DatePart.Name)], i)].Split('=')[0]);
                    break;
                case DatePart.HalfDay:
                    text.Append("tt");
                    string[] halves = Halves(_cells.Select(cell => cell.Parts[place].Text));
                    if (halves is not ["AM", "PM"])
                    {
                        brackets.Add($"tt={string.Join(',', halves)}");
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

    // The two designators; the one that no cell has is made like the other.
    private static string[] Halves(IEnumerable<string> texts)
    {
        string[] distinct = [.. texts.Distinct(StringComparer.Ordinal)];
        string? am = distinct.FirstOrDefault(text => text[0] is 'A' or 'a'), pm = distinct.FirstOrDefault(text => text[0] is 'P' or 'p');
        return [am ?? (char.IsUpper(pm![0]) ? "A" : "a") + pm![1..], pm ?? (char.IsUpper(am![0]) ? "P" : "p") + am![1..]];
    }

    private static string Fraction(int[] lengths, char separator) => lengths switch
    {
        [0] => "",
        [var length] when length <= 7 => separator + new string('f', length - 1),
        _ => $"{separator}FFFFFFF",
    };

    // One offset is a text at the end of every cell; with several, the times are those of UTC.
    private static string Offset(string[] offsets) => offsets.Length == 1 ? $"'{offsets[0]}'" : (offsets[0][0] == ' ' ? " " : "") + (offsets[0].Trim().Length <= 3 ? "zz" : "zzz");

    private static string Literal(string text) => text is "-" or "/" or ":" or " " or "." or "," ? text
        : text == "'" ? "\\'"
        : string.Create(CultureInfo.InvariantCulture, $"'{text}'");
}
