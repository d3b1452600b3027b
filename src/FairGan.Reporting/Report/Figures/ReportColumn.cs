using System.Text.Json.Serialization;

namespace FairGan.Reporting.Report.Figures;

/// <summary>A column of the reported tables and its role.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind"><c>numeric</c> or <c>categorical</c>.</param>
/// <param name="Role"><c>label</c>, <c>sensitive</c> or <c>feature</c>.</param>
internal sealed record ReportColumn(string Name, string Kind, string Role)
{
    /// <summary>What it contains, in words; <see langword="null"/> where there is no description.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>The labels of its values; <see langword="null"/> where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
