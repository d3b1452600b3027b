namespace FairGan.Fairness.Counts;

/// <summary>A named column of group values in memory.</summary>
/// <param name="Name">The name, unique among the group columns of a frame.</param>
/// <param name="Values">One value per row; null or empty is missing.</param>
public sealed record GroupColumn(string Name, IReadOnlyList<string?> Values);
