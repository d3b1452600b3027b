namespace FairGan.Tables.Files;

/// <summary>
/// Files that change together or not at all. They are written aside, and renamed when all of them are complete. When writing or
/// renaming fails, the files that were there before are there again; when the process is killed while it renames, the next one that
/// works in the folder renames the rest.
/// </summary>
internal sealed class FileSet : IDisposable
{
    private static readonly Lock s_changes = new();
    private static readonly HashSet<FileSet> s_open = [];

    // How .NET reports the system's error EFBIG of a stream that is written.
    private const string BeyondLimit = "value";

    private readonly int _number = TemporaryName.NextSet();
    private readonly bool _makesFolders;
    private readonly List<StagedFile> _files = [];
    private readonly List<string> _made = [];
    private FileStream? _first;
    private bool _committed;

    /// <param name="makesFolders">Whether folders that are missing are made; they go again if the set is not completed.</param>
    public FileSet(bool makesFolders = false)
    {
        _makesFolders = makesFolders;
        lock (s_changes)
        {
            s_open.Add(this);
        }
    }

    /// <summary>Ends all changes of this process to files: waits for a set that is being renamed, and removes those that are not complete.</summary>
    public static void Close()
    {
        s_changes.Enter();
        foreach (FileSet set in s_open)
        {
            set.Discard();
        }
    }

    /// <summary>Writes a file of the set aside.</summary>
    /// <param name="path">The file. A link is followed.</param>
    /// <param name="write">Writes the content into the stream, which it need not close.</param>
    public void Add(string path, Action<Stream> write)
    {
        string target = OutputPath.Resolve(path);
        string folder = Path.GetDirectoryName(target)!;
        StagedFile file = StagedFile.Of(target, TemporaryName.Staged(_number, _files.Count).In(folder), TemporaryName.Replaced(_number, _files.Count).In(folder));
        try
        {
            Write(file, folder, write);
        }
        catch (IOException problem) when (problem.GetType() == typeof(IOException) && problem.Message.Contains(file.Staged, StringComparison.Ordinal))
        {
            throw new IOException($"{path} cannot be written: {problem.Message.Split(" : '")[0]}.", problem);
        }
        catch (ArgumentOutOfRangeException problem) when (problem.ParamName == BeyondLimit)
        {
            throw new IOException($"{path} cannot be written: it is larger than the limit of a file's size (ulimit -f), or than its file system allows. Raise the limit, or write fewer rows.", problem);
        }

        file.TakePermissions();
    }

    /// <summary>Gives all files their names: the first that was added is the last that changes.</summary>
    /// <exception cref="IOException">A file cannot be replaced; all are as they were.</exception>
    public void Commit()
    {
        lock (s_changes)
        {
            if (OperatingSystem.IsWindows())
            {
                _first?.Dispose();
            }

            if (_files is [var only])
            {
                only.Move();
            }
            else if (_files.Count > 1)
            {
                MoveAll();
            }

            _committed = true;
        }
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        lock (s_changes)
        {
            _first?.Dispose();
            Discard();
            s_open.Remove(this);
        }
    }

    private void MoveAll()
    {
        SetJournal[] journals = Journals();
        try
        {
            // The first folder's list last: with it, the set is complete.
            foreach (SetJournal journal in journals.Reverse())
            {
                journal.Write();
            }

            for (int i = _files.Count - 1; i >= 0; i--)
            {
                _files[i].Replace();
            }
        }
        catch
        {
            Array.ForEach(journals, journal => File.Delete(journal.Path));
            _files.ForEach(file => file.Restore());
            throw;
        }

        _files.ForEach(file => File.Delete(file.Backup));
        Array.ForEach([.. journals.Reverse()], journal => File.Delete(journal.Path));
    }

    private SetJournal[] Journals()
    {
        var name = new TemporaryName(FileOwner.Current, _number, TemporaryName.Journal);
        string[] paths = [.. _files.Select(file => name.In(Path.GetDirectoryName(file.Target)!)).Distinct(StringComparer.Ordinal)];
        (string, string)[] renames = [.. Enumerable.Reverse(_files).Select(file => (file.Staged, file.Target))];
        return Array.ConvertAll(paths, path => new SetJournal(path, paths[0], renames));
    }

    private void Write(StagedFile file, string folder, Action<Stream> write)
    {
        FileStream stream;
        lock (s_changes)
        {
            MakeFolder(folder);
            Leftovers.Repair(folder);
            stream = new FileStream(file.Staged, NewFile.Of(file.Permissions));
            _files.Add(file);
        }

        try
        {
            write(stream);
            if (stream.CanWrite)
            {
                stream.Flush(flushToDisk: true);
            }
        }
        catch
        {
            Abandon(stream);
            throw;
        }

        KeepOrClose(stream);
    }

    // What a full disk has no room for is in the stream's buffer, and closing tries to write it once more.
    private static void Abandon(FileStream stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (Exception problem) when (problem is IOException or ArgumentOutOfRangeException)
        {
            // The exception that ended the writing says more.
        }
    }

    // The first file stays open, and with it its lock, by which processes of other machines see that this one is alive.
    private void KeepOrClose(FileStream stream)
    {
        if (_first is null)
        {
            _first = stream;
        }
        else
        {
            stream.Dispose();
        }
    }

    private void MakeFolder(string folder)
    {
        if (!_makesFolders)
        {
            return;
        }

        for (string? missing = folder; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
        {
            _made.Add(missing);
        }

        Directory.CreateDirectory(folder);
    }

    private void Discard()
    {
        if (_committed)
        {
            return;
        }

        _files.ForEach(file => File.Delete(file.Staged));
        foreach (string folder in _made.Where(Directory.Exists).OrderByDescending(folder => folder.Length))
        {
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }

        _files.Clear();
        _made.Clear();
    }
}
