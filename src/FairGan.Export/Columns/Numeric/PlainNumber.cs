namespace FairGan.Export.Columns.Numeric;

/// <summary>Reads the commonest way to write a number, fast and exactly: a sign, digits, and digits after a full stop.</summary>
internal static class PlainNumber
{
    // So many digits fit into a double, and so do powers of ten: their quotient is the nearest double (Clinger 1990).
    private const int MostDigits = 15;

    private static readonly double[] s_powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a number of up to 15 digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number.</param>
    /// <param name="decimals">Digits after the full stop; 0 where there is none.</param>
    /// <returns>Whether the text is such a number; others may be numbers as well.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out double value, out int decimals)
    {
        value = 0;
        decimals = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        int start = negative ? 1 : 0, point = -1;
        if (text.Length == start || text.Length - start > MostDigits + 1)
        {
            return false;
        }

        long digits = 0;
        for (int i = start; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                digits = (10 * digits) + (text[i] - '0');
            }
            else if (text[i] == '.' && point < 0 && i > start && i < text.Length - 1)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        if (point < 0 && text.Length - start > MostDigits)
        {
            return false;
        }

        decimals = point < 0 ? 0 : text.Length - point - 1;
        value = digits / s_powers[decimals];
        value = negative ? -value : value;
        return true;
    }
}
