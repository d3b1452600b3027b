using FairGan.Export.Graph.Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling;

/// <summary>Opens ONNX Runtime for a generator.</summary>
internal static class GeneratorSession
{
    /// <summary>A session that draws one block at a time; several may use it side by side.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="provider">What it computes on.</param>
    /// <param name="fallbackReason">Why the CPU was taken in place of CUDA; null where it was not.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is less than 1, or that of the device negative.</exception>
    /// <exception cref="FormatException">ONNX Runtime cannot run the model.</exception>
    /// <exception cref="PlatformNotSupportedException">The device asked for is not available.</exception>
    public static InferenceSession Open(ModelProto model, OnnxGeneratorOptions options, out ExecutionProvider provider, out string? fallbackReason)
    {
        if (options.Threads < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "Threads must be at least 1.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.CudaDevice, nameof(options));
        byte[] bytes = model.ToByteArray();
        fallbackReason = null;
        if (options.Provider != ExecutionProvider.Cpu)
        {
            try
            {
                provider = ExecutionProvider.Cuda;
                return OnCuda(bytes, options.CudaDevice);
            }
            catch (PlatformNotSupportedException problem) when (options.FallbackToCpu || options.Provider == ExecutionProvider.Automatic)
            {
                fallbackReason = problem.Message;
            }
        }

        provider = ExecutionProvider.Cpu;
        using var settings = Configured(new SessionOptions());
        try
        {
            return new InferenceSession(bytes, settings);
        }
        catch (OnnxRuntimeException problem)
        {
            throw Unusable(problem);
        }
    }

    /// <summary>What to say of a file that ONNX Runtime refuses.</summary>
    /// <param name="problem">Its refusal.</param>
    public static FormatException Unusable(OnnxRuntimeException problem) =>
        new("ONNX Runtime cannot run this file: " + problem.Message.ReplaceLineEndings(" "), problem);

    private static InferenceSession OnCuda(byte[] model, int device)
    {
        try
        {
            using var settings = Configured(SessionOptions.MakeSessionOptionWithCudaProvider(device));
            return new InferenceSession(model, settings);
        }
        catch (Exception problem) when (problem is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new PlatformNotSupportedException(
                $"ONNX Runtime here cannot use CUDA device {device}. Build the application with -p:FairGanGpu=true (package Microsoft.ML.OnnxRuntime.Gpu) on a machine with CUDA and cuDNN, or run on the CPU.", problem);
        }
    }

    private static SessionOptions Configured(SessionOptions settings)
    {
        // Blocks run side by side, so each runs on one thread, and a thread that has nothing to do sleeps.
        settings.IntraOpNumThreads = 1;
        settings.InterOpNumThreads = 1;
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");

        // What goes wrong is thrown as well.
        settings.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
        return settings;
    }
}
