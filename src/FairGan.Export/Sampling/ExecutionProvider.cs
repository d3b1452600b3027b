namespace FairGan.Export.Sampling;

/// <summary>The device that ONNX Runtime computes on.</summary>
public enum ExecutionProvider
{
    /// <summary>The CPU: the same bytes on every machine of the same architecture.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU, through CUDA. Rows equal those of the CPU except for rounding.</summary>
    Cuda,

    /// <summary>CUDA if it is available, otherwise the CPU.</summary>
    Automatic,
}
