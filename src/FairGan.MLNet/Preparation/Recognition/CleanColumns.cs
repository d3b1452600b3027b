namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The columns of a table and how each is cleaned.</summary>
internal sealed class CleanColumns
{
    private const int MostCached = 1 << 16;

    private readonly CellCleaner?[] _cleaners;

    /// <param name="input">The table's schema.</param>
    /// <param name="cleaners">For every column what cleans it; null for nothing.</param>
    public CleanColumns(DataViewSchema input, CellCleaner?[] cleaners)
    {
        Input = input;
        _cleaners = cleaners;
        var output = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column column in input)
        {
            output.AddColumn(column.Name, cleaners[column.Index] is { Quantity.StaysText: false } ? NumberDataViewType.Double : column.Type, column.Annotations);
        }

        Output = output.ToSchema();
    }

    /// <summary>The schema before.</summary>
    public DataViewSchema Input { get; }

    /// <summary>The schema after.</summary>
    public DataViewSchema Output { get; }

    /// <summary>A getter of a cleaned cell.</summary>
    public ValueGetter<T> Getter<T>(DataViewRow input, DataViewSchema.Column column)
    {
        if (_cleaners[column.Index] is not { } cleaner)
        {
            return input.GetGetter<T>(Input[column.Index]);
        }

        ValueGetter<ReadOnlyMemory<char>> text = input.GetGetter<ReadOnlyMemory<char>>(Input[column.Index]);
        Delegate getter = cleaner.Quantity is { StaysText: false } ? Cached(text, cleaner.Number) : Cached(text, cell => Text(cleaner, cell).AsMemory());
        return getter as ValueGetter<T> ?? throw new InvalidOperationException($"Column '{column.Name}' holds values of type {Output[column.Index].Type.RawType}, not {typeof(T)}.");
    }

    private static string Text(CellCleaner cleaner, string cell)
    {
        if (cleaner.Quantity is not { } quantity)
        {
            return cleaner.Category(cell);
        }

        double number = cleaner.Number(cell);
        return double.IsNaN(number) ? "" : quantity.Write(number);
    }

    private static ValueGetter<T> Cached<T>(ValueGetter<ReadOnlyMemory<char>> text, Func<string, T> clean)
    {
        var known = new Dictionary<string, T>(StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        ReadOnlyMemory<char> cell = default;
        return (ref T value) =>
        {
            text(ref cell);
            if (!lookup.TryGetValue(cell.Span, out value!))
            {
                value = clean(cell.ToString());
                if (known.Count < MostCached)
                {
                    lookup[cell.Span] = value;
                }
            }
        };
    }
}
