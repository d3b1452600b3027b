using System.Runtime.InteropServices;

namespace FairGan.MLNet.Torch;

/// <summary>Loads a native library of Linux with all of its functions looked up at once, where the runtime's own loading waits for their first call.</summary>
internal static partial class EagerLibrary
{
    private const int Now = 2;

    /// <summary>Loads the library; it stays loaded.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <exception cref="DllNotFoundException">It cannot be loaded, or functions that it calls are missing.</exception>
    public static void Load(string path)
    {
        if (Open(path, Now) != 0)
        {
            return;
        }

        // Says what is wrong, unless it is only a function that is missing.
        NativeLibrary.Load(path);
        throw new DllNotFoundException($"{path} calls functions that are missing");
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int mode);
}
