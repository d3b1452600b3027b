using System.Text.Json.Serialization;

using FairGan.Reporting.Quality.Fidelity;

namespace FairGan.Reporting.Report.Figures;

/// <summary>
/// The fidelity of one random half of the real rows to the other: what chance alone leaves of a perfect score. A
/// synthetic table as good as fresh real rows scores about as high.
/// </summary>
/// <param name="RowsPerHalf">How many rows a half has.</param>
/// <param name="MeanShape">The mean column shape.</param>
/// <param name="MeanTrend">The mean pair trend.</param>
/// <param name="WorstShape">The lowest column shape.</param>
/// <param name="WorstTrend">The lowest pair trend.</param>
public sealed record FidelityYardstick(
    int RowsPerHalf,
    double MeanShape,
    double MeanTrend,
    double WorstShape,
    double WorstTrend)
{
    /// <summary>The mean shapes group by group, without those of the single columns.</summary>
    [JsonInclude]
    internal IReadOnlyList<PartitionFidelity> Partitions { get; init; } = [];
}
