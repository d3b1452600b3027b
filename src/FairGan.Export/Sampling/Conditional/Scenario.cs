namespace FairGan.Export.Sampling.Conditional;

/// <summary>A set of conditions that some share of the rows meets.</summary>
/// <param name="share">The share.</param>
/// <param name="cells">Allowed cells of the sampled columns, child columns last.</param>
/// <param name="determined">Allowed cells of the columns that are both looked up and sampled.</param>
/// <param name="label">Allowed values of a label sampled by the label head; null if all are allowed.</param>
internal sealed class Scenario(double share, OrderedDictionary<int, AllowedCells> cells, List<DeterminedCells> determined, AllowedCells? label)
{
    public double Share { get; } = share;

    public OrderedDictionary<int, AllowedCells> Cells { get; } = cells;

    public List<DeterminedCells> Determined { get; } = determined;

    public AllowedCells? Label { get; } = label;

    /// <summary>For every symbol, the logarithm of the factor that approximates the label head; null until it is fitted.</summary>
    public float[]? LogWeights { get; set; }

    /// <summary>Share of the rows under the other conditions whose label is allowed.</summary>
    public double LabelProbability { get; set; } = 1;

    /// <summary>Indices into the noise pool, each repeated in proportion to its weight.</summary>
    public int[] Noises { get; set; } = [];
}
