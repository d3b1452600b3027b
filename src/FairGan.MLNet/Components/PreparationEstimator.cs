using FairGan.MLNet.Components.Persistence;
using FairGan.MLNet.Preparation.Encoding;

namespace FairGan.MLNet.Components;

/// <summary>
/// An estimator that detects the kinds of a table's columns. Its transformer cleans their cells: stray blanks, spellings that differ in
/// case, spellings of missing cells, numbers and dates written as text. Created by <c>mlContext.FairGan().Prepare(…)</c>.
/// </summary>
internal sealed class PreparationEstimator : IEstimator<PreparationTransformer>
{
    private readonly PreparationOptions _options;

    internal PreparationEstimator(PreparationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Detects the kinds of the columns, reading the table once.</summary>
    /// <param name="input">The rows, at least two.</param>
    /// <exception cref="FormatException">A column cannot be used; the message names it and the remedy.</exception>
    public PreparationTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        // Cells are only cleaned and nothing is published, so small groups and rare values stay.
        EncodedTable table = TableEncoder.Encode(input, new SynthesizerOptions { Preparation = _options, Protection = new ProtectionOptions { MinRows = 0 } });
        return new PreparationTransformer(table.Description!, table.Report!);
    }

    /// <summary>The shape of the output: the input's. Which text columns become numbers is known only after <see cref="Fit"/>.</summary>
    /// <param name="inputSchema">The input's shape.</param>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new SchemaShape(inputSchema.Select(column =>
            column.ItemType is TextDataViewType && _options.Description.Columns.Any(known => known.Name == column.Name && known.Kind is ColumnKind.Real or ColumnKind.Integer)
                ? SchemaShapes.Column(column.Name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Double)
                : column));
    }
}
