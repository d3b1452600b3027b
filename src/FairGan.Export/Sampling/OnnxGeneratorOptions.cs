namespace FairGan.Export.Sampling;

/// <summary>Device and threads of a generator.</summary>
public sealed record OnnxGeneratorOptions
{
    /// <summary>Batches that one request computes in parallel, 1 or more; default: the number of logical CPU cores.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The device; default <see cref="ExecutionProvider.Cpu"/>. <see cref="OnnxGenerator.Provider"/> is the device in use.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Number of the CUDA device, 0 or more; default 0. Not looked at on the CPU.</summary>
    public int CudaDevice { get; init; }

    /// <summary>Rows of a block on CUDA, where every block costs the start of the graph's many small kernels.</summary>
    internal int CudaBlockRows { get; init; } = 16 * BlockRunner.Rows;

    /// <summary>
    /// Whether the CPU is used if <see cref="ExecutionProvider.Cuda"/> is requested but not available, instead of throwing an exception;
    /// <see cref="OnnxGenerator.FallbackReason"/> is then the reason. Default false.
    /// </summary>
    public bool FallbackToCpu { get; init; }
}
