namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>A table whose cells are cleaned as they are read.</summary>
internal sealed class CleanView(IDataView input, CleanColumns columns) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => columns.Output;

    /// <inheritdoc/>
    public bool CanShuffle => input.CanShuffle;

    /// <inheritdoc/>
    public long? GetRowCount() => input.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(input.GetRowCursor(columnsNeeded.Select(column => input.Schema[column.Index]), rand), columns);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        Array.ConvertAll(input.GetRowCursorSet(columnsNeeded.Select(column => input.Schema[column.Index]), n, rand), DataViewRowCursor (cursor) => new Cursor(cursor, columns));

    private sealed class Cursor(DataViewRowCursor row, CleanColumns columns) : DataViewRowCursor
    {
        public override DataViewSchema Schema => columns.Output;

        public override long Position => row.Position;

        public override long Batch => row.Batch;

        public override bool MoveNext() => row.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(columns.Input[column.Index]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => columns.Getter<TValue>(row, column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => row.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                row.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
