namespace FairGan.MLNet.Preparation.Streaming;

/// <summary>
/// A sample of a stream of numbers that gives any quantile to within a small share of the rows, in memory that hardly grows
/// with them (Karnin, Lang and Liberty 2016). Two sketches can be merged into that of both streams.
/// </summary>
internal sealed class QuantileSketch
{
    private const int Capacity = 4096;
    private const int LeastCapacity = 8;
    private const double Decay = 2.0 / 3;

    private readonly List<List<double>> _levels = [[]];
    private readonly Random _random = new(1);
    private int _room = Capacity;

    /// <summary>Numbers seen.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a number.</summary>
    public void Add(double value)
    {
        _levels[0].Add(value);
        Count++;
        if (_levels[0].Count > _room)
        {
            Compress();
        }
    }

    /// <summary>Adds what another sketch has seen.</summary>
    public void Merge(QuantileSketch other)
    {
        for (int level = 0; level < other._levels.Count; level++)
        {
            Level(level).AddRange(other._levels[level]);
        }

        Count += other.Count;
        Compress();
    }

    /// <summary>Values with the number of rows that each represents, ascending.</summary>
    public (double[] Values, long[] Rows) Weighted()
    {
        var rows = new SortedDictionary<double, long>();
        for (int level = 0; level < _levels.Count; level++)
        {
            foreach (double value in _levels[level])
            {
                rows[value] = rows.GetValueOrDefault(value) + (1L << level);
            }
        }

        return ([.. rows.Keys], [.. rows.Values]);
    }

    // The lower a level, the fewer rows each of its numbers represents, and the fewer of them are stored.
    private int CapacityOf(int level) => Math.Max(LeastCapacity, (int)(Capacity * Math.Pow(Decay, _levels.Count - 1 - level)));

    private List<double> Level(int level)
    {
        while (_levels.Count <= level)
        {
            _levels.Add([]);
        }

        return _levels[level];
    }

    // From a full level, sorted, every other number moves up and represents twice as many rows.
    private void Compress()
    {
        for (int level = 0; level < _levels.Count; level++)
        {
            List<double> full = _levels[level];
            if (full.Count <= CapacityOf(level))
            {
                continue;
            }

            full.Sort();
            List<double> next = Level(level + 1);
            int pairs = full.Count / 2, offset = _random.Next(2);
            for (int pair = 0; pair < pairs; pair++)
            {
                next.Add(full[(2 * pair) + offset]);
            }

            full.RemoveRange(0, 2 * pairs);
        }

        _room = CapacityOf(0);
    }
}
