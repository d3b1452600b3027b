namespace FairGan.Export.Sampling;

/// <summary>How a generator runs.</summary>
public sealed record OnnxGeneratorOptions
{
    /// <summary>Batches drawn at the same time, 1 or more; default: the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Number of the CUDA device to run on; null (the default) for the CPU.</summary>
    public int? CudaDevice { get; init; }

    /// <summary>
    /// Whether the noise is made outside the graph and fed to it. Always so on CUDA, which lacks the noise nodes' integer operators.
    /// The rows are the same to within rounding. Default false.
    /// </summary>
    public bool NoiseInput { get; init; }
}
