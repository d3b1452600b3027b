namespace FairGan.Tables.Files;

/// <summary>What the system says of a file.</summary>
/// <param name="Mode">Type and permissions.</param>
/// <param name="User">The owner.</param>
/// <param name="Group">The group.</param>
/// <param name="Inode">With <paramref name="Device"/>, which file it is, whatever its names.</param>
/// <param name="Device">The file system.</param>
/// <param name="Attributes">The kernel's attributes.</param>
internal readonly record struct FileFacts(ushort Mode, uint User, uint Group, ulong Inode, ulong Device, ulong Attributes)
{
    private const int TypeMask = 0xf000;
    private const int Fifo = 0x1000;
    private const int Character = 0x2000;
    private const int Regular = 0x8000;
    private const ulong MountRoot = 0x2000;

    /// <summary>Whether it is a file with content of its own.</summary>
    public bool IsRegular => (Mode & TypeMask) == Regular;

    /// <summary>Whether what is written to it goes to somebody else: a character device, a pipe or a FIFO.</summary>
    public bool IsStream => (Mode & TypeMask) is Fifo or Character;

    /// <summary>Whether something is mounted here, so that it cannot be replaced.</summary>
    public bool IsMountPoint => (Attributes & MountRoot) != 0;

    /// <summary>Whether both are the same file under two names.</summary>
    public bool IsSameFile(FileFacts other) => Inode == other.Inode && Device == other.Device;
}
