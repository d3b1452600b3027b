namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>
/// Finds numeric columns that need more bins. A number is generated inside its bin independently of the other columns; if its position
/// in the bin depends on them (an interest rate on the month, a diamond's weight on its width), smaller bins preserve the dependence.
/// </summary>
internal sealed class BinRefinement
{
    // In fewer rows the information that smaller bins seem to add is chance.
    private const int LeastRows = 5000;
    private const int MostRows = 20_000;
    private const int MostSymbols = 128;
    private const int MostSymbolsInAll = 640;

    // Mutual information, in nats, that smaller bins must add with some other column.
    private const double LeastGain = 0.02;

    private readonly IReadOnlyList<ColumnCoding> _columns;
    private readonly Coding[] _codings;
    private readonly int[] _rows;
    private readonly int[] _shuffled;
    private readonly double[] _entropyTerms;
    private readonly Dictionary<(Coding, Coding), double> _information = [];

    private BinRefinement(IReadOnlyList<ColumnCoding> columns)
    {
        _columns = columns;
        int[] rows = [.. Enumerable.Range(0, columns[0].Coded.Codes.Length)];
        var random = new Random(1);
        random.Shuffle(rows);
        _rows = rows[..Math.Min(MostRows, rows.Length)];
        _shuffled = [.. _rows];
        random.Shuffle(_shuffled);
        _entropyTerms = new double[_rows.Length + 1];
        for (int count = 1; count <= _rows.Length; count++)
        {
            _entropyTerms[count] = count * Math.Log((double)count / _rows.Length);
        }

        _codings = [.. columns.Select(column => Sampled(column.Coded))];
    }

    /// <summary>The columns to be cut into more symbols, with the number of symbols for each.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="mayBeFiner">For every column, whether it is a number that may be cut into more symbols.</param>
    /// <param name="symbols">Symbols that numbers are cut into otherwise.</param>
    public static Dictionary<int, int> Find(IReadOnlyList<ColumnCoding> columns, bool[] mayBeFiner, int symbols) =>
        columns[0].Coded.Codes.Length < LeastRows ? [] : new BinRefinement(columns).Find(mayBeFiner, symbols);

    private Dictionary<int, int> Find(bool[] mayBeFiner, int symbols)
    {
        var refined = new Dictionary<int, int>();
        var open = new PriorityQueue<(int Column, Coding Finer), double>();
        for (int column = 0; column < mayBeFiner.Length; column++)
        {
            if (mayBeFiner[column])
            {
                Try(column);
            }
        }

        while (open.TryDequeue(out var next, out _))
        {
            if (_codings.Sum(coding => coding.Symbols) - _codings[next.Column].Symbols + next.Finer.Symbols <= MostSymbolsInAll)
            {
                _codings[next.Column] = next.Finer;
                refined[next.Column] = Twice(next.Column);
                Try(next.Column);
            }
        }

        return refined;

        int Twice(int column) => 2 * refined.GetValueOrDefault(column, symbols);

        void Try(int column)
        {
            if (Twice(column) <= MostSymbols && _columns[column].CodedInto(Twice(column)) is var coded && coded.Codec.SymbolCount > _codings[column].Symbols
                && Sampled(coded) is var finer && Gain(column, finer) is var gain and > LeastGain)
            {
                open.Enqueue((column, finer), -gain);
            }
        }
    }

    private Coding Sampled(CodedColumn column) =>
        new(Array.ConvertAll(_rows, row => column.Codes[row]), Array.ConvertAll(_shuffled, row => column.Codes[row]), column.Codec.SymbolCount);

    private double Gain(int column, Coding finer) =>
        Enumerable.Range(0, _codings.Length).Where(other => other != column)
            .Select(other => Information(finer, _codings[other]) - Information(_codings[column], _codings[other])).DefaultIfEmpty().Max();

    // Mutual information, less that of shuffled rows, which is chance.
    private double Information(Coding coding, Coding other)
    {
        if (!_information.TryGetValue((coding, other), out double information))
        {
            var counts = new int[coding.Symbols * other.Symbols];
            information = Joint(coding, other.InOrder, other.Symbols, counts) - Joint(coding, other.Shuffled, other.Symbols, counts);
            _information[(coding, other)] = information;
        }

        return information;
    }

    // The negative joint entropy. Shuffling does not change the entropies of the columns themselves.
    private double Joint(Coding coding, ushort[] beside, int symbols, int[] counts)
    {
        Array.Clear(counts);
        ushort[] codes = coding.InOrder;
        for (int i = 0; i < codes.Length; i++)
        {
            counts[(codes[i] * symbols) + beside[i]]++;
        }

        double entropy = 0;
        foreach (int count in counts)
        {
            entropy -= count == 0 ? 0 : _entropyTerms[count];
        }

        return -entropy / _rows.Length;
    }

    /// <summary>A column's symbols in the sampled rows, in two orders.</summary>
    private sealed class Coding(ushort[] inOrder, ushort[] shuffled, int symbols)
    {
        public ushort[] InOrder => inOrder;

        public ushort[] Shuffled => shuffled;

        public int Symbols => symbols;
    }
}
