namespace FairGan.MLNet.Privacy;

/// <summary>
/// What is public about a column: which cells it may hold. Numbers and times lie in cells of a fixed grid between public bounds; categories
/// have a cell each; the last cell is that of missing values, and of all that the domain does not list.
/// </summary>
internal sealed class ColumnDomain : ICellDomain
{
    private const int MostExact = 256;
    private const int Cells = 224;
    private const double WideRatio = 20;

    private readonly CellCleaner _cleaner;
    private readonly Dictionary<string, int> _categories;
    private readonly double[] _starts;

    private ColumnDomain(ColumnDescription description, CellCleaner cleaner, double origin, double[] starts, double step, double end)
    {
        Description = description;
        _cleaner = cleaner;
        Origin = origin;
        _categories = (description.Categories ?? []).Select((text, i) => (text, i)).ToDictionary(pair => pair.text, pair => pair.i, StringComparer.Ordinal);
        _starts = starts;
        Step = step;
        End = end;
    }

    /// <summary>The column's description, with everything that a domain needs.</summary>
    public ColumnDescription Description { get; }

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <summary>How the numbers are read and written; null where the cells are categories.</summary>
    public IQuantity? Quantity => _cleaner.Quantity;

    /// <summary>The categories, in the order of their cells; none where the cells are numbers.</summary>
    public IReadOnlyList<string> Categories => Description.Categories ?? [];

    /// <summary>What the numbers are counted from: the earliest date; 0 for others.</summary>
    public double Origin { get; }

    /// <summary>The least number of every cell.</summary>
    public IReadOnlyList<double> Starts => _starts;

    /// <summary>The distance of neighbouring numbers.</summary>
    public double Step { get; }

    /// <summary>The greatest number.</summary>
    public double End { get; }

    /// <summary>Whether all numbers are whole.</summary>
    public bool IsWhole => Description.Kind != ColumnKind.Real && Description.Decimals is null or 0;

    /// <inheritdoc/>
    public int CellCount => (Quantity is null ? Categories.Count : _starts.Length) + 1;

    /// <summary>The cell of missing values.</summary>
    public int MissingCell => CellCount - 1;

    /// <summary>The domain of a column, if its description is complete; null if something is missing that a domain needs.</summary>
    /// <param name="description">The description.</param>
    /// <exception cref="FormatException">It lists too many categories.</exception>
    public static ColumnDomain? Of(ColumnDescription description)
    {
        if (description.Kind is ColumnKind.Categorical or ColumnKind.Ordinal or ColumnKind.Boolean)
        {
            return description.Categories is not { Count: > 0 } categories ? null
                : categories.Count < ushort.MaxValue ? new ColumnDomain(description, new CellCleaner(description), 0, [], 0, 0)
                : throw new FormatException($"The schema lists {categories.Count} categories of column '{description.Name}'; a private run can have fewer than {ushort.MaxValue}. Group them, or leave the column out.");
        }

        // Dates are counted in units of their format from the earliest.
        var cleaner = new CellCleaner(description);
        if (cleaner.Quantity is { HasNoZero: true } dates)
        {
            return description is { Earliest: { } first, Latest: { } last } && dates.TryRead(first, out double earliest) && dates.TryRead(last, out double latest)
                ? new ColumnDomain(description, cleaner, earliest, Grid(0, latest - earliest, 1, 0, isWide: false), 1, latest - earliest)
                : null;
        }

        if (cleaner.Quantity is null || (description is { Kind: ColumnKind.Duration, Format: null }) || description is not { Minimum: { } low, Maximum: { } high } || !(low <= high))
        {
            return null;
        }

        // Without a number of decimals, a millionth of the range, rounded to a power of ten, is fine enough.
        int decimals = description.Kind == ColumnKind.Real ? description.Decimals ?? Math.Clamp((int)Math.Ceiling(6 - Math.Log10(Math.Max(high - low, 1e-3))), 0, 9) : 0;
        double step = Math.Pow(10, -decimals);
        description = description with { Decimals = decimals };
        return new ColumnDomain(description, new CellCleaner(description), 0, Grid(low, high, step, decimals, isWide: low <= 0 || high / low > WideRatio), step, high);
    }

    /// <inheritdoc/>
    public Func<int> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (Quantity is null)
        {
            Func<ReadOnlyMemory<char>> text = CellText.Getter(row, column);
            return () => _categories.GetValueOrDefault(_cleaner.Category(text().ToString()), MissingCell);
        }

        if (column.Type is NumberDataViewType)
        {
            Func<double> number = CellText.Number(row, column);
            return () => CellOf(_cleaner.Bounded(number()) - Origin);
        }

        Func<ReadOnlyMemory<char>> cell = CellText.Getter(row, column);
        return () => CellOf(_cleaner.Number(cell().ToString()) - Origin);
    }

    /// <summary>The cell of a number.</summary>
    /// <param name="number">The number, within the bounds, less the origin; NaN where missing.</param>
    public int CellOf(double number)
    {
        if (double.IsNaN(number))
        {
            return MissingCell;
        }

        int place = Array.BinarySearch(_starts, number + (Step / 4));
        return Math.Max(0, place >= 0 ? place : ~place - 1);
    }

    /// <summary>The greatest number of a cell.</summary>
    public double EndOf(int cell) => cell + 1 < _starts.Length ? _starts[cell + 1] - Step : End;

    // Every number a cell where these are few. Otherwise cells of one width, or, where the bounds are far apart in size, of one ratio, with
    // zero and the bounds by themselves: amounts heap there.
    private static double[] Grid(double low, double high, double step, int decimals, bool isWide)
    {
        double numbers = Math.Round((high - low) / step) + 1;
        if (numbers <= MostExact)
        {
            return [.. Enumerable.Range(0, (int)numbers).Select(i => Rounded(low + (i * step)))];
        }

        var starts = new SortedSet<double> { low, Rounded(low + step), high };
        if (!isWide)
        {
            Add(Enumerable.Range(1, Cells).Select(i => low + ((high - low) * i / Cells)));
        }
        else
        {
            double least = low > 0 ? low : step, greatest = Math.Max(Math.Abs(low), Math.Abs(high));
            double[] sizes = [.. Enumerable.Range(0, Cells + 1).Select(i => least * Math.Pow(greatest / least, (double)i / Cells))];
            Add(sizes);
            if (low < 0)
            {
                Add(sizes.Select(size => -size));
            }

            Add([0, step]);
        }

        return [.. starts];

        void Add(IEnumerable<double> more) => starts.UnionWith(more.Select(Rounded).Where(number => number > low && number <= high));

        double Rounded(double number) => Math.Round(number, decimals, MidpointRounding.ToEven);
    }
}
