using FairGan.Export.Sampling;

namespace SyntheticDataService;

/// <summary>A request for rows.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Sampling">Which ones: seed, first row, strength of fairness.</param>
/// <param name="Format">json, csv or arrow; without it, the Accept header decides, and JSON where that says nothing.</param>
public sealed record RowsRequest(long Rows, SamplingOptions? Sampling = null, string? Format = null);
