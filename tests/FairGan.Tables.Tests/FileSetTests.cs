using FairGan.Tables.Files;

namespace FairGan.Tables.Tests;

public sealed class FileSetTests
{
    [Fact]
    public void All_files_of_a_set_change_together()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a"), "before");
        using (FileSet set = new(makesFolders: true))
        {
            set.Add(folder.File("a"), stream => stream.Write("after"u8));
            set.Add(folder.File("new/b"), stream => stream.Write("after"u8));
            Assert.Equal("before", File.ReadAllText(folder.File("a")));
            Assert.False(File.Exists(folder.File("new/b")));
            set.Commit();
        }

        Assert.Equal(["a", "new", "new/b"], Names(folder));
        Assert.Equal("after", File.ReadAllText(folder.File("a")));
        Assert.Equal("after", File.ReadAllText(folder.File("new/b")));
    }

    [Fact]
    public void A_set_that_is_not_completed_leaves_everything_as_it_was()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a"), "before");
        using (FileSet set = new(makesFolders: true))
        {
            set.Add(folder.File("a"), stream => stream.Write("after"u8));
            set.Add(folder.File("new/deep/b"), stream => stream.Write("after"u8));
            Assert.Throws<InvalidDataException>(() => set.Add(folder.File("c"), _ => throw new InvalidDataException()));
        }

        Assert.Equal(["a"], Names(folder));
        Assert.Equal("before", File.ReadAllText(folder.File("a")));
    }

    [Fact]
    public void When_one_file_cannot_be_replaced_the_others_are_as_before()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files there are held by other means.");
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a"), "before");
        File.WriteAllText(folder.File("c"), "before");
        using (FileSet set = new())
        {
            set.Add(folder.File("a"), stream => stream.Write("after"u8));
            set.Add(folder.File("b"), stream => stream.Write("after"u8));
            set.Add(folder.File("c"), stream => stream.Write("after"u8));
            set.Add(folder.File("d"), stream => stream.Write("after"u8));
            Directory.CreateDirectory(folder.File("b"));
            Assert.ThrowsAny<IOException>(set.Commit);
        }

        Assert.Equal(["a", "b", "c"], Names(folder));
        Assert.Equal("before", File.ReadAllText(folder.File("a")));
        Assert.Equal("before", File.ReadAllText(folder.File("c")));
    }

    [Fact]
    public void A_set_that_was_complete_when_its_process_was_killed_is_completed_by_the_next_one()
    {
        using TemporaryFolder folder = new();
        string first = Directory.CreateDirectory(folder.File("first")).FullName, second = Directory.CreateDirectory(folder.File("second")).FullName;
        (string, string)[] files = [(Gone(second, "1.tmp", "after"), Path.Combine(second, "b")), (Gone(first, "0.tmp", "after"), Path.Combine(first, "a"))];
        File.WriteAllText(Path.Combine(second, "b"), "before");
        string firstJournal = Path.Combine(first, Name("journal")), secondJournal = Path.Combine(second, Name("journal"));
        new SetJournal(secondJournal, firstJournal, files).Write();
        new SetJournal(firstJournal, firstJournal, files).Write();
        Gone(second, "1.old", "before");

        Leftovers.RepairNow(second);

        Assert.Equal(["first", "first/a", "second", "second/b"], Names(folder));
        Assert.Equal("after", File.ReadAllText(Path.Combine(first, "a")));
        Assert.Equal("after", File.ReadAllText(Path.Combine(second, "b")));
    }

    [Fact]
    public void A_set_that_was_not_complete_is_removed()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a"), "before");
        Gone(folder.Path, "0.tmp", "half");
        Gone(folder.Path, "1.tmp", "half");
        string absent = Path.Combine(folder.Path, "elsewhere", Name("journal"));
        new SetJournal(Path.Combine(folder.Path, Name("journal")), absent, [(Path.Combine(folder.Path, Name("0.tmp")), folder.File("a"))]).Write();

        Leftovers.RepairNow(folder.Path);

        Assert.Equal(["a"], Names(folder));
        Assert.Equal("before", File.ReadAllText(folder.File("a")));
    }

    [Fact]
    public void Files_of_living_processes_and_of_others_stay()
    {
        using TemporaryFolder folder = new();
        string alive = Path.Combine(folder.Path, $".fairgan.{FileOwner.Current}.9999.0.tmp"), reused = Path.Combine(folder.Path, $".fairgan.{Environment.ProcessId}-1.9999.0.tmp");
        Array.ForEach([alive, reused, folder.File(".fairgan.notes"), folder.File(".other.tmp")], path => File.WriteAllText(path, ""));
        string locked = Gone(folder.Path, "0.tmp", "being written on another machine");
        using (new FileStream(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
        {
            Leftovers.RepairNow(folder.Path);
            Assert.True(File.Exists(locked));
        }

        Leftovers.RepairNow(folder.Path);

        Assert.Equal([.. new[] { ".fairgan.notes", ".other.tmp", Path.GetFileName(alive) }.Order(StringComparer.Ordinal)], Names(folder));
    }

    [Fact]
    public void A_replaced_file_keeps_its_permissions()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such permissions.");
            return;
        }

        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("out"), "before");
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;
        File.SetUnixFileMode(folder.File("out"), Private);
        AtomicFile.Write(folder.File("out"), stream => stream.Write("after"u8));
        Assert.Equal(Private, File.GetUnixFileMode(folder.File("out")));
        Assert.Equal("after", File.ReadAllText(folder.File("out")));
    }

    [Fact]
    public void A_path_in_shared_memory_is_a_file_like_any_other()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "This system has no /dev/shm.");
        string path = $"/dev/shm/fairgan-{Guid.NewGuid():N}";
        try
        {
            File.WriteAllText(path, "a longer text from before");
            AtomicFile.Write(path, stream => stream.Write("after"u8));
            Assert.Equal("after", File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_name_as_long_as_the_file_system_takes_can_be_written()
    {
        using TemporaryFolder folder = new();
        string path = folder.File(new string('n', 255));
        AtomicFile.Write(path, stream => stream.Write("text"u8));
        Assert.Equal("text", File.ReadAllText(path));
    }

    private static string Gone(string folder, string part, string content)
    {
        string path = Path.Combine(folder, Name(part));
        File.WriteAllText(path, content);
        return path;
    }

    // No process has this number.
    private static string Name(string part) => $".fairgan.2147483647-1.1.{part}";

    private static IEnumerable<string> Names(TemporaryFolder folder) =>
        Directory.EnumerateFileSystemEntries(folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => Path.GetRelativePath(folder.Path, path).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
