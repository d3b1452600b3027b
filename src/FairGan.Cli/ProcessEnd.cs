using System.Runtime.InteropServices;

namespace FairGan.Cli;

/// <summary>Ends the process while work is still going on in it.</summary>
internal static class ProcessEnd
{
    /// <summary>Ends the process.</summary>
    /// <param name="code">The exit code.</param>
    /// <remarks>
    /// An orderly exit frees objects of native libraries while their threads still use them, and the process then aborts. So the
    /// operating system's own exit call is used where there is one.
    /// </remarks>
    public static void Now(int code)
    {
        if (!OperatingSystem.IsWindows())
        {
            EndProcess(code);
        }

        Environment.Exit(code);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void EndProcess(int code);
}
