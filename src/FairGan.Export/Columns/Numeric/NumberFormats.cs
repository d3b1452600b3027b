namespace FairGan.Export.Columns.Numeric;

/// <summary>Finds how the numbers of a column of text are written.</summary>
internal static class NumberFormats
{
    private const double NearlyAll = 0.99;
    private const int MostDecimals = 9;
    private const int ThousandDigits = 3;
    private const int LakhDigits = 5;

    /// <summary>The format that reads most cells.</summary>
    /// <param name="cells">The distinct cells, without blanks around them, with the rows that have them; missing ones left out.</param>
    /// <param name="culture">The culture that they are written in; null to find out.</param>
    /// <returns>The format that the most rows are written in, and one that reads all ways of writing found; null where no cell is a number.</returns>
    public static (NumberFormat Written, NumberFormat Read)? Find(IReadOnlyList<(string Cell, long Rows)> cells, string? culture)
    {
        NumberSpelling spelling = NumberSpelling.Find(cells, culture);
        var counts = new Counts();
        foreach (var (cell, rows) in cells)
        {
            if (spelling.TryRead(cell, out var number))
            {
                counts.Add(number, rows);
            }
        }

        var read = new NumberFormat { DecimalSeparator = spelling.DecimalSeparator, Prefix = spelling.Prefix, Suffix = spelling.Suffix };
        return counts.IsEmpty ? null : (counts.Format(spelling.DecimalSeparator), read);
    }

    /// <summary>In how many rows each way of writing occurs.</summary>
    private sealed class Counts
    {
        private readonly Dictionary<(string, string), long> _positive = [];
        private readonly Dictionary<(string, string), long> _negative = [];
        private readonly Dictionary<char, long> _groups = [];
        private readonly Dictionary<(char Letter, int Digits), long> _exponents = [];
        private readonly Dictionary<int, long> _decimals = [];
        private long _rows;
        private long _plusExponents;
        private long _bareExponents;
        private long _endsInZero;
        private long _lakh;
        private long _thousand;
        private long _ungrouped;
        private long _omitsZero;
        private long _showsZero;

        public bool IsEmpty => _rows == 0;

        public void Add(NumberText number, long rows)
        {
            _rows += rows;
            Count(number.IsNegative ? _negative : _positive, (number.Lead.ToString(), number.Trail.ToString()), rows);
            Count(_decimals, number.Decimals, rows);
            AddExponent(number.Exponent, rows);
            _endsInZero += number.Decimals > 0 && number.Digits[^1] == '0' ? rows : 0;
            if (number.Group is { } group)
            {
                Count(_groups, group, rows);
                _lakh += number.IsLakh ? rows : 0;
                _thousand += !number.IsLakh && number.WholeDigits > LakhDigits ? rows : 0;
            }
            else if (number.WholeDigits > ThousandDigits && number.Exponent.IsEmpty)
            {
                _ungrouped += rows;
            }

            bool isFraction = number.Decimals > 0 && Math.Abs(number.Value) < 1 && number.Exponent.IsEmpty;
            _omitsZero += isFraction && number.WholeDigits == 0 ? rows : 0;
            _showsZero += isFraction && number.WholeDigits > 0 ? rows : 0;
        }

        public NumberFormat Format(char decimalSeparator)
        {
            // Decimals that all cells have, even zeros, are part of the format.
            var (usual, usualRows) = _decimals.MaxBy(pair => pair.Value);
            string exponent = Exponent();
            bool isFixed = usual <= MostDecimals && usualRows >= NearlyAll * _rows && (usual > 0 ? _endsInZero > 0 : exponent.Length > 0);
            char group = _groups.Count > 0 ? _groups.MaxBy(pair => pair.Value).Key : decimalSeparator;
            bool grouped = exponent.Length == 0 && group != decimalSeparator && _groups.Values.Sum() > _ungrouped;
            var positive = _positive.Count > 0 ? Most(_positive) : Unsigned(Most(_negative));
            (string, string)? negative = _negative.Count > 0 ? Most(_negative) : null;
            return new NumberFormat
            {
                DecimalSeparator = decimalSeparator,
                GroupSeparator = grouped ? group : null,
                IsLakh = grouped && _lakh > _thousand,
                FixedDecimals = isFixed ? usual : null,
                Prefix = positive.Prefix,
                Suffix = positive.Suffix,
                Negative = negative == (positive.Prefix + "-", positive.Suffix) || negative == positive ? null : negative,
                Exponent = exponent.Length > 0 ? exponent : null,
                OmitsZero = _omitsZero > _showsZero,
            };
        }

        private void AddExponent(ReadOnlySpan<char> exponent, long rows)
        {
            if (!exponent.IsEmpty)
            {
                Count(_exponents, (exponent[0], exponent.Length - (char.IsAsciiDigit(exponent[1]) ? 1 : 2)), rows);
                _plusExponents += exponent[1] == '+' ? rows : 0;
                _bareExponents += char.IsAsciiDigit(exponent[1]) ? rows : 0;
            }
        }

        // The exponent of 1000 where most numbers have one: letter, plus, digits. The fewest digits that occur are those that all have.
        private string Exponent()
        {
            if (2 * _exponents.Values.Sum() <= _rows)
            {
                return "";
            }

            char letter = _exponents.MaxBy(pair => pair.Value).Key.Letter;
            return $"{letter}{(_plusExponents > _bareExponents ? "+" : "")}{new string('0', Math.Min(_exponents.Keys.Min(key => key.Digits), 3) - 1)}3";
        }

        private static (string Prefix, string Suffix) Most(Dictionary<(string Prefix, string Suffix), long> rows) => rows.MaxBy(pair => pair.Value).Key;

        private static (string Prefix, string Suffix) Unsigned((string Prefix, string Suffix) affixes) => (Unsigned(affixes.Prefix), Unsigned(affixes.Suffix));

        private static string Unsigned(string affix) => string.Concat(affix.Where(c => !NumberText.IsMinus(c) && c is not ('(' or ')')));

        private static void Count<T>(Dictionary<T, long> rows, T key, long more)
            where T : notnull => rows[key] = rows.GetValueOrDefault(key) + more;
    }
}
