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
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is less than 1.</exception>
    /// <exception cref="FormatException">ONNX Runtime cannot run the model.</exception>
    /// <exception cref="PlatformNotSupportedException">The device asked for is not available.</exception>
    public static InferenceSession Open(ModelProto model, OnnxGeneratorOptions options)
    {
        if (options.Threads < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "Threads must be at least 1.");
        }

        using var session = Settings(options.CudaDevice);
        try
        {
            return new InferenceSession(model.ToByteArray(), session);
        }
        catch (OnnxRuntimeException problem)
        {
            throw new FormatException("ONNX Runtime cannot run this file: " + problem.Message, problem);
        }
    }

    private static SessionOptions Settings(int? cudaDevice)
    {
        SessionOptions session;
        try
        {
            session = cudaDevice is { } device ? SessionOptions.MakeSessionOptionWithCudaProvider(device) : new SessionOptions();
        }
        catch (Exception problem) when (cudaDevice is not null && problem is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new PlatformNotSupportedException(
                "ONNX Runtime here cannot use CUDA. Build the application with -p:FairGanGpu=true (package Microsoft.ML.OnnxRuntime.Gpu) on a machine with CUDA and cuDNN, or run on the CPU.", problem);
        }

        // Blocks run side by side, so each runs on one thread, and a thread that has nothing to do sleeps.
        session.IntraOpNumThreads = 1;
        session.InterOpNumThreads = 1;
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        session.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        return session;
    }
}
