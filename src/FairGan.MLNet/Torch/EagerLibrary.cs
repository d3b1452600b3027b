using System.Runtime.InteropServices;

namespace FairGan.MLNet.Torch;

/// <summary>Loads a native library on Linux and looks up all of its functions at once, so that a missing one is an error here and not at its first call.</summary>
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

        // Throws with the reason, unless only a function is missing.
        NativeLibrary.Load(path);
        throw new DllNotFoundException($"{path} calls functions that are missing");
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int mode);
}
