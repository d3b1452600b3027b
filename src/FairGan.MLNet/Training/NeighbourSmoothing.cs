using FairGan.Export.Columns;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training;

/// <summary>
/// Lets the symbols of a number learn from their neighbours: the gradient of the last layer, whose columns are the symbols, is smoothed over
/// those that lie next to each other in the order of their values. What few rows say of one bin is so learned for those beside it as well,
/// and what a bin has of its own still is, only later. Categories and missing cells have no neighbours.
/// </summary>
internal sealed class NeighbourSmoothing : IDisposable
{
    // How far apart, as a share of the rows, symbols learn from each other is this by the cube root of the rows: as the bins of a histogram
    // narrow with them (Freedman and Diaconis 1981).
    private const double Width = 0.6;

    // Every bin of a large table has rows enough of its own, and is learned sooner by them.
    private const int LargeTable = 20_000;
    private const int LeastSymbols = 5;

    private readonly List<(long Offset, Tensor Kernel)> _columns = [];

    /// <param name="table">The rows.</param>
    /// <param name="device">Where to compute.</param>
    public NeighbourSmoothing(TrainingTable table, Device device)
    {
        if (table.TrainingRows.Length >= LargeTable)
        {
            return;
        }

        using var scope = NewDisposeScope();
        long[] rows = table.Training.flatten().bincount(null, table.SymbolCount).cpu().data<long>().ToArray();
        for (int column = 0; column < table.Offsets.Length; column++)
        {
            var codec = table.Schema.Columns[column] switch { NumericCodec number => number, DateCodec date => date.Numbers, _ => null };
            int symbols = codec is null ? 0 : codec.Atoms.Count + codec.Knots.Count;
            if (symbols < LeastSymbols)
            {
                continue;
            }

            float[] kernel = Kernel(codec!, rows.AsSpan((int)table.Offsets[column], symbols), Width / Math.Cbrt(table.TrainingRows.Length));
            _columns.Add((table.Offsets[column], tensor(kernel, symbols, symbols).to(device).DetachFromDisposeScope()));
        }
    }

    /// <summary>Smooths a gradient in place.</summary>
    /// <param name="gradient">[inputs, symbols of all columns], or [symbols of all columns].</param>
    public void Apply(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var matrix = gradient.reshape(-1, gradient.shape[^1]);
        foreach (var (offset, kernel) in _columns)
        {
            var part = matrix.narrow(1, offset, kernel.shape[0]);
            part.copy_(part.mm(kernel));
        }
    }

    public void Dispose() => _columns.ForEach(column => column.Kernel.Dispose());

    // A symbol lies where half of its rows have lower numbers.
    private static float[] Kernel(NumericCodec codec, ReadOnlySpan<long> rows, double width)
    {
        int symbols = rows.Length;
        double total = 0, below = 0;
        foreach (long count in rows)
        {
            total += count;
        }

        var at = new double[symbols];
        foreach (int symbol in Enumerable.Range(0, symbols).OrderBy(symbol => codec.Decode(symbol, 0.5)))
        {
            at[symbol] = (below + (rows[symbol] / 2.0)) / Math.Max(1, total);
            below += rows[symbol];
        }

        var kernel = new float[symbols * symbols];
        for (int i = 0; i < kernel.Length; i++)
        {
            double apart = (at[i / symbols] - at[i % symbols]) / width;
            kernel[i] = (float)Math.Exp(-0.5 * apart * apart);
        }

        return kernel;
    }
}
