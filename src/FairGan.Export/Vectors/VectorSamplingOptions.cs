namespace FairGan.Export.Vectors;

/// <summary>Selects which vectors are generated: the seed, the first vector and the group.</summary>
/// <example>
/// <code>
/// var options = new VectorSamplingOptions { Seed = 7, StartRow = 1_024, Group = "3" };
/// </code>
/// </example>
public sealed record VectorSamplingOptions
{
    /// <summary>The seed; row i of a seed is the same vector however the run is cut. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Number of the first row, 0 or more. Default 0.</summary>
    public long StartRow { get; init; }

    /// <summary>The sensitive value of all vectors, as text; null (the default) to sample each vector's group by the groups' shares.</summary>
    public string? Group { get; init; }
}
