using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Tables;

/// <summary>A walk over the rows of a <see cref="ColumnarDataView"/>, in order or shuffled. For one thread.</summary>
internal sealed class ColumnarCursor : DataViewRowCursor
{
    private readonly ColumnData[] columns;
    private readonly bool[] active;
    private readonly int rowCount;
    private readonly int[]? order;
    private long position = -1;
    private bool ended;

    internal ColumnarCursor(DataViewSchema schema, ColumnData[] columns, bool[] active, int rowCount, Random? random)
    {
        Schema = schema;
        this.columns = columns;
        this.active = active;
        this.rowCount = rowCount;
        if (random is not null)
        {
            order = [.. Enumerable.Range(0, rowCount)];
            random.Shuffle(order);
        }
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public override long Position => position;

    /// <inheritdoc/>
    public override long Batch => 0;

    /// <summary>The row of the table that the cursor stands on.</summary>
    /// <exception cref="InvalidOperationException">The cursor stands before the first row or after the last one.</exception>
    internal int Row =>
        position < 0 ? throw new InvalidOperationException("The cursor does not stand on a row.") : order is null ? (int)position : order[position];

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (ended)
        {
            return false;
        }

        if (++position < rowCount)
        {
            return true;
        }

        position = -1;
        ended = true;
        return false;
    }

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active in this cursor.");
        }

        Type type = Schema[column.Index].Type.RawType;
        return type == typeof(TValue)
            ? (ValueGetter<TValue>)columns[column.Index].Getter(this)
            : throw new InvalidOperationException($"Column '{column.Name}' holds values of type {type}, not {typeof(TValue)}.");
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)Row, 0);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        position = -1;
        ended = true;
        base.Dispose(disposing);
    }
}
