using FairGan.Export.Format.Rounding;

namespace FairGan.Export.Columns.Numeric;

/// <summary>
/// Finds the lattice that a column's values lie on: the greatest step, and where it begins, of which all values but a few are multiples. The
/// step is the greatest common divisor of differences; it is computed from a few values each time, so that some of these sets contain no exception.
/// </summary>
internal static class LatticeFinder
{
    // Pairs of consecutive golden-ratio multiples spread evenly from any starting point.
    private const double GoldenRatio = 0.6180339887498949;
    private const int Tries = 96;
    private const int LeastOfTry = 3;
    private const int MostOfTry = 11;

    // Whole numbers beyond are no exact doubles when they are added.
    private const double MostUnits = 1L << 52;

    // Independent values lie on a step of M by chance with probability 1/M each: this many bits of evidence rule it out.
    private const double LeastEvidence = 10;

    /// <summary>The lattice; with a step of one unit where there is no coarser one.</summary>
    /// <param name="distinct">The numbers, ascending.</param>
    /// <param name="counts">Rows of every number.</param>
    /// <param name="decimals">Decimal places, 0 or more.</param>
    /// <param name="exceptions">Rows that may lie elsewhere.</param>
    public static NumberGrid Find(double[] distinct, long[] counts, int decimals, double exceptions)
    {
        var plain = new NumberGrid(decimals, 1);
        double scale = Math.Pow(10, decimals);
        var units = new List<long>();
        var rows = new List<long>();
        double left = exceptions;
        for (int i = 0; i < distinct.Length; i++)
        {
            double unit = Math.Round(distinct[i] * scale);
            if (Math.Abs(unit) < MostUnits && plain.Round(distinct[i]) == distinct[i])
            {
                units.Add((long)unit);
                rows.Add(counts[i]);
            }
            else
            {
                left -= counts[i];
            }
        }

        return units.Count < 2 || left < 0 ? plain : new Search([.. units], [.. rows], left).Best() is { } found ? plain with { Multiple = found.Step, Offset = found.Offset } : plain;
    }

    /// <summary>The greatest common divisor.</summary>
    public static long Divisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return Math.Abs(a);
    }

    private sealed class Search
    {
        private readonly long[] _units;
        private readonly long[] _rows;
        private readonly double _exceptions;
        private readonly long[] _before;

        public Search(long[] units, long[] rows, double exceptions)
        {
            _units = units;
            _rows = rows;
            _exceptions = exceptions;
            _before = new long[units.Length];
            for (int i = 1; i < units.Length; i++)
            {
                _before[i] = _before[i - 1] + rows[i - 1];
            }
        }

        public (long Step, long Offset)? Best()
        {
            var candidates = new HashSet<(long Step, long Base)> { (_units.Aggregate(0L, (step, unit) => Divisor(step, unit - _units[0])), _units[0]) };
            double total = _before[^1] + _rows[^1];
            for (int t = 0, drawn = 0; t < Tries; t++)
            {
                int size = LeastOfTry + (t / 2 % (MostOfTry - LeastOfTry + 1));
                long step = 0, first = 0;
                for (int k = 0; k < size; k++, drawn++)
                {
                    double place = drawn * GoldenRatio % 1;
                    long unit = _units[t % 2 == 0 ? (int)(place * _units.Length) : Holder((long)(place * total))];
                    (first, step) = k == 0 ? (unit, 0) : (first, Divisor(step, unit - first));
                }

                candidates.Add((step, first));
            }

            foreach (var (step, start) in candidates.Where(candidate => candidate.Step > 1).OrderByDescending(candidate => candidate.Step).ThenBy(candidate => candidate.Base))
            {
                if (Holds(step, start))
                {
                    return (step, ((start % step) + step) % step);
                }
            }

            return null;
        }

        private int Holder(long row)
        {
            int at = Array.BinarySearch(_before, row);
            return at >= 0 ? at : ~at - 1;
        }

        private bool Holds(long step, long start)
        {
            double off = 0;
            int on = 0;
            for (int i = 0; i < _units.Length; i++)
            {
                bool isOn = (_units[i] - start) % step == 0;
                on += isOn ? 1 : 0;
                off += isOn ? 0 : _rows[i];
                if (off > _exceptions)
                {
                    return false;
                }
            }

            return (on - 1) * Math.Log2(step) >= LeastEvidence;
        }
    }
}
