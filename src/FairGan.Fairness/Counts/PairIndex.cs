namespace FairGan.Fairness.Counts;

/// <summary>
/// Numbers the pairs (prefix, code) that occur 0, 1, 2, … in the order of appearance. A chain of these turns a row's codes
/// into one dense cell number without knowing beforehand how many values each column has.
/// </summary>
internal sealed class PairIndex
{
    private const int DenseLimit = 1 << 22;

    private readonly Dictionary<long, int> _sparse = [];
    private readonly List<(int Prefix, int Code)> _pairs = [];
    private int[] _dense = [];
    private int _rows;
    private int _stride;
    private bool _isSparse;

    public IReadOnlyList<(int Prefix, int Code)> Pairs => _pairs;

    public int IndexOf(int prefix, int code)
    {
        if (code < _stride && prefix < _rows)
        {
            int known = _dense[(prefix * _stride) + code];
            if (known > 0)
            {
                return known - 1;
            }
        }

        return IndexOfUnusual(prefix, code);
    }

    private int IndexOfUnusual(int prefix, int code)
    {
        if (!_isSparse)
        {
            Grow(prefix, code);
        }

        if (_isSparse)
        {
            long key = ((long)prefix << 32) | (uint)code;
            if (!_sparse.TryGetValue(key, out int known))
            {
                known = Append(prefix, code);
                _sparse.Add(key, known);
            }

            return known;
        }

        int index = Append(prefix, code);
        _dense[(prefix * _stride) + code] = index + 1;
        return index;
    }

    private int Append(int prefix, int code)
    {
        _pairs.Add((prefix, code));
        return _pairs.Count - 1;
    }

    private void Grow(int prefix, int code)
    {
        int stride = Math.Max(_stride, 4);
        while (stride <= code)
        {
            stride *= 2;
        }

        long rows = Math.Max(_rows, 4);
        while (rows <= prefix)
        {
            rows *= 2;
        }

        if (rows * stride > DenseLimit)
        {
            _isSparse = true;
            _dense = [];
            _rows = 0;
            for (int i = 0; i < _pairs.Count; i++)
            {
                _sparse.Add(((long)_pairs[i].Prefix << 32) | (uint)_pairs[i].Code, i);
            }

            return;
        }

        if (stride == _stride && rows == _rows)
        {
            return;
        }

        int[] grown = new int[rows * stride];
        for (int i = 0; i < _pairs.Count; i++)
        {
            grown[(_pairs[i].Prefix * stride) + _pairs[i].Code] = i + 1;
        }

        _dense = grown;
        _rows = (int)rows;
        _stride = stride;
    }
}
