using System.Globalization;

namespace FairGan.Tables;

/// <summary>How numbers are written: separators, and a currency or percent sign that may be left out.</summary>
/// <param name="DecimalSeparator">A full stop or a comma.</param>
/// <param name="GroupSeparator">The separator of thousands; null for none.</param>
/// <param name="Prefix">What may stand before the digits.</param>
/// <param name="Suffix">What may stand behind the digits.</param>
internal sealed record NumberSpelling(char DecimalSeparator = '.', char? GroupSeparator = null, string Prefix = "", string Suffix = "")
{
    private const int Longest = 400;

    /// <summary>Reads a finite number. It accepts what <c>NumberFormat</c> of FairGan.Export accepts, which a test compares.</summary>
    /// <param name="text">The text, tidied.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether the text is a finite number in this spelling.</returns>
    public bool TryRead(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        if (Prefix.Length > 0 && text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            text = text[Prefix.Length..];
        }

        if (Suffix.Length > 0 && text.EndsWith(Suffix, StringComparison.Ordinal))
        {
            text = text[..^Suffix.Length];
        }

        if (text.IsEmpty || text.Length > Longest)
        {
            return false;
        }

        Span<char> plain = stackalloc char[text.Length];
        return TryUngroup(text, plain, out int length)
            && double.TryParse(plain[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    // One to three digits first, then exactly three between separators; the decimal separator becomes a full stop.
    private bool TryUngroup(ReadOnlySpan<char> text, Span<char> plain, out int length)
    {
        length = 0;
        int group = -1;
        bool whole = true;
        foreach (char c in text)
        {
            if (whole && c == GroupSeparator)
            {
                int digits = group >= 0 ? group : length - (length > 0 && plain[0] is '-' or '+' ? 1 : 0);
                if (group >= 0 ? digits != 3 : digits is < 1 or > 3)
                {
                    return false;
                }

                group = 0;
                continue;
            }

            if (!char.IsAsciiDigit(c))
            {
                if (whole && group is not (-1 or 3))
                {
                    return false;
                }

                whole &= c is '-' or '+' && length == 0;
            }
            else if (whole && group >= 0)
            {
                group++;
            }

            plain[length++] = c == DecimalSeparator ? '.' : c == '.' ? '\0' : c;
        }

        return !(whole && group is not (-1 or 3));
    }
}
