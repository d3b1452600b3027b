using FairGan.Tables.Files;

namespace FairGan.Cli.Output;

/// <summary>Checks, before long work, that its files can be written later. Leaves nothing behind.</summary>
internal static class OutputCheck
{
    private const int BytesOfAMegabyte = 1_000_000;

    /// <summary>Checks the outputs of a command.</summary>
    /// <param name="outputs">Paths; null for outputs that are not asked for.</param>
    /// <param name="inputs">What the command reads: none of it may be written to. Null for inputs that are not given.</param>
    /// <param name="leastBytes">Bytes that the outputs have at least; 0 if that is not known.</param>
    /// <exception cref="UsageException">An output cannot be written.</exception>
    public static void Check(IEnumerable<string?> outputs, IEnumerable<string?> inputs, long leastBytes = 0)
    {
        string[] written = [.. outputs.OfType<string>()], read = [.. inputs.OfType<string>()];
        for (int i = 0; i < written.Length; i++)
        {
            string path = written[i];
            CheckPath(path, leastBytes);
            if (Array.Find(written[..i], other => IsSame(path, other, "/dev/stdout")) is { } twice)
            {
                throw new UsageException($"{path} and {twice} are the same output; give each its own.");
            }

            if (Array.Find(read, input => IsSame(path, input, "/dev/stdin")) is { } input)
            {
                throw new UsageException($"{path} cannot be written: it is read as well{(input == path ? "" : $", as {input}")}. Name another file to write to.");
            }
        }
    }

    private static bool IsSame(string output, string other, string standard)
    {
        if (output == other && (output != OutputFiles.Standard || standard == "/dev/stdout"))
        {
            return true;
        }

        (output, other) = (output == OutputFiles.Standard ? "/dev/stdout" : output, other == OutputFiles.Standard ? standard : other);
        try
        {
            return OutputPath.IsSameFile(output, other);
        }
        catch (IOException)
        {
            // What cannot be opened, such as a circle of links, has its own message.
            return false;
        }
    }

    private static void CheckPath(string path, long leastBytes)
    {
        if (path.Length == 0)
        {
            throw new UsageException("The name of a file to write to is empty.");
        }

        if (OutputFiles.IsStream(path))
        {
            return;
        }

        string target = Target(path);
        string folder = ExistingFolder(path, target);
        CheckNames(path, target, folder);
        if (NativeFile.Facts(target) is { } facts && (!facts.IsRegular || facts.IsMountPoint))
        {
            throw new UsageException($"{path} cannot be replaced: it is {(facts.IsMountPoint ? "a mount point" : "no file")}. Name a file in a folder.");
        }

        Probe(path, folder);
        CheckSpace(path, folder, leastBytes);
    }

    private static string Target(string path)
    {
        string target;
        try
        {
            target = OutputPath.Resolve(path);
        }
        catch (Exception problem) when (problem is IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be written: {problem.Message}");
        }

        // A link into a folder that is not there leads to a disk that is not mounted, more often than to a folder that is to be made.
        if (target != Path.GetFullPath(path) && Path.GetDirectoryName(target) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"{path} cannot be written: it is a link to {target}, whose folder is not there.");
        }

        return !Directory.Exists(target) ? target : throw new UsageException($"{path} is a folder; name a file to write to.");
    }

    private static string ExistingFolder(string path, string target)
    {
        string? folder = Path.GetDirectoryName(target);
        while (folder is not null && !Directory.Exists(folder))
        {
            if (File.Exists(folder))
            {
                throw new UsageException($"{path} cannot be written: {folder} is a file, not a folder.");
            }

            if (new FileInfo(folder).LinkTarget is { } link)
            {
                throw new UsageException($"{path} cannot be written: {folder} is a link to {link}, which is no folder.");
            }

            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new UsageException($"{path} cannot be written: there is no such drive.");
    }

    // The file system itself says whether it takes a name: it looks for it, and finds nothing or finds it too long.
    private static void CheckNames(string path, string target, string folder)
    {
        foreach (string name in Path.GetRelativePath(folder, target).Split(Path.DirectorySeparatorChar))
        {
            try
            {
                File.GetAttributes(Path.Combine(folder, name));
                File.GetAttributes(target);
            }
            catch (PathTooLongException)
            {
                throw new UsageException($"{path} cannot be written: the name is too long for its file system. Shorten it.");
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // There is no such file yet, or the probe says why.
            }
        }
    }

    private static void Probe(string path, string folder)
    {
        try
        {
            Leftovers.Repair(folder);
            string probe = TemporaryName.Staged(TemporaryName.NextSet(), 0).In(folder);
            using var _ = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            string reason = problem is UnauthorizedAccessException ? "it is not writable" : problem.Message.Split(" : '")[0];
            throw new UsageException($"{path} cannot be written to the folder {folder}: {reason}.");
        }
    }

    private static void CheckSpace(string path, string folder, long leastBytes)
    {
        long free;
        try
        {
            free = new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return;
        }

        if (free < leastBytes)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} cannot be written: it has at least {Math.Ceiling((double)leastBytes / BytesOfAMegabyte):N0} MB, and {folder} has room for {free / BytesOfAMegabyte:N0} MB. Free some, or generate fewer rows."));
        }
    }
}
