using System.Text;

namespace FairGan.Export.Columns.Numeric;

/// <summary>
/// How numbers of a column are written: separators, what stands before and behind the digits of positive and of negative numbers, decimals that
/// are filled up with zeros, and powers of ten. Its text form is an example, the number 1234 or 1234.5 in that format: <c>1,234.5</c>,
/// <c>1.234,00 €</c>, <c>1234.00</c>; in India's groups 1234567 or 1234567.5, <c>12,34,567.5</c>; as powers of ten 1500 or 1000,
/// <c>1.5e+03</c>, <c>1.00E3</c>. Where negative numbers do not simply begin with a hyphen, they follow after a semicolon,
/// <c>$1,234.00;($1,234.00)</c>, and where the zero before decimals is left out, 0.5 does: <c>1234.5;-1234.5;.5</c>.
/// </summary>
internal sealed record NumberFormat
{
    private const char Separator = ';';
    private const int LongestAffix = 12;
    private const int MostDecimals = 9;
    private const int MostExponentDigits = 3;

    // Beyond this a double has no decimals to fill up, and its digits are not those that were written.
    private const double Largest = 1e15;

    /// <summary>The separator of decimals: a full stop or a comma. Default: a full stop.</summary>
    public char DecimalSeparator { get; init; } = '.';

    /// <summary>The separator of thousands; null (the default) for none.</summary>
    public char? GroupSeparator { get; init; }

    /// <summary>Whether the digits above the thousands are grouped in twos, as in India. Default: false.</summary>
    public bool IsLakh { get; init; }

    /// <summary>Decimals that every number is written with, 0 to 9; null (the default) for as many as it has.</summary>
    public int? FixedDecimals { get; init; }

    /// <summary>The text before the digits of a positive number, such as a currency sign.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The text after the digits of a positive number, such as a percent sign.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>The same of a negative number; null (the default) for a hyphen right before the digits.</summary>
    public (string Prefix, string Suffix)? Negative { get; init; }

    /// <summary>The exponent of 1000, such as <c>e3</c> or <c>E+03</c>; null (the default) where numbers are not written as powers of ten.</summary>
    public string? Exponent { get; init; }

    /// <summary>Whether the zero before decimals is left out: <c>.5</c>. Default: false.</summary>
    public bool OmitsZero { get; init; }

    /// <summary>Whether numbers are written as .NET and most programs do by default.</summary>
    public bool IsPlain => this == new NumberFormat();

    private NumberSpelling Spelling => field ??= new NumberSpelling(DecimalSeparator, Symbol(Prefix, Negative?.Prefix), Symbol(Suffix, Negative?.Suffix));

    /// <summary>Reads the text form.</summary>
    /// <param name="example">1234, 1234.5 or 1234.00 in the format.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static NumberFormat Parse(string example)
    {
        ArgumentNullException.ThrowIfNull(example);
        string[] parts = example.Split(Separator);
        if (parts.Length <= 3 && Positive(parts[0]) is { } format)
        {
            if (parts.Length > 1 && Positive(parts[1]) is { } negative)
            {
                format = format with { Negative = (negative.Prefix, negative.Suffix) };
            }

            format = format with { OmitsZero = parts.Length > 2 };
            if (format.IsUsable && (parts.Length == 1 || format.ToString() == example))
            {
                return format.Negative == ("-", "") && format.Prefix.Length == 0 ? format with { Negative = null } : format;
            }
        }

        throw new FormatException($"'{example}' is not a format of numbers; write the number 1234.5 in the format, or 1234.00 where decimals are filled up: 1,234.5 or $1,234.00; and after a semicolon -1234.5 where negative numbers do not begin with a hyphen: $1,234.00;($1,234.00).");
    }

    /// <summary>Writes a number.</summary>
    /// <param name="value">A finite number.</param>
    public string Format(double value)
    {
        string digits = Digits(Math.Abs(value));
        bool negative = double.IsNegative(value) && (Negative is null || digits.AsSpan().ContainsAnyInRange('1', '9'));
        var (prefix, suffix) = negative ? Negative ?? ($"{Prefix}-", Suffix) : (Prefix, Suffix);
        return prefix + Separated(digits) + suffix;
    }

