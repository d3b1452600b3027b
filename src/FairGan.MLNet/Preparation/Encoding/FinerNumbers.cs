namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>
/// Which numbers need more symbols than the others. Inside a symbol a number is drawn whatever the other columns hold; where its place
/// inside goes with them (an interest rate with the month, a diamond's weight with its width), that would be lost.
/// </summary>
internal sealed class FinerNumbers
{
    // In fewer rows what finer symbols seem to say of other columns is chance, and learning from it as well.
    private const int LeastRows = 5000;
    private const int MostRows = 20_000;
    private const int MostSymbols = 128;
    private const int MostSymbolsInAll = 640;

    // In nats: what finer symbols must say of some other column beyond the coarser ones.
    private const double LeastGain = 0.02;

    private readonly Func<int, int, (ushort[] Codes, int Symbols)> _encode;
    private readonly (ushort[] Codes, int Symbols)[] _coded;
    private readonly int[] _rows;
    private readonly int[] _shuffled;

    private FinerNumbers((ushort[] Codes, int Symbols)[] coded, Func<int, int, (ushort[] Codes, int Symbols)> encode)
    {
        _encode = encode;
        _coded = coded;
        int[] rows = [.. Enumerable.Range(0, _coded[0].Codes.Length)];
        var random = new Random(1);
        random.Shuffle(rows);
        _rows = rows[..Math.Min(MostRows, rows.Length)];
        _shuffled = [.. _rows];
        random.Shuffle(_shuffled);
    }

    /// <summary>The columns that are to be cut finer, with the symbols each is to be cut into.</summary>
    /// <param name="coded">For every column, its codes and the number of its symbols where it is cut into no more than others; changed.</param>
    /// <param name="mayBeFiner">For every column, whether it is a number that may be cut finer.</param>
    /// <param name="symbols">Symbols that numbers are cut into which need no more.</param>
    /// <param name="encode">The codes of a column and the number of its symbols, given how many it is cut into.</param>
    public static Dictionary<int, int> Find((ushort[] Codes, int Symbols)[] coded, bool[] mayBeFiner, int symbols, Func<int, int, (ushort[] Codes, int Symbols)> encode) =>
        coded[0].Codes.Length < LeastRows ? [] : new FinerNumbers(coded, encode).Find(mayBeFiner, symbols);

    private Dictionary<int, int> Find(bool[] mayBeFiner, int symbols)
    {
        var most = new Dictionary<int, int>();
        var open = new PriorityQueue<(int Column, (ushort[] Codes, int Symbols) Finer), double>();
        for (int column = 0; column < mayBeFiner.Length; column++)
        {
            if (mayBeFiner[column])
            {
                Try(column);
            }
        }

        while (open.TryDequeue(out var next, out _))
        {
            if (_coded.Sum(column => column.Symbols) - _coded[next.Column].Symbols + next.Finer.Symbols <= MostSymbolsInAll)
            {
                _coded[next.Column] = next.Finer;
                most[next.Column] = Twice(next.Column);
                Try(next.Column);
            }
        }

        return most;

        int Twice(int column) => 2 * most.GetValueOrDefault(column, symbols);

        void Try(int column)
        {
            if (Twice(column) <= MostSymbols && _encode(column, Twice(column)) is var finer && finer.Symbols > _coded[column].Symbols && Gain(column, finer) is var gain and > LeastGain)
            {
                open.Enqueue((column, finer), -gain);
            }
        }
    }

    // What rows say of another column beyond what the same rows say of it shuffled, which is chance.
    private double Gain(int column, (ushort[] Codes, int Symbols) finer) =>
        Enumerable.Range(0, _coded.Length).Where(other => other != column)
            .Select(other => Said(finer, _coded[other]) - Said(_coded[column], _coded[other])).DefaultIfEmpty().Max();

    private double Said((ushort[] Codes, int Symbols) of, (ushort[] Codes, int Symbols) other)
    {
        return Information(_rows) - Information(_shuffled);

        double Information(int[] beside)
        {
            var both = new int[of.Symbols * other.Symbols];
            for (int i = 0; i < _rows.Length; i++)
            {
                both[(of.Codes[_rows[i]] * other.Symbols) + other.Codes[beside[i]]]++;
            }

            // The entropies of the columns by themselves are the same, shuffled or not.
            double entropy = 0;
            foreach (int count in both)
            {
                entropy -= count == 0 ? 0 : count * Math.Log((double)count / _rows.Length);
            }

            return -entropy / _rows.Length;
        }
    }
}
