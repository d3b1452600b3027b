namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>How well the synthetic table reproduces the relation between two columns.</summary>
/// <param name="First">The name of the first column.</param>
/// <param name="Second">The name of the second column.</param>
/// <param name="BothNumeric">Whether Pearson correlations were compared (CorrelationSimilarity) or tables of counts (ContingencySimilarity).</param>
/// <param name="Trend">From 0 to 1 (the same relation); NaN where a correlation is undefined, as with a constant column.</param>
/// <param name="RealCorrelation">The Pearson correlation in the real table; NaN where undefined or where tables of counts were compared.</param>
/// <param name="SyntheticCorrelation">The Pearson correlation in the synthetic table; NaN likewise.</param>
public sealed record PairFidelity(
    string First,
    string Second,
    bool BothNumeric,
    double Trend,
    double RealCorrelation,
    double SyntheticCorrelation);
