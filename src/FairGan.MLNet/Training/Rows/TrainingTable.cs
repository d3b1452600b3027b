using FairGan.Export.Schemas;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Rows;

/// <summary>
/// The encoded rows that training samples from: symbols of all columns numbered through, a training part and a held-out part, and the
/// sensitive groups.
/// </summary>
internal sealed class TrainingTable : IDisposable
{
    private const double HeldOutShare = 0.1;
    private const int MostHeldOut = 4000;

    private readonly Device _device;

    public TrainingTable(EncodedTable table, double[] rowWeights, int seed, Device device)
    {
        _device = device;
        Schema = table.Schema;
        Offsets = new long[Schema.Columns.Count];
        for (int i = 0, offset = 0; i < Offsets.Length; i++)
        {
            Offsets[i] = offset;
            offset += Schema.Columns[i].SymbolCount;
            SymbolCount = offset;
        }

        int[] order = [.. Enumerable.Range(0, table.RowCount)];
        new Random(seed).Shuffle(order);
        int heldOut = Math.Clamp((int)(HeldOutShare * table.RowCount), 1, MostHeldOut);
        HeldOutRows = order[..heldOut];
        TrainingRows = order[heldOut..];
        using var scope = NewDisposeScope();
        Training = Codes(table, TrainingRows).MoveToOuterDisposeScope();
        HeldOut = Codes(table, HeldOutRows).MoveToOuterDisposeScope();
        Groups = new GroupIndex(table, TrainingRows);

        double total = TrainingRows.Sum(row => rowWeights[row]);
        Weights = [.. TrainingRows.Select(row => rowWeights[row] / total)];
    }

    public TableSchema Schema { get; }

    /// <summary>Symbols of all columns together.</summary>
    public int SymbolCount { get; }

    /// <summary>Where each column's symbols begin.</summary>
    public long[] Offsets { get; }

    /// <summary>Numbers of the rows trained on and of those held out.</summary>
    public int[] TrainingRows { get; }

    public int[] HeldOutRows { get; }

    /// <summary>[rows, columns] positions among all symbols.</summary>
    public Tensor Training { get; }

    public Tensor HeldOut { get; }

    /// <summary>For every training row, its share of the distribution to learn; they add up to 1.</summary>
    public double[] Weights { get; }

    public GroupIndex Groups { get; }

    /// <summary>For every group, the positions of its symbols among all symbols.</summary>
    public IReadOnlyList<int[]> GroupSymbols => [.. Groups.Symbols.Select(symbols => symbols.Select((symbol, i) => (int)Offsets[Groups.Columns[i]] + symbol).ToArray())];

    /// <summary>One-hot rows [rows, symbols].</summary>
    public Tensor OneHot(Tensor codes) => zeros(codes.shape[0], SymbolCount, device: _device).scatter_(1, codes, ones(codes.shape, device: _device));

    public void Dispose()
    {
        Training.Dispose();
        HeldOut.Dispose();
    }

    private Tensor Codes(EncodedTable table, int[] rows)
    {
        var codes = new long[rows.Length * Offsets.Length];
        for (int r = 0, at = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < Offsets.Length; c++)
            {
                codes[at++] = Offsets[c] + table.Codes[c][rows[r]];
            }
        }

        return tensor(codes, rows.Length, Offsets.Length).to(_device);
    }
}
