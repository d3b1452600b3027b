using FairGan.Export.Sampling.Conditional;

namespace FairGan.Export.Sampling;

/// <summary>The rows that one request draws.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Start">Number of the first row.</param>
/// <param name="End">Number of the row past the last.</param>
/// <param name="Strength">Strength of fairness.</param>
/// <param name="Sampler">Draws rows under conditions; null where there are none.</param>
internal sealed record Request(long Seed, long Start, long End, float Strength, ConditionalSampler? Sampler);
