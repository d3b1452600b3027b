namespace FairGan.Export.Sampling;

/// <summary>How a generator runs.</summary>
public sealed record OnnxGeneratorOptions
{
    /// <summary>Batches that one request has drawn at the same time, 1 or more; default: the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>What to compute on; default <see cref="ExecutionProvider.Cpu"/>. <see cref="OnnxGenerator.Provider"/> says what was taken.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Number of the CUDA device, 0 or more; default 0. Not looked at on the CPU.</summary>
    public int CudaDevice { get; init; }

    /// <summary>Rows of a block on CUDA, where every block costs the start of the graph's many small kernels.</summary>
    internal int CudaBlockRows { get; init; } = 16 * BlockRunner.Rows;

    /// <summary>
    /// Whether the CPU is taken where <see cref="ExecutionProvider.Cuda"/> is asked for and cannot be used, rather than that an exception
    /// is thrown; <see cref="OnnxGenerator.FallbackReason"/> then says why. Default false.
    /// </summary>
    public bool FallbackToCpu { get; init; }
}
