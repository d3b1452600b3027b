using System.Text.Json;

namespace FairGan.Tables.Files;

/// <summary>
/// The list of the files of a set, in every folder of the set from the moment when all of them are complete until all have their
/// names. If the process ends in between, the next one that works in one of the folders renames the rest.
/// </summary>
/// <param name="Path">The list's file.</param>
/// <param name="First">The list's file in the first folder: the set is complete only if it is there.</param>
/// <param name="Files">Complete files and the names that they get, in this order.</param>
internal sealed record SetJournal(string Path, string First, IReadOnlyList<(string Staged, string Target)> Files)
{
    /// <summary>Writes the list.</summary>
    public void Write()
    {
        string aside = $"{Path}.tmp";
        using (var stream = new FileStream(aside, NewFile.Private()))
        {
            JsonSerializer.Serialize(stream, (string[])[First, .. Files.SelectMany(file => new[] { file.Staged, file.Target })]);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, Path, overwrite: true);
    }

    /// <summary>Reads a list; null if it is none of this user's.</summary>
    public static SetJournal? Read(string path)
    {
        if (NativeFile.Facts(path) is { } facts && (facts.User != NativeFile.User || !facts.IsRegular))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(path)) is [var first, .. var names] && names.Length % 2 == 0
                ? new SetJournal(path, first, [.. names.Chunk(2).Select(pair => (pair[0], pair[1]))])
                : null;
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Gives the files of a process that is gone their names, if the set was complete.</summary>
    public void Finish()
    {
        if (File.Exists(First))
        {
            foreach ((string staged, string target) in Files.Where(file => File.Exists(file.Staged)))
            {
                File.Move(staged, target, overwrite: true);
            }
        }

        // The first one last: without it, the others mean nothing.
        TemporaryName name = TemporaryName.Parse(Path)!.Value;
        foreach (string folder in Files.Select(file => System.IO.Path.GetDirectoryName(file.Target)!).Distinct().Where(folder => name.In(folder) != First && Directory.Exists(folder)))
        {
            File.Delete(name.In(folder));
        }

        if (File.Exists(First))
        {
            File.Delete(First);
        }

        File.Delete(Path);
    }
}
