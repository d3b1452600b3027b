using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Tables;

/// <summary>A cursor over the rows of a <see cref="ColumnarDataView"/>, in order or shuffled. For one thread.</summary>
internal sealed class ColumnarCursor : DataViewRowCursor
{
    private readonly ColumnData[] _columns;
    private readonly bool[] _active;
    private readonly int _rowCount;
    private readonly int[]? _order;
    private long _position = -1;
    private bool _ended;

    internal ColumnarCursor(DataViewSchema schema, ColumnData[] columns, bool[] active, int rowCount, Random? random)
    {
        Schema = schema;
        this._columns = columns;
        this._active = active;
        this._rowCount = rowCount;
        if (random is not null)
        {
            _order = [.. Enumerable.Range(0, rowCount)];
            random.Shuffle(_order);
        }
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => 0;

    /// <summary>The current row of the cursor.</summary>
    /// <exception cref="InvalidOperationException">The cursor is before the first row or after the last one.</exception>
    internal int Row =>
        _position < 0 ? throw new InvalidOperationException("The cursor is not on a row.") : _order is null ? (int)_position : _order[_position];

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < _active.Length && _active[column.Index];

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        if (++_position < _rowCount)
        {
            return true;
        }

        _position = -1;
        _ended = true;
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
            ? (ValueGetter<TValue>)_columns[column.Index].Getter(this)
            : throw new InvalidOperationException($"Column '{column.Name}' holds values of type {type}, not {typeof(TValue)}.");
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)Row, 0);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _position = -1;
        _ended = true;
        base.Dispose(disposing);
    }
}
