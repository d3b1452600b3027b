namespace FairGan.Export.Columns;

/// <summary>The cells of one column of generated rows. Each kind of column has a record of its own with typed cells.</summary>
/// <param name="Name">The column's name.</param>
public abstract record SyntheticColumn(string Name)
{
    /// <summary>Number of rows.</summary>
    public abstract int RowCount { get; }

    /// <summary>For columns whose cells come from a list of texts: the list, and for every row its position in it (past its end where missing). Null for others.</summary>
    internal virtual (IReadOnlyList<string> Texts, int[] Positions)? Listed => null;

    /// <summary>The kind of the cells and the types they can be read as, for messages.</summary>
    private protected virtual string Contents => "text: read it as string";

    /// <summary>A cell as text, written like those of the real column; empty where missing.</summary>
    /// <param name="row">The row, from 0.</param>
    public abstract string Text(int row);

    /// <summary>The cells as one typed array. It may be the column's own array, so do not change it.</summary>
    /// <typeparam name="T">
    /// <c>string</c> for any column (empty where missing); <c>int</c> for the codes of categories; <c>long</c> or <c>double</c> for whole
    /// numbers without missing cells; <c>double</c> (NaN where missing) or <c>double?</c> for other numbers; <c>DateTime?</c> for dates; <c>TimeSpan?</c> for durations;
    /// <c>long?</c> for the numbers of identifiers.
    /// </typeparam>
    /// <exception cref="ArgumentException">The cells cannot be read as this type; the message names the types that fit.</exception>
    public T[] Cells<T>() => (T[])(
        CellsAs(typeof(T))
        ?? (typeof(T) == typeof(string) ? Enumerable.Range(0, RowCount).Select(Text).ToArray() : null)
        ?? throw new ArgumentException($"Column '{Name}' contains {Contents}."));

    /// <summary>Writes a cell as a plain number, as UTF-8.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="destination">The destination; 32 bytes are enough.</param>
    /// <param name="written">Bytes written; 0 where the cell is missing.</param>
    /// <returns>False for cells that are written as text.</returns>
    internal virtual bool TryWriteNumber(int row, Span<byte> destination, out int written)
    {
        written = 0;
        return false;
    }

    /// <summary>The cells as an array of a type; null where this kind of column has none of that type.</summary>
    private protected virtual Array? CellsAs(Type type) => null;
}
