using System.Globalization;
using System.Runtime.InteropServices;

namespace FairGan.Tables;

/// <summary>Collects the cells of one column of text and finds out what kind of column they make.</summary>
/// <remarks>Every distinct text is stored and examined once, however many rows have it.</remarks>
internal sealed class CellColumnBuilder
{
    /// <summary>From this share of numbers on, the other cells of a column count as mistakes.</summary>
    private const double MostlyNumbers = 0.9;

    /// <summary>Doubles represent every integer up to this one.</summary>
    private const long ExactInDouble = 1L << 53;

    private const int Missing = -1;

    private readonly Dictionary<string, int> _codeOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _values = [];
    private readonly List<long> _firstLines = [];
    private readonly List<int> _codes = [];
    private bool _anyMissing;

    /// <summary>Starts an empty column.</summary>
    public CellColumnBuilder() => _lookup = _codeOf.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds the cell of the next row.</summary>
    /// <param name="cell">The text; an empty one is a missing value.</param>
    /// <param name="line">The line of the file on which the row starts, from 1.</param>
    public void Add(ReadOnlySpan<char> cell, long line)
    {
        if (cell.IsEmpty)
        {
            _anyMissing = true;
            _codes.Add(Missing);
            return;
        }

        if (!_lookup.TryGetValue(cell, out int code))
        {
            code = _values.Count;
            string value = cell.ToString();
            _codeOf.Add(value, code);
            _values.Add(value);
            _firstLines.Add(line);
        }

        _codes.Add(code);
    }

    /// <summary>The finished column.</summary>
    /// <param name="source">The file, for the message.</param>
    /// <param name="name">The name of the column, for the message.</param>
    /// <param name="asText">Whether the column is text whatever it holds.</param>
    /// <param name="mixedIsText">Whether a column that is mostly, but not only, numbers is text rather than refused.</param>
    /// <exception cref="TableFormatException">The column is mostly, but not only, numbers.</exception>
    public ColumnData Build(string source, string name, bool asText, bool mixedIsText = false)
    {
        if (asText || _values.Count == 0)
        {
            return Text();
        }

        double[] numbers = new double[_values.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = double.TryParse(_values[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number
                : double.NaN;
        }

        bool[] isMissing = Array.ConvertAll([.. _values], value => MissingSpellings.AmongNumbers(value.Trim()));
        if (numbers.All(double.IsNaN) || AreCodes(numbers))
        {
            return Text();
        }

        if (numbers.Where((number, i) => double.IsNaN(number) && !isMissing[i]).Any())
        {
            return !mixedIsText && IsMostlyNumbers(numbers, isMissing, out double share) ? throw Mixed(source, name, numbers, isMissing, share) : Text();
        }

        if (Integers(isMissing) is not { } integers)
        {
            return Doubles(numbers);
        }

        // Preparation and ML.NET's trainers compute with doubles, which would round larger integers: they are names.
        return integers.Any(value => value is < -ExactInDouble or > ExactInDouble) ? Text()
            : _anyMissing || isMissing.Contains(true) ? Doubles(numbers)
            : ColumnData.Of(Gather(integers));
    }

    /// <summary>The numbers written with leading zeros: names made of digits, such as postal codes, rather than quantities.</summary>
    private bool AreCodes(double[] numbers)
    {
        bool anyZero = false, allZero = true, sameLength = true;
        int length = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (double.IsNaN(numbers[i]))
            {
                continue;
            }

            string value = _values[i];
            if (value.AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            bool leadingZero = value.Length > 1 && value[0] == '0';
            anyZero |= leadingZero;
            allZero &= leadingZero;
            sameLength &= length == 0 || length == value.Length;
            length = value.Length;
        }

        return anyZero && (allZero || sameLength);
    }

    private bool IsMostlyNumbers(double[] numbers, bool[] isMissing, out double share)
    {
        long present = 0, numeric = 0;
        foreach (int code in CollectionsMarshal.AsSpan(_codes))
        {
            if (code != Missing && !isMissing[code])
            {
                present++;
                numeric += double.IsNaN(numbers[code]) ? 0 : 1;
            }
        }

        share = (double)numeric / present;
        return share >= MostlyNumbers;
    }

    private TableFormatException Mixed(string source, string name, double[] numbers, bool[] isMissing, double share)
    {
        // The texts are in the order of their first rows, so that this is the first such cell of the file.
        int first = Enumerable.Range(0, numbers.Length).First(i => double.IsNaN(numbers[i]) && !isMissing[i]);
        string cell = _values[first].Length <= 40 ? _values[first] : _values[first][..40] + "…";
        string percent = (Math.Floor(share * 1000) / 10).ToString(CultureInfo.InvariantCulture);
        return new TableFormatException(
            $"{source}: column '{name}', line {_firstLines[first]}: '{cell}' is not a finite number, but {percent} % of the column's cells are. "
            + $"Correct the cell, leave it empty if the value is missing, or read the column as text (TextColumns; on the command line --text {name}).");
    }

    /// <summary>The texts as integers, or null if one of them is not written as an integer.</summary>
    private long[]? Integers(bool[] isMissing)
    {
        long[] integers = new long[_values.Count];
        for (int i = 0; i < integers.Length; i++)
        {
            if (!isMissing[i] && !long.TryParse(_values[i], NumberStyles.Integer, CultureInfo.InvariantCulture, out integers[i]))
            {
                return null;
            }
        }

        return integers;
    }

    private T[] Gather<T>(T[] distinct)
    {
        T[] column = new T[_codes.Count];
        for (int row = 0; row < column.Length; row++)
        {
            column[row] = distinct[_codes[row]];
        }

        return column;
    }

    private ColumnData Doubles(double[] distinct)
    {
        double[] column = new double[_codes.Count];
        for (int row = 0; row < column.Length; row++)
        {
            column[row] = _codes[row] == Missing ? double.NaN : distinct[_codes[row]];
        }

        return ColumnData.Of(column);
    }

    private ColumnData Text() => ColumnData.Text([.. _codes], [.. _values]);
}
