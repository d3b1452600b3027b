using System.Runtime.InteropServices;

namespace FairGan.Cli;

/// <summary>Ends the process while work is still going on in it.</summary>
internal static class ProcessEnd
{
    /// <summary>Ends the process.</summary>
    /// <param name="code">The exit code.</param>
    /// <remarks>
    /// An orderly exit destroys what native libraries hold while their threads still use it, and they answer by aborting. So the
    /// system is asked to end the process as it is, where there is such a call.
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
