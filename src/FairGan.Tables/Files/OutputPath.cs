using System.Globalization;

namespace FairGan.Tables.Files;

/// <summary>Where what is written to a path ends up.</summary>
internal static class OutputPath
{
    private static readonly string[] s_descriptors = ["/dev/fd/", "/proc/self/fd/"];

    /// <summary>The file that a path names in the end: links are followed, whether or not the file exists.</summary>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        FileInfo file = new(full);
        return file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>The number of the open descriptor that a path such as <c>/dev/stdout</c> names; null if it names none.</summary>
    public static int? Descriptor(string path) => OperatingSystem.IsWindows() ? null : path switch
    {
        "/dev/stdout" => 1,
        "/dev/stderr" => 2,
        _ => s_descriptors.FirstOrDefault(prefix => path.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix
            && int.TryParse(path[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : null,
    };

    /// <summary>Whether what is written goes on as it is written: to an open descriptor, a character device, a pipe or a FIFO.</summary>
    public static bool IsStream(string path) => Descriptor(path) is not null || NativeFile.IsStream(path);

    /// <summary>Whether two paths name the same file.</summary>
    public static bool IsSameFile(string one, string other)
    {
        if (NativeFile.Facts(one) is { } facts && NativeFile.Facts(other) is { } others)
        {
            return facts.IsRegular && facts.IsSameFile(others);
        }

        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return string.Equals(Resolve(one), Resolve(other), comparison);
    }
}
