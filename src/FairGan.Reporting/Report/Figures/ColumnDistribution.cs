using System.Text.Json.Serialization;

namespace FairGan.Reporting.Report.Figures;

/// <summary>The distribution of one column, in the real and in the synthetic table.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="GroupColumns">The sensitive columns whose group this is; empty for all rows.</param>
/// <param name="Group">The values that define the group, one per sensitive column; <see langword="null"/> is a missing value.</param>
/// <param name="IsRanges">Whether the bars are ranges of numbers rather than values.</param>
public sealed record ColumnDistribution(
    string Column, IReadOnlyList<string> GroupColumns, IReadOnlyList<string?> Group, bool IsRanges)
{
    /// <summary>What the column contains, in words; <see langword="null"/> where there is no description.</summary>
    [JsonIgnore]
    internal string? Description { get; init; }

    /// <summary>The bars; the shares of each table sum to 1.</summary>
    [JsonInclude]
    internal IReadOnlyList<DistributionBin> Bins { get; init; } = [];
}
