using System.Runtime.InteropServices;

namespace FairGan.MLNet.Torch;

/// <summary>How the threads of OpenMP, which libtorch computes with, wait for each other.</summary>
internal static partial class WaitingPolicy
{
    private const string SpinCount = "GOMP_SPINCOUNT";
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>
    /// Lets waiting threads sleep after a short while instead of spinning for milliseconds, unless the user has chosen a policy.
    /// Has to come before libtorch is loaded; does nothing on Windows, whose libtorch does not read these variables.
    /// </summary>
    /// <remarks>
    /// Spinning threads take the CPU away from those that still have work: on a machine that does anything else,
    /// two threads can be many times slower than one.
    /// </remarks>
    public static void Apply()
    {
        if (OperatingSystem.IsWindows() || IsSet(SpinCount) || IsSet(WaitPolicy))
        {
            return;
        }

        // Environment.SetEnvironmentVariable changes a copy that native code never sees.
        _ = SetVariable(WaitPolicy, "PASSIVE", 1);
        _ = SetVariable(SpinCount, "1000", 1);
    }

    /// <summary>Whether native code finds the environment variable.</summary>
    public static bool IsSet(string name) => GetVariable(name) != 0;

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetVariable(string name);
}
