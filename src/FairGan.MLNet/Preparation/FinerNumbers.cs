namespace FairGan.MLNet.Preparation;

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

    private FinerNumbers(int columns, int symbols, Func<int, int, (ushort[] Codes, int Symbols)> encode)
    {
        _encode = encode;
        _coded = [.. Enumerable.Range(0, columns).Select(column => encode(column, symbols))];
        int[] rows = [.. Enumerable.Range(0, _coded[0].Codes.Length)];
        var random = new Random(1);
        random.Shuffle(rows);
        _rows = rows[..Math.Min(MostRows, rows.Length)];
        _shuffled = [.. _rows];
        random.Shuffle(_shuffled);
    }

    /// <summary>For every column, the symbols it is to be cut into at most.</summary>
    /// <param name="isNumber">For every column, whether it is cut into symbols.</param>
    /// <param name="symbols">Symbols at most of a number that needs no more.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="encode">The codes of a column and the number of its symbols, given how many it is cut into at most.</param>
    public static int[] Find(bool[] isNumber, int symbols, int rows, Func<int, int, (ushort[] Codes, int Symbols)> encode)
    {
        int[] most = [.. Enumerable.Repeat(symbols, isNumber.Length)];
        return rows < LeastRows ? most : new FinerNumbers(isNumber.Length, symbols, encode).Find(isNumber, most);
    }

    private int[] Find(bool[] isNumber, int[] most)
    {
        var open = new PriorityQueue<(int Column, (ushort[] Codes, int Symbols) Finer), double>();
        for (int column = 0; column < isNumber.Length; column++)
        {
            if (isNumber[column])
            {
                Try(column);
            }
        }

        while (open.TryDequeue(out var next, out _))
        {
            if (_coded.Sum(column => column.Symbols) - _coded[next.Column].Symbols + next.Finer.Symbols <= MostSymbolsInAll)
            {
                _coded[next.Column] = next.Finer;
                most[next.Column] *= 2;
                Try(next.Column);
            }
        }

        return most;

        void Try(int column)
        {
            if (2 * most[column] <= MostSymbols && _encode(column, 2 * most[column]) is var finer && finer.Symbols > _coded[column].Symbols && Gain(column, finer) is var gain and > LeastGain)
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
