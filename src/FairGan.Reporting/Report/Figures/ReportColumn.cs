using System.Text.Json.Serialization;

namespace FairGan.Reporting.Report.Figures;

/// <summary>A column of the reported tables and what it is there for.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind"><c>numeric</c> or <c>categorical</c>.</param>
/// <param name="Role"><c>label</c>, <c>sensitive</c> or <c>feature</c>.</param>
internal sealed record ReportColumn(string Name, string Kind, string Role)
{
    /// <summary>What it holds, in words; <see langword="null"/> where it is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>What its values mean; <see langword="null"/> where it is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
