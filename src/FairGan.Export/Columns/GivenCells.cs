namespace FairGan.Export.Columns;

/// <summary>Collects the user's cells of one column, parsed by the column's kind.</summary>
internal abstract class GivenCells
{
    /// <summary>Adds a cell of text.</summary>
    /// <param name="cell">The text; empty where missing.</param>
    /// <param name="row">Number of the row, for the message.</param>
    /// <exception cref="FormatException">The text is none of this kind's.</exception>
    public abstract void Add(ReadOnlySpan<char> cell, long row);

    /// <summary>Adds a number; only of kinds that are stored as such.</summary>
    /// <param name="number">The number; NaN where missing.</param>
    public virtual void Add(double number) => throw new NotSupportedException();

    /// <summary>Adds a time of the kind's own type, <see cref="ColumnCodec.TimeType"/>.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="time">The time; the least one that the type has where missing.</param>
    public virtual void AddTime<T>(T time)
        where T : unmanaged => throw new NotSupportedException();

    /// <summary>The cells as a column.</summary>
    public abstract SyntheticColumn ToColumn();
}
