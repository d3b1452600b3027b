using FairGan.Export.Format.Rounding;

namespace FairGan.Export.Columns.Numeric;

/// <summary>
/// Fits the coding of numbers so that everything in it comes from at least the required number of people: a value appears as itself only where enough
/// people hold it, and every other place in a bin follows from means over enough of them.
/// </summary>
internal sealed class ProtectedFitter
{
    // Rare values join the nearest frequent one where they are few, the column is a list of values, and that moves them by little (as a share
    // of the column's variance); otherwise they make bins.
    private const double MostMoved = 0.1;
    private const double MostVarianceMoved = 0.001;

    // So that a frequent value, which may have a small share of its bin, comes out as itself.
    private const int LeastPieces = 64;

    private readonly string _name;
    private readonly NumberCounts _numbers;
    private readonly double[] _distinct;
    private readonly long[] _counts;
    private readonly CodecOptions _options;
    private readonly ValueHolders _holders;
    private readonly int _least;
    private readonly bool[] _isHeld;

    private ProtectedFitter(string name, NumberCounts numbers, CodecOptions options)
    {
        _name = name;
        _numbers = numbers;
        _distinct = numbers.Numbers;
        _counts = numbers.Rows;
        _options = options;
        _holders = numbers.Holders ?? ValueHolders.Rows(numbers.Rows);
        _least = options.MinRows;
        _isHeld = new bool[_distinct.Length];
        for (int i = 0; i < _distinct.Length; i++)
        {
            _isHeld[i] = _holders.AreEnough([i], _least);
        }
    }

    /// <summary>Fits a codec to how often each number occurs.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="options">How columns are turned into symbols, and the fewest people behind every value.</param>
    public static NumericCodec Fit(string name, NumberCounts numbers, CodecOptions options) => new ProtectedFitter(name, numbers, options).Fit();

    private NumericCodec Fit()
    {
        if (!_holders.AreEnough(Enumerable.Range(0, _distinct.Length), _least))
        {
            return NumericFitter.Fit(_name, new NumberCounts([], [], HasMissing: true), _options);
        }

        long rows = _counts.Sum(), rare = Enumerable.Range(0, _distinct.Length).Where(i => !_isHeld[i]).Sum(i => _counts[i]);
        bool anyHeld = Array.Exists(_isHeld, held => held);
        if (rare == 0 || (anyHeld && (rare < _least || (rare <= MostMoved * rows && IsListed() && IsNearHeld()))))
        {
            var (distinct, counts) = Moved();
            return NumericFitter.Fit(_name, _numbers with { Numbers = distinct, Rows = counts }, _options);
        }

        return Binned(rows);
    }

    // A column that is a list of values: few different ones, or with gaps between them that its step does not explain.
    private bool IsListed()
    {
        if (_distinct.Length <= _options.NumericSymbols)
        {
            return true;
        }

        long rows = _counts.Sum();
        int decimals = NumericFitter.DecimalsOf(_distinct, _counts, rows, _least - 1);
        double step = NumericFitter.GridOf(_distinct, _counts, rows, decimals, _least - 1).Step;
        double[] held = [.. _distinct.Where((_, i) => _isHeld[i])];
        return held.Zip(held.Skip(1)).Count(pair => pair.Second - pair.First > (1 + NumericFitter.Slack) * step) > held.Length / 10;
    }

    private bool IsNearHeld()
    {
        double rows = _counts.Sum(), mean = _distinct.Zip(_counts, (value, count) => value * count).Sum() / rows;
        double[] held = [.. _distinct.Where((_, i) => _isHeld[i])];
        double moved = 0, all = 0;
        for (int i = 0; i < _distinct.Length; i++)
        {
            all += _counts[i] * Square(_distinct[i] - mean);
            moved += _isHeld[i] ? 0 : _counts[i] * Square(_distinct[i] - held[Nearest(held, _distinct[i])]);
        }

        return moved <= MostVarianceMoved * all;

        static double Square(double value) => value * value;
    }

    private (double[] Distinct, long[] Counts) Moved()
    {
        int[] held = [.. Enumerable.Range(0, _distinct.Length).Where(i => _isHeld[i])];
        double[] distinct = Array.ConvertAll(held, i => _distinct[i]);
        long[] counts = Array.ConvertAll(held, i => _counts[i]);
        for (int i = 0; i < _distinct.Length; i++)
        {
            if (!_isHeld[i])
            {
                counts[Nearest(distinct, _distinct[i])] += _counts[i];
            }
        }

        return (distinct, counts);
    }

