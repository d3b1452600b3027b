using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FairGan.Cli.Output;

/// <summary>Writes output files whole or not at all; folders are created only together with their files.</summary>
internal static class OutputFiles
{
    /// <summary>The name of standard output.</summary>
    public const string Standard = "-";

    private static readonly Lock s_writing = new();

    /// <summary>Checks, before long work, that a file can be written later. Leaves nothing behind.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">The path cannot be a file.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void Check(string path)
    {
        if (path == Standard || path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return;
        }

        string full = FullPath(path);
        if (Directory.Exists(full))
        {
            throw new UsageException($"{path} is a folder; name a file to write to.");
        }

        string? folder = Path.GetDirectoryName(full);
        while (folder is not null && !Directory.Exists(folder))
        {
            if (File.Exists(folder))
            {
                throw new UsageException($"{path} cannot be written: {folder} is a file, not a folder.");
            }

            folder = Path.GetDirectoryName(folder);
        }

        string probe = Path.Combine(folder ?? throw new UsageException($"{path} cannot be written: there is no such drive."), $".fairgan.{Guid.NewGuid():N}.tmp");
        using var _ = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
    }

    /// <summary>Writes files that belong together. Standard output is written directly, without a temporary file.</summary>
    /// <param name="files">Paths and contents.</param>
    /// <param name="cancellationToken">Checked before the first file is written.</param>
    public static void Write(IReadOnlyList<(string Path, byte[] Content)> files, CancellationToken cancellationToken)
    {
        lock (s_writing)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach ((string path, byte[] content) in files.Where(file => file.Path != Standard))
            {
                WriteAside(path, stream => stream.Write(content));
            }
        }

        // Outside the lock: a pipe that nobody reads would block the end of the process.
        foreach ((string _, byte[] content) in files.Where(file => file.Path == Standard))
        {
            using Stream output = OpenStandard();
            output.Write(content);
        }
    }

    /// <summary>Writes a file while its content is generated.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; it must check the token itself.</param>
    /// <param name="cancellationToken">Checked before writing.</param>
    public static void Write(string path, Action<Stream> write, CancellationToken cancellationToken)
    {
        if (path == Standard)
        {
            using Stream output = OpenStandard();
            write(output);
            return;
        }

        lock (s_writing)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteAside(path, write);
        }
    }

    /// <summary>Text as UTF-8 that ends with a line break.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text.EndsWith('\n') ? text : text + "\n");

    /// <summary>Waits for a write in progress and prevents later ones.</summary>
    public static void Close() => s_writing.Enter();

    // The console's own stream ignores a closed pipe, so rows would be generated for nobody. A file has no reader to close it, and
    // there only the console's stream advances the position that is shared with other processes.
    private static Stream OpenStandard()
    {
        Stream output = OperatingSystem.IsWindows()
            ? Console.OpenStandardOutput()
            : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }

    private static void WriteAside(string path, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(FullPath(path))!;
        Stack<string> made = new();
        for (string? missing = folder; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
        {
            made.Push(missing);
        }

        Directory.CreateDirectory(folder);
        try
        {
            AtomicFile.Write(path, write);
        }
        catch
        {
            foreach (string one in made.Reverse())
            {
                RemoveIfEmpty(one);
            }

            throw;
        }
    }

    private static void RemoveIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private static string FullPath(string path) =>
        path.Length > 0 ? Path.GetFullPath(path) : throw new UsageException("The name of a file to write to is empty.");
}
