namespace FairGan.Export.Sampling;

/// <summary>The rows that one request generates.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Start">Number of the first row.</param>
/// <param name="End">Number of the row past the last.</param>
/// <param name="Strength">Strength of fairness.</param>
internal sealed record Request(long Seed, long Start, long End, float Strength);
