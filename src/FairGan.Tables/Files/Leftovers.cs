using System.Collections.Concurrent;

namespace FairGan.Tables.Files;

/// <summary>Repairs what a process that was killed left in a folder: completes its complete sets of files and removes its other temporary files.</summary>
internal static class Leftovers
{
    private static readonly ConcurrentDictionary<string, bool> s_seen = new(StringComparer.Ordinal);

    /// <summary>Repairs a folder, the first time that this process works in it. What cannot be repaired stays.</summary>
    public static void Repair(string folder)
    {
        if (!s_seen.TryAdd(folder, true))
        {
            return;
        }

        try
        {
            RepairNow(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed or changed is no reason to refuse work that may not need it.
        }
    }

    internal static void RepairNow(string folder)
    {
        (string Path, TemporaryName Name)[] all =
        [
            .. Directory.EnumerateFiles(folder, TemporaryName.Pattern, new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Directory })
                .Select(path => (path, TemporaryName.Parse(path)))
                .Where(file => file.Item2 is not null)
                .Select(file => (file.path, file.Item2!.Value)),
        ];
        foreach (IGrouping<string, (string Path, TemporaryName Name)> set in all.GroupBy(file => file.Name.First.In(folder)).Where(set => IsAbandoned(set.Key, set.First().Name.Owner)))
        {
            if (set.FirstOrDefault(file => file.Name.Part == TemporaryName.Journal) is { Path: { } journal })
            {
                SetJournal.Read(journal)?.Finish();
            }

            // Without the list of a set, what is left of it was never complete.
            if (!set.Any(file => file.Name.Part == TemporaryName.Journal && File.Exists(file.Path)))
            {
                Array.ForEach([.. set.Select(file => file.Path)], File.Delete);
            }
        }
    }

    // A process of another container or machine has no number here, but its lock is seen.
    private static bool IsAbandoned(string first, FileOwner owner)
    {
        if (!owner.IsGone)
        {
            return false;
        }

        try
        {
            using var _ = new FileStream(first, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
