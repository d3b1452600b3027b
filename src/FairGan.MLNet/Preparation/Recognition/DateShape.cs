using System.Text;
using System.Text.RegularExpressions;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>What the parts of a cell are that may be a date: numbers, words, and what stands between them.</summary>
internal sealed partial record DateShape
{
    private const int MostParts = 24;

    /// <summary>The parts. Their number and kinds are the same in all cells of one key.</summary>
    public required IReadOnlyList<(DatePart Kind, string Text)> Parts { get; init; }

    /// <summary>The shape: cells with the same key are written in the same format.</summary>
    public required string Key { get; init; }

    /// <summary>The shape of a cell; null where it can be no date.</summary>
    /// <param name="cell">The cell, tidied.</param>
    public static DateShape? Of(string cell)
    {
        Match offset = cell.Contains(':', StringComparison.Ordinal) ? Offset().Match(cell) : Match.Empty;
        string rest = offset.Success ? cell[..offset.Index] : cell;
        List<(DatePart, string)> parts = [];
        foreach (Match match in Part().Matches(rest))
        {
            parts.Add(match.Groups["number"].Success ? (DatePart.Number, match.Value)
                : match.Groups["half"].Success ? (DatePart.HalfDay, match.Value)
                : match.Groups["ordinal"].Success ? (DatePart.Ordinal, match.Value)
                : match.Groups["word"].Success ? (DateNames.MayBe(match.Value) ? DatePart.Name : DatePart.Literal, match.Value)
                : (DatePart.Literal, match.Value));
            if (parts.Count > MostParts)
            {
                return null;
            }
        }

        AddFraction(parts);
        if (offset.Success)
        {
            parts.Add((DatePart.Offset, offset.Value));
        }

        return new DateShape { Parts = parts, Key = KeyOf(parts) };
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

    [GeneratedRegex("(?<number>[0-9]+)|(?<half>(?<![\\p{L}])[AaPp]\\.?[Mm](?![\\p{L}])\\.?)|(?<ordinal>(?<=[0-9])(?:st|nd|rd|th)(?![\\p{L}]))|(?<word>\\p{L}+(?:\\.(?=[\\s,\\-]|$))?)|.", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Part();
}
