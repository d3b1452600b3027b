using System.Text;
using FairGan.Tables.Files;

namespace FairGan.Cli.Output;

/// <summary>Writes output files whole or not at all; files that are written together change together, and folders are created only together with their files.</summary>
internal static class OutputFiles
{
    /// <summary>The name of standard output.</summary>
    public const string Standard = "-";

    /// <summary>Whether rows go on to a path as they are generated: to standard output, a device, a pipe or a FIFO.</summary>
    public static bool IsStream(string path) => path == Standard || OutputPath.IsStream(path);

    /// <summary>Writes files that belong together. Devices and pipes, and standard output, are written directly and last.</summary>
    /// <param name="files">Paths and contents. The first one is the last to change.</param>
    /// <param name="cancellationToken">Checked before the first file changes.</param>
    public static void Write(IReadOnlyList<(string Path, byte[] Content)> files, CancellationToken cancellationToken)
    {
        using (var set = new FileSet(makesFolders: true))
        {
            foreach ((string path, byte[] content) in files.Where(file => !IsStream(file.Path)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                set.Add(path, stream => stream.Write(content));
            }

            cancellationToken.ThrowIfCancellationRequested();
            set.Commit();
        }

        foreach ((string path, byte[] content) in files.Where(file => IsStream(file.Path)))
        {
            WriteOn(path, stream => stream.Write(content));
        }
    }

    /// <summary>Writes a file while its content is generated.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; it must check the token itself.</param>
    /// <param name="cancellationToken">Checked before the file changes.</param>
    public static void Write(string path, Action<Stream> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsStream(path))
        {
            WriteOn(path, write);
            return;
        }

        using var set = new FileSet(makesFolders: true);
        set.Add(path, write);
        cancellationToken.ThrowIfCancellationRequested();
        set.Commit();
    }

    /// <summary>A document as UTF-8 that ends with a line break. Control characters are visible in it; to a reader of JSON they are the same.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(VisibleText.OfLines(text.EndsWith('\n') ? text : text + "\n"));

    /// <summary>Waits for files that are just changing, removes incomplete ones, and prevents later changes.</summary>
    public static void Close() => FileSet.Close();

    private static void WriteOn(string path, Action<Stream> write)
    {
        if (path != Standard || !OperatingSystem.IsWindows())
        {
            // The console's own stream ignores a closed pipe, so rows would be generated for nobody.
            StreamOutput.Write(path == Standard ? "/dev/stdout" : path, write);
            return;
        }

        using Stream output = Console.OpenStandardOutput();
        write(output);
    }
}
