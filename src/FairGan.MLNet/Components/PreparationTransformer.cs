namespace FairGan.MLNet.Components;

/// <summary>Cleans the cells of a table, row by row. Safe for several threads.</summary>
public sealed class PreparationTransformer : ITransformer
{
    internal PreparationTransformer(TableDescription description, PreparationReport report)
    {
        Description = description;
        Report = report;
    }

    /// <summary>The kinds of the columns, and the rules between them.</summary>
    public TableDescription Description { get; }

    /// <summary>The preparation report of the table that it was fitted to.</summary>
    public PreparationReport Report { get; }

    /// <summary>True: each row is cleaned by itself.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The cleaned table, which is read lazily.</summary>
    /// <param name="input">The table. Columns that were not there when fitting pass through.</param>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new CleanView(input, Columns(input.Schema));
    }

    /// <summary>The schema of the cleaned table.</summary>
    /// <param name="inputSchema">The table's schema.</param>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Columns(inputSchema).Output;
    }

    /// <summary>Cleans single rows.</summary>
    /// <param name="inputSchema">The rows' schema.</param>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new CleanRows(Columns(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => PreparationLoader.Save(ctx, this);

    private CleanColumns Columns(DataViewSchema schema) => new(schema, [.. schema.Select(column =>
        column.Type is TextDataViewType && Description.Columns.FirstOrDefault(known => known.Name == column.Name) is { Kind: not null and not ColumnKind.Identifier } known ? new CellCleaner(known) : null)]);
}