    /// <summary>Reads a number written in this format; thousands separators, signs of currency and decimals that are filled up may be left out, and other spellings are read that leave no doubt.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether the text is a finite number.</returns>
    public bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        bool isNumber = Spelling.TryRead(text, out var number);
        value = number.Value;
        return isNumber;
    }

    /// <summary>Whether another format reads the same texts as the same numbers.</summary>
    /// <param name="other">The other format.</param>
    public bool ReadsAs(NumberFormat other) => Spelling == other.Spelling;

    /// <summary>The text form: an example.</summary>
    public override string ToString()
    {
        string core = Core();
        return (Negative, OmitsZero) switch
        {
            (null, false) => $"{Prefix}{core}{Suffix}",
            var (negative, omits) => $"{Prefix}{core}{Suffix}{Separator}{negative?.Prefix ?? $"{Prefix}-"}{core}{negative?.Suffix ?? Suffix}{(omits ? $"{Separator}{DecimalSeparator}5" : "")}",
        };
    }

    private bool IsUsable =>
        GroupSeparator != DecimalSeparator && (GroupSeparator is null or '.' or ',' || NumberText.IsGroupAlone(GroupSeparator.Value))
        && IsAffix(Prefix) && IsAffix(Suffix) && !IsSigned(Prefix + Suffix)
        && (Negative is null || (IsAffix(Negative.Value.Prefix) && IsAffix(Negative.Value.Suffix) && IsSigned(Negative.Value.Prefix + Negative.Value.Suffix)));

    private static bool IsSigned(string affixes) => affixes.Any(c => NumberText.IsMinus(c) || c is '(' or ')');

    private static bool IsAffix(string text) => text.Length <= LongestAffix && !text.Any(c => char.IsAsciiDigit(c) || c == Separator || char.IsControl(c) || (c == ',' && !text.Any(char.IsLetter)));

    // An example without its negative form: what stands before and behind its digits is the affix.
    private static NumberFormat? Positive(string example)
    {
        int first = example.IndexOf('1', StringComparison.Ordinal), last = example.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return null;
        }

        var format = new NumberFormat { Prefix = example[..first], Suffix = example[(last + 1)..] };
        string core = example[first..(last + 1)];
        int e = core.AsSpan().IndexOfAny('e', 'E');
        if (e > 0)
        {
            return Fraction(format with { Exponent = core[e..] }, core[1..e]) is { } scientific && IsExponent(core[e..]) ? scientific : null;
        }

        int thousands = core.IndexOf("234", StringComparison.Ordinal);
        if (thousands is 1 or 2)
        {
            return Fraction(format with { GroupSeparator = thousands == 2 ? core[1] : null }, core[(thousands + 3)..]);
        }

        return core is ['1', '2', var group, '3', '4', ..] && core.AsSpan(5).StartsWith($"{group}567", StringComparison.Ordinal)
            ? Fraction(format with { GroupSeparator = group, IsLakh = true }, core[9..])
            : null;
    }

    // 5 stands for as many decimals as a number has.
    private static NumberFormat? Fraction(NumberFormat format, string rest)
    {
        if (rest.Length == 0)
        {
            bool isComma = format.GroupSeparator == '.';
            return format with { DecimalSeparator = isComma ? ',' : '.', FixedDecimals = format.Exponent is null ? null : 0 };
        }

        bool zeros = rest[1..].All(c => c == '0') && rest.Length > 1;
        return rest[0] is '.' or ',' && (rest[1..] == "5" || (zeros && rest.Length <= MostDecimals + 1))
            ? format with { DecimalSeparator = rest[0], FixedDecimals = zeros ? rest.Length - 1 : null }
            : null;
    }

    private static bool IsExponent(string text) => text[1..].TrimStart('+') is var digits && text.Length - digits.Length <= 2 && digits.Length <= MostExponentDigits && digits.EndsWith('3') && digits[..^1].All(c => c == '0');

    private static string Symbol(string affix, string? other)
    {
        string symbol = Bare(affix);
        return symbol.Length > 0 || other is null ? symbol : Bare(other);

        static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !NumberText.IsMinus(c) && c is not ('+' or '(' or ')')));
    }

    private string Core()
    {
        string fraction = FixedDecimals switch
        {
            null => $"{DecimalSeparator}5",
            0 => "",
            var zeros => DecimalSeparator + new string('0', zeros.Value),
        };
        string whole = Exponent is not null ? "1" : IsLakh ? $"12{GroupSeparator}34{GroupSeparator}567" : $"1{GroupSeparator}234";
        return whole + fraction + Exponent;
    }

    private string Digits(double value)
    {
        if (Exponent is null)
        {
            string digits = FixedDecimals is { } decimals && value < Largest ? value.ToString(string.Create(CultureInfo.InvariantCulture, $"F{decimals}"), CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
            return OmitsZero && digits.StartsWith("0.", StringComparison.Ordinal) ? digits[1..] : digits;
        }

        string fraction = FixedDecimals is { } count ? new string('0', count) : new string('#', 16);
        string sign = Exponent.Contains('+', StringComparison.Ordinal) ? "+" : "";
        return value.ToString($"0{(fraction.Length > 0 ? "." : "")}{fraction}{Exponent[0]}{sign}{new string('0', Exponent.Length - 1 - sign.Length)}", CultureInfo.InvariantCulture);
    }

    private string Separated(string digits)
    {
        int whole = digits.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end && end >= 0 ? end : digits.Length;
        var text = new StringBuilder(digits.Length + (digits.Length / 2));
        for (int i = 0; i < digits.Length; i++)
        {
            int left = whole - i;
            if (GroupSeparator is { } group && i > 0 && i < whole && (IsLakh ? left == 3 || (left > 3 && left % 2 == 1) : left % 3 == 0))
            {
                text.Append(group);
            }

            text.Append(digits[i] == '.' ? DecimalSeparator : digits[i]);
        }

        return text.ToString();
    }
}