    private NumericCodec Binned(long rows)
    {
        bool integer = Array.TrueForAll(_distinct, v => v == Math.Floor(v) && Math.Abs(v) < 1L << 53);
        int decimals = integer ? 0 : NumericFitter.DecimalsOf(_distinct, _counts, rows, _least - 1);
        var grid = NumericFitter.GridOf(_distinct, _counts, rows, decimals, _least - 1);
        double halfStep = grid.Step / 2;
        var all = Inside(ProtectedRange.Of(_distinct, _counts, _holders, _least), grid);
        bool few = _distinct.Length <= _options.NumericSymbols || (IsListed() && _isHeld.Count(held => held) <= _options.NumericSymbols / 2);
        var atoms = new List<double>();
        var rest = new List<int>();
        for (int i = 0; i < _distinct.Length; i++)
        {
            if (_isHeld[i] && (few || (double)_counts[i] * _options.NumericSymbols > rows))
            {
                atoms.Add(_distinct[i]);
            }
            else
            {
                rest.Add(i);
            }
        }

        var bins = BinCutter.Cut(rest, _counts, Math.Max(1, _options.NumericSymbols - atoms.Count)).ToList();
        BinCutter.CutWide(bins, _distinct, _counts, _options.NumericSymbols / 4, _least);
        BinCutter.CutAt(bins, _distinct, _numbers.Ends);
        Merge(bins);
        var edges = new List<double>();
        for (int b = 1; b < bins.Count; b++)
        {
            edges.Add(RoundNumber.Between(_distinct[bins[b - 1][^1]], _distinct[bins[b][0]]));
        }

        var knots = new List<IReadOnlyList<double>>();
        for (int b = 0; b < bins.Count; b++)
        {
            double low = Math.Max(all.Low - halfStep, b == 0 ? double.NegativeInfinity : edges[b - 1]), high = Math.Min(all.High + halfStep, b == edges.Count ? double.PositiveInfinity : edges[b]);
            knots.Add(Knots(bins[b], halfStep, low, high));
        }

        return new NumericCodec(_name, integer, grid.Decimals, atoms, edges, knots, _numbers.HasMissing)
        {
            Multiple = grid.Multiple > 1 ? grid.Multiple : null,
            Parts = grid.Parts > 1 ? grid.Parts : null,
            Offset = grid.Offset > 0 ? grid.Offset : null,
        };
    }

    // The ends on the column's grid: a mean must not be rounded to the extreme that it keeps secret.
    private static ProtectedRange Inside(ProtectedRange range, NumberGrid grid)
    {
        var inside = new ProtectedRange(grid.Ceiling(range.Low), grid.Floor(range.High));
        return inside.Low <= inside.High ? inside : range;
    }

    // A bin with too few people joins the smaller of its neighbours.
    private void Merge(List<List<int>> bins)
    {
        for (int b = 0; b < bins.Count && bins.Count > 1;)
        {
            if (AreEnough(bins[b]))
            {
                b++;
                continue;
            }

            int left = b == 0 ? 0 : b == bins.Count - 1 || Rows(bins[b - 1]) <= Rows(bins[b + 1]) ? b - 1 : b;
            bins[left].AddRange(bins[left + 1]);
            bins.RemoveAt(left + 1);
            b = left;
        }
    }

    private bool AreEnough(List<int> bin) => _holders.AreEnough(bin, _least);

    // A value that enough people hold keeps its share of the bin as a flat piece; what lies between two of them follows from block means.
    private double[] Knots(List<int> bin, double halfStep, double low, double high)
    {
        var stretches = Stretches(bin, halfStep);
        double rows = stretches.Sum(stretch => stretch.Rows), before = 0;
        var knots = new double[Math.Max(LeastPieces, _options.PiecesPerBin) + 1];
        for (int k = 0, at = 0; k < knots.Length; k++)
        {
            double position = rows * k / (knots.Length - 1);
            while (at < stretches.Count - 1 && before + stretches[at].Rows < position)
            {
                before += stretches[at++].Rows;
            }

            double value = Math.Clamp(stretches[at].At((position - before) / stretches[at].Rows), Math.Min(low, high), Math.Max(low, high));
            knots[k] = k > 0 ? Math.Max(value, knots[k - 1]) : value;
        }

        return knots;
    }

    private List<BinStretch> Stretches(List<int> bin, double halfStep)
    {
        var stretches = new List<BinStretch>();
        double waiting = 0;
        for (int first = 0, end; first < bin.Count; first = end)
        {
            end = first + 1;
            if (_isHeld[bin[first]])
            {
                double value = _distinct[bin[first]];
                stretches.Add(new BinStretch(_counts[bin[first]] + waiting, [value - halfStep, value + halfStep]));
                waiting = 0;
                continue;
            }

            while (end < bin.Count && !_isHeld[bin[end]])
            {
                end++;
            }

            var between = bin[first..end];
            double below = first > 0 ? _distinct[bin[first - 1]] : double.NegativeInfinity, above = end < bin.Count ? _distinct[bin[end]] : double.PositiveInfinity;
            if (AreEnough(between))
            {
                stretches.Add(new BinStretch(Rows(between), Array.ConvertAll(Means(between, halfStep), knot => Math.Max(below + halfStep, Math.Min(above - halfStep, knot)))));
            }
            else if (_distinct[between[0]] - below <= above - _distinct[between[^1]])
            {
                // Too few people for a piece of their own: they join the nearer frequent value.
                stretches[^1] = stretches[^1] with { Rows = stretches[^1].Rows + Rows(between) };
            }
            else
            {
                waiting = Rows(between);
            }
        }

        return stretches;
    }

    private double[] Means(List<int> values, double halfStep)
    {
        int blocks = (int)Math.Clamp(Rows(values) / _least, 1, _options.PiecesPerBin);
        while (!_holders.AreRows && blocks > 1 && !BlockMeans.Values(values, _counts, blocks).All(AreEnough))
        {
            blocks--;
        }

        return BlockMeans.Knots(values, _distinct, _counts, halfStep, blocks);
    }

    private long Rows(List<int> values) => values.Sum(i => _counts[i]);

    private static int Nearest(double[] ascending, double value)
    {
        int after = Ascending.LowerBound(ascending, value);
        return after == ascending.Length || (after > 0 && value - ascending[after - 1] <= ascending[after] - value) ? after - 1 : after;
    }
}
