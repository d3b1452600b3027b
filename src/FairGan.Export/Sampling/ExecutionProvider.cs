namespace FairGan.Export.Sampling;

/// <summary>What ONNX Runtime computes on.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor: the same bytes on every machine of its kind.</summary>
    Cpu,

    /// <summary>An NVIDIA graphics card. Rows are those of the processor to within rounding.</summary>
    Cuda,

    /// <summary>CUDA where it can be used, otherwise the processor.</summary>
    Automatic,
}
