namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>
/// The total variation distance between two empirical distributions over numbered cells, in whole numbers: a real row
/// adds the number of synthetic rows to its cell, a synthetic row takes away the number of real rows, and what is left
/// in a cell is the difference of its two shares times both row counts. Whole numbers make the sum exact, and the cells
/// are read back row by row, so that the cost does not grow with the number of empty cells.
/// </summary>
internal struct SignedCounts
{
    // Above this many cells (32 MB) a dictionary of the cells that occur takes less memory than a dense array.
    private const long MaximumDenseCells = 1L << 22;

    private readonly long[]? _dense;
    private readonly Dictionary<long, long>? _sparse;
    private readonly long _realRows;
    private readonly long _syntheticRows;
    private long _difference;

    /// <param name="cells">How many cells there are; cells are numbered from 0.</param>
    /// <param name="realRows">How many real rows will be added.</param>
    /// <param name="syntheticRows">How many synthetic rows will be added.</param>
    /// <param name="scratch">An array of zeros to use again, when it is long enough; it holds zeros again once every row was taken.</param>
    public SignedCounts(long cells, int realRows, int syntheticRows, long[]? scratch = null)
    {
        this._realRows = realRows;
        this._syntheticRows = syntheticRows;
        if (cells > MaximumDenseCells)
        {
            _sparse = [];
        }
        else
        {
            _dense = scratch is not null && scratch.Length >= cells ? scratch : new long[cells];
        }
    }

    /// <summary>The dense array in use, all zeros once every row was taken; <see langword="null"/> for many cells.</summary>
    public readonly long[]? Scratch => _dense;

    public readonly void AddReal(long cell) => Add(cell, _syntheticRows);

    public readonly void AddSynthetic(long cell) => Add(cell, -_realRows);

    /// <summary>Adds what a cell holds to the distance and empties it. To be called for every row that was added.</summary>
    public void Take(long cell)
    {
        if (_dense is not null)
        {
            _difference += Math.Abs(_dense[cell]);
            _dense[cell] = 0;
        }
        else if (_sparse!.Remove(cell, out long count))
        {
            _difference += Math.Abs(count);
        }
    }

    /// <summary>1 less the total variation distance, once every row was taken.</summary>
    public readonly double TotalVariationComplement() => 1 - (_difference / (2.0 * _realRows * _syntheticRows));

    private readonly void Add(long cell, long amount)
    {
        if (_dense is not null)
        {
            _dense[cell] += amount;
            return;
        }

        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_sparse!, cell, out _) += amount;
    }
}
