

namespace FairGan.Tables.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_file_is_replaced_when_it_is_complete()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("out");
        File.WriteAllText(path, "before");

        AtomicFile.Write(path, stream =>
        {
            stream.Write("after"u8);
            Assert.Equal("before", File.ReadAllText(path));
        });

        Assert.Equal("after", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void When_writing_fails_everything_stays_as_it_was()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("out");
        File.WriteAllText(path, "before");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("The disk is full, say.");
        }));

        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(folder.File("none/out"), _ => { }));
    }

    [Fact]
    public void A_writer_may_close_the_stream()
    {
        using TemporaryFolder folder = new();
        AtomicFile.Write(folder.File("out"), stream =>
        {
            using StreamWriter writer = new(stream);
            writer.Write("text");
        });

        Assert.Equal("text", File.ReadAllText(folder.File("out")));
    }

    [Fact]
    public void Links_are_followed_and_devices_left_in_place()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("target"), "before");
        File.CreateSymbolicLink(folder.File("link"), folder.File("target"));

        AtomicFile.Write(folder.File("link"), stream => stream.Write("after"u8));
        AtomicFile.Write("/dev/null", stream => stream.Write("gone"u8));

        Assert.Equal("after", File.ReadAllText(folder.File("target")));
        Assert.NotNull(new FileInfo(folder.File("link")).LinkTarget);
        Assert.Equal("", File.ReadAllText("/dev/null"));
    }
}
