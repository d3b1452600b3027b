namespace FairGan.Tables;

/// <summary>Writes files that are either complete or absent.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a file under a temporary name in the same folder, and renames it when it is complete and on the disk. When writing fails,
    /// or the process is stopped, an existing file does not change.
    /// </summary>
    /// <param name="path">The file; its folder must exist. A symbolic link is followed; a device is written directly.</param>
    /// <param name="write">Writes the content into the stream, which it need not close.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        if (!OperatingSystem.IsWindows() && target.StartsWith("/dev/", StringComparison.Ordinal))
        {
            using FileStream device = new(target, FileMode.Open, FileAccess.Write);
            write(device);
            return;
        }

        FileInfo file = new(target);
        if (file.LinkTarget is not null)
        {
            target = file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }

        string aside = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream stream = new(aside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16))
            {
                write(stream);
                if (stream.CanWrite)
                {
                    stream.Flush(flushToDisk: true);
                }
            }

            File.Move(aside, target, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}
