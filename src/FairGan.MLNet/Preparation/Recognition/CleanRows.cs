namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Cleans single rows, as ML.NET asks of transformers that map row to row.</summary>
internal sealed class CleanRows(CleanColumns columns) : IRowToRowMapper
{
    /// <inheritdoc/>
    public DataViewSchema InputSchema => columns.Input;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema => columns.Output;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        dependingColumns.Select(column => columns.Input[column.Index]);

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new Row(input, columns, [.. activeColumns.Select(column => column.Index)]);

    private sealed class Row(DataViewRow input, CleanColumns columns, HashSet<int> active) : DataViewRow
    {
        public override DataViewSchema Schema => columns.Output;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => columns.Getter<TValue>(input, column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();
    }
}
