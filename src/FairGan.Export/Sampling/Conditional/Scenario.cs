namespace FairGan.Export.Sampling.Conditional;

/// <summary>A set of conditions that some share of the rows meets.</summary>
/// <param name="share">The share.</param>
/// <param name="cells">What is allowed of drawn columns, those that are drawn given another one last.</param>
/// <param name="determined">What is allowed of columns that are looked up and drawn as well.</param>
/// <param name="label">What is allowed of a label that the head draws; null where that is all.</param>
internal sealed class Scenario(double share, OrderedDictionary<int, AllowedCells> cells, List<DeterminedCells> determined, AllowedCells? label)
{
    public double Share { get; } = share;

    public OrderedDictionary<int, AllowedCells> Cells { get; } = cells;

    public List<DeterminedCells> Determined { get; } = determined;

    public AllowedCells? Label { get; } = label;

    /// <summary>Of all symbols, the logarithm of the factor that stands for the label head; null until it is fitted.</summary>
    public float[]? LogWeights { get; set; }

    /// <summary>Share of the rows under the other conditions whose label is allowed.</summary>
    public double LabelProbability { get; set; } = 1;

    /// <summary>Numbers of the pool's noises, each as often as its weight says.</summary>
    public int[] Noises { get; set; } = [];
}
