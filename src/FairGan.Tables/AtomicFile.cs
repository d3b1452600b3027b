using FairGan.Tables.Files;

namespace FairGan.Tables;

/// <summary>Writes files that are either complete or absent.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a file under a temporary name in the same folder, and renames it when it is complete and on the disk. When writing fails,
    /// or the process is stopped, an existing file does not change. The new file has the permissions and owner of the one that it replaces.
    /// </summary>
    /// <param name="path">The file; its folder must exist. A link is followed; a device, a pipe or a FIFO is written to as it is.</param>
    /// <param name="write">Writes the content into the stream, which it need not close.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (OutputPath.IsStream(path))
        {
            StreamOutput.Write(path, write);
            return;
        }

        using var file = new FileSet();
        file.Add(path, write);
        file.Commit();
    }
}
