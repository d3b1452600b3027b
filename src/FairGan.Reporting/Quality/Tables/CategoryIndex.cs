namespace FairGan.Reporting.Quality.Tables;

/// <summary>
/// The categories of one column, numbered from 1 in order of appearance; 0 is a missing value.
/// Tables that are compared share one index per column, so that equal values have equal numbers.
/// </summary>
internal sealed class CategoryIndex
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>The number of categories met so far; codes run from 1 to this number.</summary>
    public int Count => _names.Count;

    /// <summary>The code of a value, which is added when it is new. Empty text is missing and has code 0.</summary>
    public int CodeOf(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
        {
            return 0;
        }

        var lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(value, out int code))
        {
            return code;
        }

        _names.Add(value.ToString());
        _codes.Add(_names[^1], _names.Count);
        return _names.Count;
    }

    /// <summary>The code of a value, or -1 when no table holds it.</summary>
    public int Find(string value) => _codes.GetValueOrDefault(value, -1);

    /// <summary>The value behind a code; <see langword="null"/> for a missing value.</summary>
    public string? NameOf(int code) => code == 0 ? null : _names[code - 1];
}
