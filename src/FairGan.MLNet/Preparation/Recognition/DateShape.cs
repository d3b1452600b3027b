using System.Text;
using System.Text.RegularExpressions;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The parts of a cell that may be a date: numbers, words, and the text between them.</summary>
internal sealed partial record DateShape
{
    private const int MostParts = 24;
    private const int MostWords = 5;

    /// <summary>The parts. Their number and kinds are the same in all cells of one key.</summary>
    public required IReadOnlyList<(DatePart Kind, string Text)> Parts { get; init; }

    /// <summary>The shape: cells with the same key are written in the same format.</summary>
    public required string Key { get; init; }

    /// <summary>The shape of a cell; null if it cannot be a date.</summary>
    /// <param name="cell">The cell, tidied.</param>
    public static DateShape? Of(string cell)
    {
        Match offset = cell.Contains(':', StringComparison.Ordinal) ? Offset().Match(cell) : Match.Empty;
        string rest = offset.Success ? cell[..offset.Index] : cell;
        List<(DatePart, string)> parts = [];
        Match[] matches = [.. Part().Matches(rest).Take(MostParts + 1)];
        for (int i = 0; i < matches.Length; i++)
        {
            if (matches[i].Groups["word"].Success && Words(matches, i) is var (kind, last) && last >= i)
            {
                parts.Add((kind, string.Concat(matches[i..(last + 1)].Select(match => match.Value))));
                i = last;
            }
            else
            {
                Add(parts, matches[i]);
            }
        }

        if (matches.Length > MostParts)
        {
            return null;
        }

        AddFraction(parts);
        if (offset.Success)
        {
            parts.Add((DatePart.Offset, offset.Value));
        }

        return new DateShape { Parts = parts, Key = KeyOf(parts) };
    }

    // Names and halves of a day may be several words, with blanks, hyphens and full stops between them; the longest match wins.
    private static (DatePart Kind, int Last) Words(Match[] matches, int first)
    {
        for (int last = Math.Min(first + MostWords, matches.Length) - 1; last >= first; last--)
        {
            string text = string.Concat(matches[first..(last + 1)].Select(match => match.Value));
            if (DateNames.IsHalf(text))
            {
                return (DatePart.HalfDay, last);
            }

            if (matches[last].Groups["word"].Success && DateNames.MayBe(text))
            {
                return (DatePart.Name, last);
            }
        }

        return (DatePart.Literal, -1);
    }

    // Where words are not separated, a weekday may follow another character: 13日火曜日.
    private static void Add(List<(DatePart, string)> parts, Match match)
    {
        string text = match.Value;
        if (match.Groups["word"].Success && text.Length > 1 && text[0] > '\u2E80' && DateNames.MayBe(text[1..]))
        {
            parts.Add((DatePart.Literal, text[..1]));
            parts.Add((DatePart.Name, text[1..]));
            return;
        }

        parts.Add((match.Groups["number"].Success ? DatePart.Number : match.Groups["ordinal"].Success ? DatePart.Ordinal : DatePart.Literal, text));
    }

    // After hours, minutes and seconds: digits of a second, or none.
    private static void AddFraction(List<(DatePart Kind, string Text)> parts)
    {
        int seconds = Enumerable.Range(0, parts.Count).FirstOrDefault(i => i >= 4 && parts[i].Kind == DatePart.Number && parts[i - 1].Text == ":" && parts[i - 3].Text == ":", -1);
        if (seconds < 0)
        {
            return;
        }

        bool has = seconds + 2 < parts.Count && parts[seconds + 1].Text is "." or "," && parts[seconds + 2].Kind == DatePart.Number;
        string text = has ? parts[seconds + 1].Text + parts[seconds + 2].Text : "";
        if (has)
        {
            parts.RemoveRange(seconds + 1, 2);
        }

        parts.Insert(seconds + 1, (DatePart.Fraction, text));
    }

    private static string KeyOf(List<(DatePart Kind, string Text)> parts)
    {
        var key = new StringBuilder();
        foreach (var (kind, text) in parts)
        {
            key.Append(kind switch
            {
                DatePart.Number => text.Length <= 2 ? "#" : new string('9', text.Length),
                DatePart.Literal => text,
                DatePart.Offset => $"<{text.Length}>",
                _ => $"<{kind}>",
            });
        }

        return key.ToString();
    }

    [GeneratedRegex("(?<=[0-9]:[0-9]{2}[0-9:.,]*(?: ?[AaPp]\\.?[Mm]\\.?)?) ?[+-][0-9]{2}(?::?[0-9]{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Offset();

    [GeneratedRegex("(?<number>[0-9]+)|(?<ordinal>(?<=[0-9])(?:st|nd|rd|th)(?![\\p{L}]))|(?<word>[\\p{L}\\p{M}\\u200C\\u200D]+(?:\\.(?=[\\s,\\-]|$))?)|.", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Part();
}
