namespace FairGan.MLNet.Privacy;

/// <summary>How many real rows hold each combination of some columns' cells, plus discrete Gaussian noise.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Counts">The counts, the last column's cell running fastest; noise makes some of them negative.</param>
/// <param name="Variance">The noise's variance.</param>
internal sealed record NoisyCounts(IReadOnlyList<int> Columns, long[] Counts, double Variance);
