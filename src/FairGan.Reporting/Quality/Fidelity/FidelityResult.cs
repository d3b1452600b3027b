using System.Text.Json.Serialization;

namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>How closely a synthetic table follows a real one, column by column, pair by pair and group by group.</summary>
/// <param name="RealRows">The rows of the real table.</param>
/// <param name="SyntheticRows">The rows of the synthetic table.</param>
/// <param name="Columns">Every column, in the order of the real table.</param>
/// <param name="Pairs">Every pair of columns, in the order of the real table.</param>
/// <param name="MeanShape">The mean of the defined shapes, 0 to 1; NaN when none is defined.</param>
/// <param name="MeanTrend">The mean of the defined trends, 0 to 1; NaN when none is defined.</param>
/// <param name="WorstColumn">The column with the lowest shape; <see langword="null"/> when none is defined.</param>
/// <param name="WorstPair">The pair with the lowest trend; <see langword="null"/> when none is defined.</param>
/// <param name="PairRowsReal">How many real rows the pairs were measured on.</param>
/// <param name="PairRowsSynthetic">How many synthetic rows the pairs were measured on.</param>
public sealed record FidelityResult(
    int RealRows,
    int SyntheticRows,
    IReadOnlyList<ColumnFidelity> Columns,
    IReadOnlyList<PairFidelity> Pairs,
    double MeanShape,
    double MeanTrend,
    ColumnFidelity? WorstColumn,
    PairFidelity? WorstPair,
    int PairRowsReal,
    int PairRowsSynthetic)
{
    /// <summary>The groups of each sensitive column and of their intersection.</summary>
    [JsonInclude]
    internal IReadOnlyList<PartitionFidelity> Partitions { get; init; } = [];
}
