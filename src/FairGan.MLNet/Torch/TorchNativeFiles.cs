using System.Runtime.InteropServices;

namespace FairGan.MLNet.Torch;

/// <summary>Finds the native files that TorchSharp needs.</summary>
/// <param name="Shim">TorchSharp's own native library (<c>libLibTorchSharp.so</c>), or null where it was not found.</param>
/// <param name="LibTorch">libtorch's library for the CPU (<c>libtorch_cpu.so</c>), or null where it was not found.</param>
internal sealed record TorchNativeFiles(string? Shim, string? LibTorch)
{
    /// <summary>The environment variable that names the folder of a libtorch, for an application that brings none.</summary>
    public const string LibTorchVariable = "FAIRGAN_LIBTORCH";

    /// <summary>Looks for the files: beside the application, where the runtime looks for native libraries, and in the folders of the NuGet packages.</summary>
    /// <param name="torchSharp">The path of <c>TorchSharp.dll</c>; empty if it was not loaded from a file.</param>
    /// <param name="libTorchFolder">The folder of a libtorch for an application that brings none, or the folder above its <c>lib</c>; null or empty for none.</param>
    /// <exception cref="DllNotFoundException">There is no libtorch in that folder, or the application brings its own.</exception>
    public static TorchNativeFiles Find(string torchSharp, string? libTorchFolder) => Chosen(Find(Folders(torchSharp)), libTorchFolder);

    /// <summary>The files, with libtorch from the folder that the user has chosen.</summary>
    /// <param name="files">The files that come with the application.</param>
    /// <param name="libTorchFolder">The folder; null or empty where none was chosen.</param>
    /// <exception cref="DllNotFoundException">There is no libtorch in that folder, or the application brings its own.</exception>
    public static TorchNativeFiles Chosen(TorchNativeFiles files, string? libTorchFolder)
    {
        if (string.IsNullOrEmpty(libTorchFolder))
        {
            return files;
        }

        // TorchSharp would load the application's own beside the chosen one.
        if (files.LibTorch is { } own)
        {
            throw new DllNotFoundException($"{LibTorchVariable} names the folder {libTorchFolder}, but the application contains another libtorch, {own}, and one process cannot load two. Unset the variable, or build the application without it (-p:FairGanTraining=false).");
        }

        string name = FileName("torch_cpu");
        return First([libTorchFolder, Path.Combine(libTorchFolder, "lib")], name) is { } file ? files with { LibTorch = Path.GetFullPath(file) }
            : throw new DllNotFoundException($"{LibTorchVariable} names the folder {libTorchFolder}, but neither it nor its folder lib contains {name}.");
    }

    /// <summary>Looks for the files in the given folders, in that order.</summary>
    public static TorchNativeFiles Find(IEnumerable<string> folders)
    {
        string[] existing = [.. folders.Where(Directory.Exists)];
        return new TorchNativeFiles(First(existing, FileName("LibTorchSharp")), First(existing, FileName("torch_cpu")));
    }

    /// <summary>The file name of a native library on this system.</summary>
    public static string FileName(string library) =>
        OperatingSystem.IsWindows() ? library + ".dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>The folders that are searched, best first; they need not exist.</summary>
    public static IEnumerable<string> Folders(string torchSharp)
    {
        // Filled by the host from the application's dependencies: output folders, NuGet packages, or a single file's extraction folder.
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is string searched)
        {
            foreach (string folder in searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            {
                yield return folder;
            }
        }

        string native = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        string portable = Path.Combine("runtimes", PortableIdentifier(), "native");
        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, native);
        yield return Path.Combine(AppContext.BaseDirectory, portable);
        if (Path.GetDirectoryName(torchSharp) is not { Length: > 0 } beside)
        {
            yield break;
        }

        yield return beside;
        yield return Path.Combine(beside, portable);

        // A notebook or script loads the assembly from packages/torchsharp/VERSION/lib/FRAMEWORK.
        string package = Path.GetFullPath(Path.Combine(beside, "..", ".."));
        yield return Path.Combine(package, portable);
        string packages = Path.GetFullPath(Path.Combine(package, "..", ".."));
        if (Path.GetFileName(Path.GetDirectoryName(package)) == "torchsharp" && Directory.Exists(packages))
        {
            foreach (string libtorch in Directory.GetDirectories(packages, "libtorch-c*").Order(StringComparer.Ordinal))
            {
                foreach (string version in Directory.GetDirectories(libtorch).OrderDescending(StringComparer.Ordinal))
                {
                    yield return Path.Combine(version, portable);
                }
            }
        }
    }

    private static string PortableIdentifier()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    private static string? First(string[] folders, string file) =>
        folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
}
