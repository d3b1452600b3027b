using System.Security.Cryptography;

namespace FairGan.MLNet.Torch;

/// <summary>A copy of TorchSharp's native library that loads on systems with an older C++ library.</summary>
/// <remarks>
/// The library asks libstdc++ for the version <see cref="MissingVersion"/>, which came with GCC 13, for the sake of one
/// symbol that none of its code refers to. With that need made weak, it loads and runs on older systems (Debian 12,
/// Ubuntu 22.04).
/// </remarks>
internal static class RepairedLibrary
{
    /// <summary>The version of the C++ library that is needed without being used.</summary>
    public const string MissingVersion = "GLIBCXX_3.4.32";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folders in which a copy may be stored, best first.</summary>
    public static IEnumerable<string> CacheFolders()
    {
        string? caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(caches) || !Path.IsPathRooted(caches))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            caches = string.IsNullOrEmpty(home) ? null : Path.Combine(home, ".cache");
        }

        if (caches is not null)
        {
            yield return Path.Combine(caches, "fairgan-mlnet", "native");
        }
    }

    /// <summary>Makes sure that the folder holds a repaired copy of the library.</summary>
    /// <param name="library">The library as it was delivered.</param>
    /// <param name="folder">The cache folder; created, and closed to other users, if needed.</param>
    /// <param name="made">Whether the copy was written by this call.</param>
    /// <returns>The path of the copy.</returns>
    /// <exception cref="BadImageFormatException">The library is not what this repair was made for.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static string Ensure(string library, string folder, out bool made)
    {
        byte[] original = File.ReadAllBytes(library);
        byte[] repaired = ElfVersionNeeds.Weaken(original, MissingVersion);
        ClosedFolder(folder);

        string name = $"{Path.GetFileNameWithoutExtension(library)}-{Convert.ToHexStringLower(SHA256.HashData(original))}";
        string copy = Path.Combine(folder, name + Path.GetExtension(library));
        if (Holds(copy, repaired))
        {
            made = false;
            return copy;
        }

        // Written to a temporary file and renamed: another process that starts at the same time never maps half a file.
        string aside = Path.Combine(folder, $"{name}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(aside, repaired);
            File.Move(aside, copy, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }

        made = true;
        return copy;
    }

    private static void ClosedFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Native libraries are repaired on Linux alone.");
        }

        Directory.CreateDirectory(folder, OwnerOnly);
        if (File.GetUnixFileMode(folder) != OwnerOnly)
        {
            File.SetUnixFileMode(folder, OwnerOnly);
        }
    }

    // What is loaded into the process is compared as a whole, so that a damaged copy is replaced.
    private static bool Holds(string path, byte[] content) =>
        File.Exists(path) && new FileInfo(path).Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
}
