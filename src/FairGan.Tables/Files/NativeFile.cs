using System.Runtime.InteropServices;

namespace FairGan.Tables.Files;

/// <summary>What .NET does not say of files: their type, identity and owner. Known on Linux; elsewhere <see cref="Facts"/> has no answer.</summary>
internal static partial class NativeFile
{
    private const int AtCurrentFolder = -100;
    private const uint BasicFacts = 0x7ff;

    private static bool s_hasFacts = OperatingSystem.IsLinux();

    /// <summary>The facts of a file, links followed; null where there is no such file or the system does not say.</summary>
    public static FileFacts? Facts(string path)
    {
        if (!s_hasFacts)
        {
            return null;
        }

        try
        {
            return StatX(AtCurrentFolder, path, 0, BasicFacts, out StatXResult result) == 0 ? result.Facts : null;
        }
        catch (EntryPointNotFoundException)
        {
            s_hasFacts = false;
            return null;
        }
    }

    /// <summary>Whether a path is written to as a stream: a character device, a pipe or a FIFO.</summary>
    public static bool IsStream(string path) =>
        Facts(path) is { } facts ? facts.IsStream
        : !s_hasFacts && !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    /// <summary>The user with whose rights this process works; null where the system does not say.</summary>
    public static uint? User => OperatingSystem.IsWindows() ? null : EffectiveUser();

    /// <summary>Gives a file an owner and a group, or the group alone where this user may not give files away.</summary>
    /// <returns>Whether the file has the group.</returns>
    public static bool ChangeOwner(string path, uint user, uint group) => Chown(path, user, group) == 0 || Chown(path, uint.MaxValue, group) == 0;

    /// <summary>Gives a file a second name, if the file system can.</summary>
    public static bool TryLink(string existing, string link) => !OperatingSystem.IsWindows() && Link(existing, link) == 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out StatXResult result);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string link);

    /// <summary>The kernel's struct statx, which has the same layout on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct StatXResult
    {
        [FieldOffset(8)]
        private readonly ulong _attributes;

        [FieldOffset(20)]
        private readonly uint _user;

        [FieldOffset(24)]
        private readonly uint _group;

        [FieldOffset(28)]
        private readonly ushort _mode;

        [FieldOffset(32)]
        private readonly ulong _inode;

        [FieldOffset(136)]
        private readonly uint _deviceMajor;

        [FieldOffset(140)]
        private readonly uint _deviceMinor;

        public FileFacts Facts => new(_mode, _user, _group, _inode, ((ulong)_deviceMajor << 32) | _deviceMinor, _attributes);
    }
}
