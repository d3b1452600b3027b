namespace FairGan.MLNet.Preparation.Streaming;

/// <summary>
/// Counts the frequent values of a stream in bounded memory (Misra and Gries 1982): exact for all values while there are few; otherwise
/// for the frequent ones, each too low by at most <see cref="Error"/> rows. Two can be merged into that of both streams.
/// </summary>
internal sealed class FrequentValues
{
    private const int Capacity = 1 << 16;

    private Dictionary<string, long> _rows = new(StringComparer.Ordinal);

    /// <summary>The largest number of rows by which a count may be too low; 0 where all values are counted.</summary>
    public long Error { get; private set; }

    /// <summary>The values and their rows.</summary>
    public IReadOnlyDictionary<string, long> Rows => _rows;

    /// <summary>Adds a row of a value.</summary>
    public void Add(ReadOnlyMemory<char> value)
    {
        ref long rows = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_rows.GetAlternateLookup<ReadOnlySpan<char>>(), value.Span, out _);
        rows++;
        Reduce();
    }

    /// <summary>Adds what another has counted.</summary>
    public void Merge(FrequentValues other)
    {
        foreach (var (value, rows) in other._rows)
        {
            _rows[value] = _rows.GetValueOrDefault(value) + rows;
        }

        Error += other.Error;
        Reduce();
    }

    // Drops half of the values, and subtracts the largest of their counts from the rest.
    private void Reduce()
    {
        if (_rows.Count <= Capacity)
        {
            return;
        }

        long cut = _rows.Values.OrderDescending().ElementAt(Capacity / 2);
        Error += cut;
        _rows = _rows.Where(pair => pair.Value > cut).ToDictionary(pair => pair.Key, pair => pair.Value - cut, StringComparer.Ordinal);
    }
}
