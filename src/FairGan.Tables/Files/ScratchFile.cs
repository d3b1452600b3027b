using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace FairGan.Tables.Files;

/// <summary>A file for what does not fit in memory. Nobody else can open it, and nothing of it is left when the process ends, however it ends.</summary>
internal static class ScratchFile
{
    private const int BytesOfAMegabyte = 1_000_000;

    /// <summary>Makes the file.</summary>
    /// <param name="folder">The folder whose disk is used.</param>
    /// <param name="size">Bytes that the file will have; they are reserved.</param>
    /// <exception cref="IOException">The folder cannot be written to, or has no room.</exception>
    public static SafeFileHandle Open(string folder, long size)
    {
        Leftovers.Repair(folder);
        string path = TemporaryName.Staged(TemporaryName.NextSet(), 0).In(folder);
        try
        {
            FileStreamOptions options = NewFile.Private();
            options.PreallocationSize = size;
            options.Options = FileOptions.DeleteOnClose;
            using FileStream stream = new(path, options);
            SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            File.Delete(path);
            return file;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The folder of temporary files, {folder}, cannot take {Math.Ceiling((double)size / BytesOfAMegabyte):N0} MB: {problem.Message.Split(" : '")[0]}. Set TMPDIR to a folder with room."), problem);
        }
    }
}
