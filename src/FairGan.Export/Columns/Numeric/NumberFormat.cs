using System.Text;

namespace FairGan.Export.Columns.Numeric;

/// <summary>
/// How numbers of a column are written: separators, a currency or percent sign, and decimals that are filled up with zeros. Its text
/// form is an example, the number 1234 or 1234.5 in that format: <c>1,234.5</c>, <c>1.234,00 €</c>, <c>$1,234.00</c>, <c>1234.00</c>.
/// </summary>
internal sealed record NumberFormat
{
    private const int LongestAffix = 8;
    private const int MostDecimals = 9;

    // Beyond this a double has no decimals to fill up, and its digits are not those that were written.
    private const double Largest = 1e15;

    /// <summary>The separator of decimals: a full stop or a comma. Default: a full stop.</summary>
    public char DecimalSeparator { get; init; } = '.';

    /// <summary>The separator of thousands; null (the default) for none.</summary>
    public char? GroupSeparator { get; init; }

    /// <summary>Decimals that every number is written with, 0 to 9; null (the default) for as many as it has.</summary>
    public int? FixedDecimals { get; init; }

    /// <summary>The text before the digits, such as a currency sign.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The text after the digits, such as a percent sign.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>Whether numbers are written as .NET and most programs do by default.</summary>
    public bool IsPlain => this == new NumberFormat();

    /// <summary>Reads the text form.</summary>
    /// <param name="example">1234, 1234.5 or 1234.00 in the format.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static NumberFormat Parse(string example)
    {
        ArgumentNullException.ThrowIfNull(example);
        int first = example.IndexOf('1', StringComparison.Ordinal);
        int thousands = first < 0 ? -1 : example.IndexOf("234", first, StringComparison.Ordinal);
        if (thousands - first is 1 or 2)
        {
            string rest = example[(thousands + 3)..];
            int digits = 1;
            while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
            {
                digits++;
            }

            bool decimals = digits > 1 && rest[0] is '.' or ',';
            string fraction = decimals ? rest[1..digits] : "";
            var format = new NumberFormat
            {
                Prefix = example[..first],
                Suffix = decimals ? rest[digits..] : rest,
                GroupSeparator = thousands - first == 2 ? example[first + 1] : null,
                DecimalSeparator = decimals ? rest[0] : example[first + 1] == '.' ? ',' : '.',
                FixedDecimals = fraction.Length > 0 && fraction.All(digit => digit == '0') ? fraction.Length : null,
            };
            if ((fraction is "" or "5" || format.FixedDecimals is <= MostDecimals) && format.IsUsable)
            {
                return format;
            }
        }

        throw new FormatException($"'{example}' is not a format of numbers; write the number 1234.5 in the format, or 1234.00 where decimals are filled up: 1,234.5 or $1,234.00.");
    }

    /// <summary>Writes a number.</summary>
    /// <param name="value">A finite number.</param>
    public string Format(double value)
    {
        var text = new StringBuilder(Prefix);
        string digits = FixedDecimals is { } decimals && Math.Abs(value) < Largest
            ? value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);
        int start = digits[0] == '-' ? 1 : 0;
        int whole = digits.AsSpan(start).IndexOfAnyExceptInRange('0', '9') is var end && end >= 0 ? start + end : digits.Length;
        for (int i = 0; i < digits.Length; i++)
        {
            if (GroupSeparator is { } group && i > start && i < whole && (whole - i) % 3 == 0)
            {
                text.Append(group);
            }

            text.Append(digits[i] == '.' ? DecimalSeparator : digits[i]);
        }

        return text.Append(Suffix).ToString();
    }

    /// <summary>Reads a number written in this format; thousands separators and affixes may be left out, decimals need not be filled up.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether the text is a finite number in this format.</returns>
    public bool TryParse(ReadOnlySpan<char> text, out double value)
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

        if (text.IsEmpty || text.Length > 400)
        {
            return false;
        }

        Span<char> plain = stackalloc char[text.Length];
        int length = 0, group = -1;
        bool whole = true;
        foreach (char c in text)
        {
            if (whole && c == GroupSeparator)
            {
                // One to three digits first, then exactly three between separators.
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

        return !(whole && group is not (-1 or 3))
            && double.TryParse(plain[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    /// <summary>The text form: an example.</summary>
    public override string ToString() =>
        $"{Prefix}1{GroupSeparator}234{(FixedDecimals is null ? $"{DecimalSeparator}5" : FixedDecimals > 0 ? DecimalSeparator + new string('0', FixedDecimals.Value) : "")}{Suffix}";

    private bool IsUsable =>
        GroupSeparator != DecimalSeparator && GroupSeparator is null or '.' or ',' or ' ' or '\'' or '’' or '\u00A0' or '\u202F' or '_'
        && Prefix.Length <= LongestAffix && Suffix.Length <= LongestAffix
        && !Prefix.Concat(Suffix).Any(c => char.IsAsciiDigit(c) || c is '-' or '+' or '.' or ',' || char.IsControl(c));
}
