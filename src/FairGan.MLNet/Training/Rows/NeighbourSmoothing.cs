using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Rows;

/// <summary>
/// Lets the symbols of a number learn from their neighbours: the gradient of the last layer, whose columns are the symbols, is smoothed
/// over those that are adjacent in the order of their values. What few rows reveal about one bin is thus learned for its neighbours as
/// well; what is specific to one bin is still learned, only later. Categories and missing cells have no neighbours.
/// </summary>
internal sealed class NeighbourSmoothing : IDisposable
{
    // The width of the kernel, as a share of the rows, is this over the cube root of the rows, like the bin width of a histogram
    // (Freedman and Diaconis 1981).
    private const double Width = 0.6;

    // In a larger table every bin has enough rows of its own, and is learned sooner without smoothing.
    private const int LargeTable = 20_000;
    private const int LeastSymbols = 5;

    // For every number, the kernel, and the shares of what a symbol (the row) has that go to its neighbours.
    private readonly SortedDictionary<int, (long Offset, Tensor Kernel, float[] Shares)> _columns = [];
    private readonly int[] _sizes;

    /// <param name="table">The rows.</param>
    /// <param name="device">The device to compute on.</param>
    public NeighbourSmoothing(TrainingTable table, Device device)
    {
        _sizes = [.. table.Schema.Columns.Select(column => column.SymbolCount)];
        if (table.TrainingRows.Length >= LargeTable)
        {
            return;
        }

        using var scope = NewDisposeScope();
        long[] rows = table.Training.flatten().bincount(null, table.SymbolCount).cpu().data<long>().ToArray();
        for (int column = 0; column < table.Offsets.Length; column++)
        {
            var codec = table.Schema.Columns[column];
            int symbols = codec.NumberCoding is null ? 0 : codec.SymbolCount - (codec.HasMissing ? 1 : 0);
            if (symbols < LeastSymbols)
            {
                continue;
            }

            float[] kernel = Kernel(codec.NumberCoding!, rows.AsSpan((int)table.Offsets[column], symbols), Width / Math.Cbrt(table.TrainingRows.Length));
            _columns.Add(column, (table.Offsets[column], tensor(kernel, symbols, symbols).to(device).DetachFromDisposeScope(), Shares(kernel, symbols)));
        }
    }

    /// <summary>Smooths a gradient in place.</summary>
    /// <param name="gradient">[inputs, symbols of all columns], or [symbols of all columns].</param>
    public void Apply(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var matrix = gradient.reshape(-1, gradient.shape[^1]);
        foreach (var (offset, kernel, _) in _columns.Values)
        {
            var part = matrix.narrow(1, offset, kernel.shape[0]);
            part.copy_(part.mm(kernel));
        }
    }

    /// <summary>Smooths the gradient of an interaction's logits in place.</summary>
    /// <param name="interaction">Its columns.</param>
    /// <param name="gradient">[symbols of the parent, symbols of the child].</param>
    public void Apply(Interaction interaction, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        foreach (var (column, dimension) in ((int, int)[])[(interaction.Parent, 0), (interaction.Child, 1)])
        {
            if (_columns.TryGetValue(column, out var known))
            {
                var part = gradient.narrow(dimension, 0, known.Kernel.shape[0]);
                part.copy_(dimension == 0 ? known.Kernel.mm(part) : part.mm(known.Kernel));
            }
        }
    }

    /// <summary>Spreads the counts of two columns' symbols over their neighbours.</summary>
    /// <param name="parent">Position of the column whose symbols are the rows of the matrix.</param>
    /// <param name="child">Position of the column whose symbols are its columns.</param>
    /// <param name="counts">The matrix, row after row; it is left as it is.</param>
    public float[] Smoothed(int parent, int child, float[] counts)
    {
        int children = _sizes[child];
        return Spread(child, Spread(parent, counts, children, 1), 1, children);
    }

    public void Dispose()
    {
        foreach (var (_, kernel, _) in _columns.Values)
        {
            kernel.Dispose();
        }
    }

    // Along the symbols of a column, which are a stride apart; runs of them begin another stride apart. The sum of the counts does
    // not change.
    private float[] Spread(int column, float[] counts, int stride, int next)
    {
        if (!_columns.TryGetValue(column, out var known))
        {
            return counts;
        }

        int symbols = (int)known.Kernel.shape[0];
        float[] spread = [.. counts];
        for (int run = 0; run < counts.Length / _sizes[column]; run++)
        {
            int at = run * next;
            for (int to = 0; to < symbols; to++)
            {
                double sum = 0;
                for (int from = 0; from < symbols; from++)
                {
                    sum += known.Shares[(from * symbols) + to] * counts[at + (from * stride)];
                }

                spread[at + (to * stride)] = (float)sum;
            }
        }

        return spread;
    }

    private static float[] Shares(float[] kernel, int symbols)
    {
        var shares = new float[kernel.Length];
        for (int from = 0; from < symbols; from++)
        {
            float sum = kernel.AsSpan(from * symbols, symbols).ToArray().Sum();
            for (int to = 0; to < symbols; to++)
            {
                shares[(from * symbols) + to] = kernel[(from * symbols) + to] / sum;
            }
        }

        return shares;
    }

    // A symbol's position is the median of its rows.
    private static float[] Kernel(INumberCoding numbers, ReadOnlySpan<long> rows, double width)
    {
        int symbols = rows.Length;
        double total = 0, below = 0;
        foreach (long count in rows)
        {
            total += count;
        }

        var at = new double[symbols];
        foreach (int symbol in Enumerable.Range(0, symbols).OrderBy(numbers.Middle))
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
