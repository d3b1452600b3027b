using FairGan.Export.Graph;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling;

/// <summary>Opens an ONNX Runtime session for a generator, on the CPU or a GPU.</summary>
internal static class GeneratorSession
{
    /// <summary>A session that computes one block per call; several threads may use it in parallel.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Device and threads.</param>
    /// <param name="provider">The device.</param>
    /// <param name="fallbackReason">Why the CPU was taken in place of CUDA; null where it was not.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is less than 1, or that of the device negative.</exception>
    /// <exception cref="FormatException">ONNX Runtime cannot run the model.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested device is not available.</exception>
    public static InferenceSession Open(ModelProto model, OnnxGeneratorOptions options, out ExecutionProvider provider, out string? fallbackReason)
    {
        if (options.Threads < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "Threads must be at least 1.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.CudaDevice, nameof(options));
        RuntimeEnvironment.Require();
        fallbackReason = null;
        if (options.Provider != ExecutionProvider.Cpu)
        {
            try
            {
                provider = ExecutionProvider.Cuda;
                return OnCuda(model, options.CudaDevice);
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
            return new InferenceSession(model.ToByteArray(), settings);
        }
        catch (OnnxRuntimeException problem)
        {
            throw Unusable(problem);
        }
    }

    /// <summary>The message for a file that ONNX Runtime refuses.</summary>
    /// <param name="problem">Its refusal.</param>
    public static FormatException Unusable(OnnxRuntimeException problem) =>
        new("The file's graph cannot be computed: it is damaged, or not a generator's.", problem);

    private static InferenceSession OnCuda(ModelProto model, int device)
    {
        try
        {
            using var provider = new OrtCUDAProviderOptions();
            provider.UpdateOptions(new Dictionary<string, string>
            {
                ["device_id"] = device.ToString(CultureInfo.InvariantCulture),

                // The shortened numbers of TF32 would turn the cells of many rows into others than the CPU's.
                ["use_tf32"] = "0",
            });
            using var settings = Configured(SessionOptions.MakeSessionOptionWithCudaProvider(provider));
            return new InferenceSession(TensorTrees.WriteOut(model).ToByteArray(), settings);
        }
        catch (Exception problem) when (problem is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new PlatformNotSupportedException(
                $"ONNX Runtime here cannot use CUDA device {device}. Build the application with -p:FairGanGpu=true (package Microsoft.ML.OnnxRuntime.Gpu) on a machine with CUDA and cuDNN, or run on the CPU. "
                + $"The reason given: {problem.Message.ReplaceLineEndings(" ").Trim()}", problem);
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
