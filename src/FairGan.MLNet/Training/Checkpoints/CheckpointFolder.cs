using System.Globalization;
using FairGan.Tables.Files;

namespace FairGan.MLNet.Training.Checkpoints;

/// <summary>The folder of a training's checkpoints, which are numbered. The last two of a training are kept.</summary>
/// <param name="path">The folder.</param>
internal sealed class CheckpointFolder(string path)
{
    private const string Ending = ".checkpoint";

    private string? _previous;

    /// <summary>The folder, as it was named.</summary>
    public string Path => path;

    /// <summary>Whether it holds a checkpoint, damaged ones included.</summary>
    public bool HasAny => Numbered().Length > 0;

    /// <summary>Whether checkpoints newer than <see cref="Newest"/> are damaged.</summary>
    public bool HasDamaged { get; private set; }

    /// <summary>The newest checkpoint that is not damaged; null where there is none.</summary>
    /// <exception cref="FormatException">All are damaged.</exception>
    public Checkpoint? Newest()
    {
        string[] files = Numbered();
        foreach (string file in files)
        {
            if (CheckpointFile.Read(file) is { } found)
            {
                _previous = file;
                return found;
            }

            HasDamaged = true;
        }

        return files.Length == 0 ? null : throw new FormatException(
            $"The checkpoints in {path} are damaged; start from the beginning (on the command line without --resume).");
    }

    /// <summary>Adds a checkpoint, and removes all but the one before.</summary>
    public void Add(Checkpoint checkpoint)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        string file = System.IO.Path.Combine(path, (Numbered().Select(Number).FirstOrDefault() + 1).ToString("D6", CultureInfo.InvariantCulture) + Ending);
        CheckpointFile.Write(file, checkpoint);
        Delete(Numbered().Where(other => other != file && other != _previous));
        _previous = file;
    }

    /// <summary>Removes all checkpoints, what a stopped process left of one, and the folder if nothing else is in it.</summary>
    public void Clear()
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        Leftovers.Repair(path);
        Delete(Numbered());
        if (!Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }
    }

    // The newest first.
    private string[] Numbered() =>
        !Directory.Exists(path) ? [] : [.. Directory.EnumerateFiles(path, "*" + Ending).Where(file => Number(file) > 0).OrderByDescending(Number)];

    private static long Number(string file) =>
        long.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static void Delete(IEnumerable<string> files)
    {
        foreach (string file in files.ToArray())
        {
            File.Delete(file);
        }
    }
}
