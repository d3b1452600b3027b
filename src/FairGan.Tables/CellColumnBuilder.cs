using System.Globalization;
using System.Runtime.InteropServices;

namespace FairGan.Tables;

/// <summary>Collects the cells of one column of text and finds out what kind of column they make.</summary>
/// <remarks>Every distinct text is stored and examined once, however many rows have it.</remarks>
internal sealed class CellColumnBuilder
{
    private const int Missing = -1;
    private const int LongestShown = 40;

    private readonly Dictionary<string, int> _codeOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _values = [];
    private readonly List<long> _firstLines = [];
    private readonly List<int> _codes = [];

    /// <summary>Once the column is built as numbers: the texts that count as missing, mistakes among them.</summary>
    public IReadOnlySet<string> MissingTexts { get; private set; } = new HashSet<string>();

    /// <summary>Whether no cell has been added that is not missing.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Once the column is built: what was found of single cells, for the log; null if there is nothing to report.</summary>
    public string? Remark { get; private set; }

    /// <summary>Starts an empty column.</summary>
    public CellColumnBuilder() => _lookup = _codeOf.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds the cell of the next row.</summary>
    /// <param name="cell">The text; an empty one is a missing value.</param>
    /// <param name="line">The line of the file on which the row starts, from 1.</param>
    public void Add(ReadOnlySpan<char> cell, long line)
    {
        if (cell.IsEmpty)
        {
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
    /// <param name="name">The name of the column, for the message.</param>
    /// <param name="asText">Whether to read the column as text regardless of its values.</param>
    public ColumnData Build(string name, bool asText)
    {
        if (asText || Numbers(name) is not { } numbers)
        {
            return Text();
        }

        Remark = numbers.Strays > 0 ? Describe(name, numbers) : null;
        MissingTexts = _values.Where((_, i) => double.IsNaN(numbers.Values[i])).ToHashSet(StringComparer.Ordinal);
        return numbers.AreWhole && !_codes.Contains(Missing) && MissingTexts.Count == 0
            ? ColumnData.Of(Array.ConvertAll([.. _codes], code => (long)numbers.Values[code]))
            : ColumnData.Of(Array.ConvertAll([.. _codes], code => code == Missing ? double.NaN : numbers.Values[code]));
    }

    /// <summary>The column as numbers; null if it is none of numbers.</summary>
    private CellNumbers? Numbers(string name)
    {
        long[] rows = new long[_values.Count];
        foreach (int code in CollectionsMarshal.AsSpan(_codes))
        {
            if (code != Missing)
            {
                rows[code]++;
            }
        }

        return CellNumbers.Of(name, [.. _values.Select(TextCells.Tidy)], rows);
    }

    // A handful of mistakes needs no advice.
    private string Describe(string name, CellNumbers numbers)
    {
        string first = $"{Cell(numbers.FirstStray)} in line {_firstLines[numbers.FirstStray]}";
        string what = numbers.Strays == 1
            ? $"{first} is no number and counts as missing"
            : string.Create(CultureInfo.InvariantCulture, $"{numbers.Strays:N0} cells are no numbers and count as missing, the first of them {first}");
        string remedy = numbers.Share >= NumberPolicy.NearlyAll ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; {Math.Floor(numbers.Share * 1000) / 10} % of the column's cells are. Correct them, leave them empty, or read the column as text (TextColumns; on the command line --text {name})");
        return $"column '{name}': {what}{remedy}";
    }

    private string Cell(int code) => $"'{(_values[code].Length <= LongestShown ? _values[code] : _values[code][..LongestShown] + "…")}'";

    private ColumnData Text() => ColumnData.Text([.. _codes], [.. _values]);
}
