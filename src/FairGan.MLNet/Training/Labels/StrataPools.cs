namespace FairGan.MLNet.Training.Labels;

/// <summary>
/// Merges strata of similar mean score where one has too few rows, or too few of a group that is not nearly absent there, until each
/// pool has enough: the quantiles of a small stratum would be noise.
/// </summary>
internal sealed class StrataPools
{
    private const int MostStrata = 256;
    private const int LeastRows = 400;
    private const int LeastGroupRows = 50;
    private const double TinyShare = 0.01;

    private readonly List<float>[] _cells;
    private readonly int _perStratum;
    private readonly int[] _rows;
    private readonly double[] _means;
    private readonly long _total;
    private readonly long _least;

    private StrataPools(List<float>[] cells, int perStratum)
    {
        int strata = cells.Length / perStratum;
        _cells = cells;
        _perStratum = perStratum;
        _rows = new int[strata];
        _means = new double[strata];
        _total = cells.Sum(cell => (long)cell.Count);
        _least = Math.Min(Math.Max(LeastRows, _total / MostStrata), _total);
        for (int stratum = 0; stratum < strata; stratum++)
        {
            var own = cells.Skip(stratum * perStratum).Take(perStratum).SelectMany(cell => cell);
            _rows[stratum] = own.Count();
            _means[stratum] = _rows[stratum] > 0 ? own.Average() : double.NaN;
        }
    }

    private IEnumerable<int> Strata => Enumerable.Range(0, _rows.Length);

    /// <summary>The number of the pool of every stratum, from 0 up.</summary>
    /// <param name="cells">The scores of the rows, stratum by stratum, and within one group by group.</param>
    /// <param name="perStratum">Number of groups; the last one holds the rows of no known group.</param>
    public static int[] Of(List<float>[] cells, int perStratum) => new StrataPools(cells, perStratum).Assigned();

    private int[] Assigned()
    {
        var pools = Pools();
        var poolOf = new int[_rows.Length];
        for (int pool = 0; pool < pools.Count; pool++)
        {
            pools[pool].ForEach(stratum => poolOf[stratum] = pool);
        }

        // Remaining strata join the nearest pool.
        double[] middle = [.. pools.Select(pool => pool.Count > 0 ? pool.Average(stratum => _means[stratum]) : 0)];
        double overall = Strata.Where(stratum => _rows[stratum] > 0).Sum(stratum => _means[stratum] * _rows[stratum]) / _total;
        foreach (int stratum in Strata.Except(pools.SelectMany(pool => pool)))
        {
            double mean = _rows[stratum] > 0 ? _means[stratum] : overall;
            poolOf[stratum] = Enumerable.Range(0, pools.Count).MinBy(pool => Math.Abs(middle[pool] - mean));
        }

        return poolOf;
    }

    private List<List<int>> Pools()
    {
        var pools = new List<List<int>>();
        var small = new List<int>();
        foreach (int stratum in Strata.Where(stratum => _rows[stratum] > 0).OrderBy(stratum => _means[stratum]))
        {
            if (IsEnough([stratum]))
            {
                pools.Add([stratum]);
                continue;
            }

            small.Add(stratum);
            if (IsEnough(small))
            {
                pools.Add(small);
                small = [];
            }
        }

        if (pools.Count == 0)
        {
            pools.Add([]);
        }

        return pools;
    }

    private bool IsEnough(List<int> pool)
    {
        long all = pool.Sum(stratum => (long)_rows[stratum]);
        return all >= _least && Enumerable.Range(0, _perStratum - 1).All(group =>
        {
            long own = pool.Sum(stratum => (long)_cells[(stratum * _perStratum) + group].Count);
            return own >= LeastGroupRows || own < TinyShare * all;
        });
    }
}
