namespace FairGan.MLNet.Components;

/// <summary>Weights or resamples rows, so that groups reach their target shares.</summary>
public sealed class AugmentationTransformer : ITransformer
{
    private const char Separator = '\u001F';

    private readonly Dictionary<string, AugmentationCell> _cells;

    internal AugmentationTransformer(AugmentationOptions options, IReadOnlyList<AugmentationCell> cells)
    {
        Options = options;
        Cells = cells;
        _cells = cells.ToDictionary(cell => Join(cell.Group, cell.Label), StringComparer.Ordinal);
    }

    /// <summary>The options.</summary>
    public AugmentationOptions Options { get; }

    /// <summary>False: the transformer is for training rows, whose number it may change.</summary>
    public bool IsRowToRowMapper => false;

    internal IReadOnlyList<AugmentationCell> Cells { get; }

    /// <summary>The weight of rows of a group with a label; 1 for a combination that did not occur.</summary>
    /// <param name="label">The label's value, as text.</param>
    /// <param name="group">The values of the sensitive columns, as text, in the order of the options.</param>
    public double WeightOf(string label, params IReadOnlyList<string> group)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(group);
        return _cells.TryGetValue(Join(string.Join(Separator, group), label), out AugmentationCell? cell) ? cell.Weight : 1;
    }

    /// <summary>The rows with a column of weights, or resampled: a row of weight w occurs ⌊w⌋ or ⌊w⌋ + 1 times, w times on average. They are read lazily.</summary>
    /// <param name="input">The rows.</param>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new AugmentedView(input, this, GetOutputSchema(input.Schema));
    }

    /// <summary>The input's schema, with the column of weights where rows are not resampled.</summary>
    /// <param name="inputSchema">The input's schema.</param>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (Options.Resample)
        {
            return inputSchema;
        }

        var output = new DataViewSchema.Builder();
        output.AddColumns(inputSchema);
        output.AddColumn(Options.WeightColumn, NumberDataViewType.Single);
        return output.ToSchema();
    }

    /// <summary>Not supported: rows are resampled or weighted for training, not for scoring.</summary>
    /// <param name="inputSchema">Ignored.</param>
    /// <exception cref="InvalidOperationException">Always; the message states what to do instead.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException(
        "Augmentation is for training rows. Append it with TransformerScope.Training, and score with the chain's GetModelFor(TransformerScope.Scoring).");

    void ICanSaveModel.Save(ModelSaveContext ctx) => AugmentationLoader.Save(ctx, this);

    internal static bool IsRole(AugmentationOptions options, string column) => column == options.LabelColumn || options.SensitiveColumns.Contains(column);

    internal static string Join(string group, string label) => group + Separator + label;

    internal static Func<(string Group, string Label)> Key(AugmentationOptions options, DataViewRow row)
    {
        Func<ReadOnlyMemory<char>> label = CellText.Getter(row, row.Schema[options.LabelColumn]);
        Func<ReadOnlyMemory<char>>[] groups = [.. options.SensitiveColumns.Select(column => CellText.Getter(row, row.Schema[column]))];
        return () => (string.Join(Separator, groups.Select(group => group().ToString())), label().ToString());
    }

    /// <summary>The cell of the current row; null for a combination that did not occur.</summary>
    internal Func<AugmentationCell?> CellOf(DataViewRow row)
    {
        Func<(string Group, string Label)> key = Key(Options, row);
        return () => key() is var (group, label) ? _cells.GetValueOrDefault(Join(group, label)) : null;
    }
}
