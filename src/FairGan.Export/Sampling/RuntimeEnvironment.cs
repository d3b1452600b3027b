using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling;

/// <summary>ONNX Runtime's environment. A process has one, and whoever creates it decides what it reports to whom.</summary>
internal static partial class RuntimeEnvironment
{
    private const string TelemetrySwitch = "ORT_DISABLE_TELEMETRY";

    private static readonly Lock s_gate = new();

    /// <summary>
    /// Creates the environment unless the application has done so. Its official builds would otherwise keep a record of every session, with names
    /// and hashes of the model, in the user's cache and temporary folders, and send it to their makers.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">ONNX Runtime's native library, which comes in a package of its own, is missing; the message names the packages to choose from.</exception>
    public static void Require()
    {
        try
        {
            lock (s_gate)
            {
                if (!OrtEnv.IsCreated)
                {
                    Create();
                }
            }
        }
        catch (Exception problem) when (problem is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            throw new PlatformNotSupportedException(
                "ONNX Runtime's native library is missing: add the package Microsoft.ML.OnnxRuntime, or for CUDA Microsoft.ML.OnnxRuntime.Gpu, to the application (dotnet add package Microsoft.ML.OnnxRuntime).", problem);
        }
    }

    private static void Create()
    {
        // The library looks for this variable before it opens its files. Environment.SetEnvironmentVariable changes a copy that native code never sees.
        if (!OperatingSystem.IsWindows())
        {
            _ = SetVariable(TelemetrySwitch, "1", 1);
        }

        OrtEnv.Instance().DisableTelemetryEvents();
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
