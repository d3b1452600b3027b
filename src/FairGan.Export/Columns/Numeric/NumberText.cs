#if TABLES
using System.Globalization;

namespace FairGan.Tables;
#else
namespace FairGan.Export.Columns.Numeric;
#endif

/// <summary>
/// A number as it is written: what stands before and behind its digits, how these are grouped, and its value. Compiled into
/// FairGan.Tables as well, so that tables and generators read the same numbers.
/// </summary>
internal readonly ref struct NumberText
{
    private const int Longest = 400;
    private const int LongestExponent = 4;
    private const int GroupDigits = 3;
    private const int LakhDigits = 2;

    /// <summary>What stands before the digits: a sign, a bracket, a currency sign, blanks.</summary>
    public ReadOnlySpan<char> Lead { get; private init; }

    /// <summary>What stands behind the digits: a currency or percent sign, a minus, a bracket, blanks.</summary>
    public ReadOnlySpan<char> Trail { get; private init; }

    /// <summary>The currency or percent sign before the digits; empty for none.</summary>
    public ReadOnlySpan<char> LeadSymbol { get; private init; }

    /// <summary>The currency or percent sign behind the digits; empty for none.</summary>
    public ReadOnlySpan<char> TrailSymbol { get; private init; }

    /// <summary>The digits before the exponent, with the separators between them.</summary>
    public ReadOnlySpan<char> Digits { get; private init; }

    /// <summary>The exponent from its letter on; empty for none.</summary>
    public ReadOnlySpan<char> Exponent { get; private init; }

    /// <summary>Whether a minus or brackets make the number negative.</summary>
    public bool IsNegative { get; private init; }

    /// <summary>The separator of thousands; null where there is none.</summary>
    public char? Group { get; private init; }

    /// <summary>Whether the digits above the thousands are grouped in twos, as in India: <c>12,34,567</c>.</summary>
    public bool IsLakh { get; private init; }

    /// <summary>The separator of decimals; null where there is none.</summary>
    public char? Decimal { get; private init; }

    /// <summary>Whether another reader could take the separator of decimals for one of thousands, or the reverse: <c>1,234</c>.</summary>
    public bool IsAmbiguous { get; private init; }

    /// <summary>Digits before the separator of decimals.</summary>
    public int WholeDigits { get; private init; }

    /// <summary>Digits behind the separator of decimals.</summary>
    public int Decimals { get; private init; }

    /// <summary>The number; finite.</summary>
    public double Value { get; private init; }

    /// <summary>Reads a number in any unambiguous spelling, and an ambiguous one by the decimal separator.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="decimalSeparator">The column's separator of decimals, a full stop or a comma.</param>
    /// <param name="number">The number and its parts.</param>
    /// <returns>Whether the text is a finite number.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, char decimalSeparator, out NumberText number)
    {
        number = default;
        int first = text.IndexOfAnyInRange('0', '9'), last = text.LastIndexOfAnyInRange('0', '9');
        if (first < 0 || text.Length > Longest)
        {
            return false;
        }

        // Digits of a fraction alone, .5, and a full stop without a fraction, 5., belong to the number.
        first -= first > 0 && text[first - 1] is '.' or ',' && !(first > 1 && char.IsLetter(text[first - 2])) ? 1 : 0;
        last += last + 1 < text.Length && text[last + 1] == '.' ? 1 : 0;
        ReadOnlySpan<char> lead = text[..first], trail = text[(last + 1)..], digits = text[first..(last + 1)];
        if (!TryAffix(lead, opens: true, out var leadSymbol, out bool opened, out char leadSign)
            || !TryAffix(trail, opens: false, out var trailSymbol, out bool closed, out char trailSign)
            || opened != closed || (leadSign != 0 ? 1 : 0) + (trailSign != 0 ? 1 : 0) + (opened ? 1 : 0) > 1
            || (trailSign != 0 && digits[^1] == '.'))
        {
            return false;
        }

        int e = digits.IndexOfAny('e', 'E');
        ReadOnlySpan<char> exponent = e < 0 ? [] : digits[e..];
        digits = e < 0 ? digits : digits[..e];
        if ((e >= 0 && !IsExponent(exponent)) || !TrySeparators(digits, decimalSeparator, out char? group, out char? point, out bool ambiguous))
        {
            return false;
        }

        Span<char> plain = stackalloc char[digits.Length + exponent.Length];
        if (!TryUngroup(digits, group, point, plain, out int length, out int whole, out bool lakh))
        {
            return false;
        }

        int decimals = Math.Max(0, length - whole - 1);
        foreach (char c in exponent)
        {
            plain[length++] = IsMinus(c) ? '-' : c;
        }

        if (!double.TryParse(plain[..length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            return false;
        }

        bool negative = opened || IsMinus(leadSign) || IsMinus(trailSign);
        number = new NumberText
        {
            Lead = lead,
            Trail = trail,
            LeadSymbol = leadSymbol,
            TrailSymbol = trailSymbol,
            Digits = digits,
            Exponent = exponent,
            IsNegative = negative,
            Group = group,
            IsLakh = lakh,
            Decimal = point,
            IsAmbiguous = ambiguous,
            WholeDigits = whole,
            Decimals = decimals,
            Value = negative ? -value : value,
        };
        return true;
    }

    /// <summary>Whether a character is a minus: a hyphen, U+2212, or one of the dashes that stand for it.</summary>
    public static bool IsMinus(char c) => c is '-' or '\u2212' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\uFE63' or '\uFF0D';

    /// <summary>Whether a character can only be a thousands separator.</summary>
    public static bool IsGroupAlone(char c) => c is '\'' or '\u2019' or '\u02BC' or '_' || (char.IsWhiteSpace(c) && c is not ('\n' or '\r'));

    // A sign, a bracket and a symbol, each at most once, with blanks between them.
    private static bool TryAffix(ReadOnlySpan<char> affix, bool opens, out ReadOnlySpan<char> symbol, out bool bracket, out char sign)
    {
        symbol = [];
        bracket = false;
        sign = '\0';
        for (int i = 0; i < affix.Length; i++)
        {
            char c = affix[i];
            if (char.IsWhiteSpace(c))
            {
                continue;
            }

            if (IsMinus(c) || (c == '+' && opens))
            {
                if (sign != 0 || bracket)
                {
                    return false;
                }

                sign = c;
            }
            else if (c == (opens ? '(' : ')'))
            {
                if (bracket || sign != 0)
                {
                    return false;
                }

                bracket = true;
            }
            else
            {
                int end = i;
                while (end < affix.Length && !char.IsWhiteSpace(affix[end]) && !IsMinus(affix[end]) && affix[end] is not ('+' or '(' or ')'))
                {
                    end++;
                }

                if (symbol.Length > 0 || !NumberSymbols.Contains(affix[i..end]))
                {
                    return false;
                }

                symbol = affix[i..end];
                i = end - 1;
            }
        }

        return true;
    }

    private static bool IsExponent(ReadOnlySpan<char> exponent)
    {
        ReadOnlySpan<char> digits = exponent.Length > 1 && (exponent[1] == '+' || IsMinus(exponent[1])) ? exponent[2..] : exponent[1..];
        return digits.Length is >= 1 and <= LongestExponent && !digits.ContainsAnyExceptInRange('0', '9');
    }

    // Which separator is which: a repeated one separates thousands, and of two kinds the last one decimals.
    private static bool TrySeparators(ReadOnlySpan<char> digits, char decimalSeparator, out char? group, out char? point, out bool ambiguous)
    {
        group = null;
        point = null;
        ambiguous = false;
        int stops = digits.Count('.'), commas = digits.Count(',');
        foreach (char c in digits)
        {
            if (IsGroupAlone(c))
            {
                if (group is not null && group != c)
                {
                    return false;
                }

                group = c;
            }
        }

        if (group is not null)
        {
            point = stops > 0 ? '.' : commas > 0 ? ',' : null;
            return stops + commas <= 1;
        }

        if (stops > 0 && commas > 0)
        {
            bool stopIsLast = digits.LastIndexOf('.') > digits.LastIndexOf(',');
            (group, point) = stopIsLast ? (',', '.') : ('.', ',');
            return (stopIsLast ? stops : commas) == 1;
        }

        if (stops + commas > 1)
        {
            group = stops > 0 ? '.' : ',';
        }
        else if (stops + commas == 1)
        {
            char only = stops > 0 ? '.' : ',';
            int at = digits.IndexOf(only);
            ambiguous = at is >= 1 and <= GroupDigits && digits.Length - at - 1 == GroupDigits && digits[0] != '0';
            bool isGroup = ambiguous && only != decimalSeparator;
            group = isGroup ? only : null;
            point = isGroup ? null : only;
        }

        return true;
    }

    // The digits with a full stop before the decimals. Groups have three digits, or two above the thousands; the first may have fewer.
    private static bool TryUngroup(ReadOnlySpan<char> digits, char? group, char? point, Span<char> plain, out int length, out int whole, out bool lakh)
    {
        length = 0;
        lakh = false;
        int end = point is { } separator ? digits.IndexOf(separator) : digits.Length;
        whole = 0;
        int groups = 0, run = 0, size = 0;
        for (int i = 0; i < end; i++)
        {
            if (char.IsAsciiDigit(digits[i]))
            {
                plain[length++] = digits[i];
                run++;
                continue;
            }

            bool fits = digits[i] == group && (groups == 0 ? run is >= 1 and <= GroupDigits : size == 0 ? run is GroupDigits or LakhDigits : run == size);
            if (!fits || (groups == 0 && digits[0] == '0'))
            {
                return false;
            }

            if (groups > 0)
            {
                size = run;
                lakh = run == LakhDigits;
            }
            else
            {
                size = 0;
            }

            groups++;
            run = 0;
        }

        whole = length;
        if (groups > 0 && (run != GroupDigits || (lakh && digits.IndexOf(group!.Value) > LakhDigits)))
        {
            return false;
        }

        if (end < digits.Length)
        {
            plain[length++] = '.';
            foreach (char c in digits[(end + 1)..])
            {
                if (!char.IsAsciiDigit(c))
                {
                    return false;
                }

                plain[length++] = c;
            }
        }

        return true;
    }
}
