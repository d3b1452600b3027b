namespace FairGan.Reporting.Quality.Leakage;

/// <summary>How well the other columns of a table predict its groups.</summary>
/// <param name="Rows">How many rows were used.</param>
/// <param name="Features">The columns the classifier could use.</param>
/// <param name="Partitions">The figures per sensitive column and, when there are several, for their intersection, which comes last.</param>
public sealed record LeakageResult(int Rows, IReadOnlyList<string> Features, IReadOnlyList<PartitionLeakage> Partitions);
