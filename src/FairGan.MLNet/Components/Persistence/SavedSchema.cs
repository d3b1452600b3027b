namespace FairGan.MLNet.Components.Persistence;

/// <summary>The schema of a table as bytes, in ML.NET's own binary format for tables.</summary>
internal static class SavedSchema
{
    /// <summary>The visible columns of a schema: names, types, and those annotations that ML.NET can save, such as the values of keys.</summary>
    /// <exception cref="NotSupportedException">A column's type cannot be saved.</exception>
    public static byte[] ToBytes(DataViewSchema schema)
    {
        MLContext context = new();
        DataViewSchema.Builder visible = new();
        foreach (DataViewSchema.Column column in schema.Where(column => !column.IsHidden))
        {
            visible.AddColumn(column.Name, column.Type, column.Annotations);
        }

        EmptyTable table = new(visible.ToSchema());
        using MemoryStream stream = new();
        context.Data.SaveAsBinary(table, stream);
        byte[] bytes = stream.ToArray();

        // ML.NET leaves out what it cannot save.
        DataViewSchema saved = FromBytes(bytes);
        foreach (DataViewSchema.Column column in table.Schema)
        {
            if (saved.GetColumnOrNull(column.Name) is null)
            {
                throw new NotSupportedException($"Column '{column.Name}' is {column.Type}, which ML.NET cannot save.");
            }
        }

        return bytes;
    }

    /// <summary>The schema that was saved.</summary>
    /// <exception cref="FormatException">The bytes are damaged.</exception>
    public static DataViewSchema FromBytes(byte[] bytes)
    {
        try
        {
            return new MLContext().Data.LoadFromBinary(new Bytes(bytes)).Schema;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new FormatException("The saved schema is damaged.", e);
        }
    }

    /// <summary>A table with a schema and no rows.</summary>
    private sealed class EmptyTable(DataViewSchema schema) : IDataView
    {
        public DataViewSchema Schema { get; } = schema;

        public bool CanShuffle => false;

        public long? GetRowCount() => 0;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new NoRows(Schema);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class NoRows(DataViewSchema schema) : DataViewRowCursor
    {
        public override DataViewSchema Schema { get; } = schema;

        public override long Position => -1;

        public override long Batch => 0;

        public override bool MoveNext() => false;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId _) => throw NoRow();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ref TValue _) => throw NoRow();

        private static InvalidOperationException NoRow() => new("The table has no rows.");
    }

    private sealed class Bytes(byte[] bytes) : IMultiStreamSource
    {
        public int Count => 1;

        public string? GetPathOrNull(int index) => null;

        public Stream Open(int index) => new MemoryStream(bytes, writable: false);

        public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
    }
}
