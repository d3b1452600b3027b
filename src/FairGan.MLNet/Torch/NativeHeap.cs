using System.Runtime.InteropServices;

namespace FairGan.MLNet.Torch;

/// <summary>The heap of native code, which libtorch's tensors on the CPU live in.</summary>
internal static partial class NativeHeap
{
    /// <summary>
    /// Returns freed pages to the system. Otherwise the heap of a table with thousands of symbols grows by megabytes per step: the
    /// holes that one step's temporaries leave rarely have the size that the next ones need. Does nothing with C libraries other
    /// than glibc, which alone has this function.
    /// </summary>
    public static void Trim()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "malloc_trim", out _))
        {
            _ = Trim(0);
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);
}
