using Microsoft.ML;

namespace FairGan.Tables;

/// <summary>A table in memory: an immutable <see cref="IDataView"/> over one array per column. Safe for several threads.</summary>
internal sealed class ColumnarDataView : IDataView
{
    private readonly ColumnData[] _columns;
    private readonly int _rowCount;

    private ColumnarDataView(DataViewSchema schema, ColumnData[] columns)
    {
        Schema = schema;
        this._columns = columns;
        _rowCount = columns.Length == 0 ? 0 : columns[0].RowCount;
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].RowCount != _rowCount)
            {
                throw new ArgumentException(
                    $"Column '{schema[i].Name}' has {columns[i].RowCount} rows, column '{schema[0].Name}' has {_rowCount}.", nameof(columns));
            }
        }
    }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public bool CanShuffle => true;

    /// <summary>A table of these columns, with the types and annotations of the data.</summary>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static ColumnarDataView Create(params IEnumerable<(string Name, ColumnData Data)> columns)
    {
        (string Name, ColumnData Data)[] all = [.. columns];
        DataViewSchema.Builder schema = new();
        foreach ((string name, ColumnData data) in all)
        {
            schema.AddColumn(name, data.Type, data.Annotations);
        }

        return new ColumnarDataView(schema.ToSchema(), Array.ConvertAll(all, column => column.Data));
    }

    /// <summary>A table with the visible columns of another schema: their names, types and annotations, filled with other values.</summary>
    /// <param name="schema">The schema to reproduce. Its hidden columns are left out.</param>
    /// <param name="columns">The values of each visible column, in the order of the schema.</param>
    /// <exception cref="ArgumentException">The number of columns, a type of values, or the lengths do not fit.</exception>
    public static ColumnarDataView Like(DataViewSchema schema, IReadOnlyList<ColumnData> columns)
    {
        DataViewSchema.Column[] visible = [.. schema.Where(column => !column.IsHidden)];
        if (visible.Length != columns.Count)
        {
            throw new ArgumentException($"The schema has {visible.Length} visible columns, but {columns.Count} were given.", nameof(columns));
        }

        DataViewSchema.Builder builder = new();
        for (int i = 0; i < visible.Length; i++)
        {
            if (visible[i].Type.RawType != columns[i].Type.RawType)
            {
                throw new ArgumentException(
                    $"Column '{visible[i].Name}' is {visible[i].Type} in the schema, but its values are {columns[i].Type}.", nameof(columns));
            }

            builder.AddColumn(visible[i].Name, visible[i].Type, visible[i].Annotations);
        }

        return new ColumnarDataView(builder.ToSchema(), [.. columns]);
    }

    /// <summary>The values of a column.</summary>
    /// <param name="column">A column of this table.</param>
    public ColumnData Data(DataViewSchema.Column column) => _columns[column.Index];

    /// <inheritdoc/>
    public long? GetRowCount() => _rowCount;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = new bool[_columns.Length];
        foreach (DataViewSchema.Column column in columnsNeeded)
        {
            if (column.Index >= _columns.Length || Schema[column.Index].Name != column.Name)
            {
                throw new ArgumentOutOfRangeException(nameof(columnsNeeded), $"Column '{column.Name}' does not belong to this table.");
            }

            active[column.Index] = true;
        }

        return new ColumnarCursor(Schema, _columns, active, _rowCount, rand);
    }

    /// <inheritdoc/>
    /// <remarks>The rows are in memory, so one cursor is as fast as several: a set of one is returned.</remarks>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
