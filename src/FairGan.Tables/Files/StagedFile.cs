namespace FairGan.Tables.Files;

/// <summary>A file that is written aside.</summary>
internal sealed class StagedFile
{
    private const UnixFileMode AllPermissions = (UnixFileMode)0x1ff;
    private const UnixFileMode GroupPermissions = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    private bool _replaced;

    private StagedFile(string target, string staged, string backup, UnixFileMode? permissions)
    {
        Target = target;
        Staged = staged;
        Backup = backup;
        Permissions = permissions;
    }

    /// <summary>The name that the file gets.</summary>
    public string Target { get; }

    /// <summary>The name that it has until then.</summary>
    public string Staged { get; }

    /// <summary>The name that the replaced file has until its set is complete.</summary>
    public string Backup { get; }

    /// <summary>The permissions of the file that is replaced; null where there is none.</summary>
    public UnixFileMode? Permissions { get; private set; }

    /// <summary>A file that is to be written.</summary>
    public static StagedFile Of(string target, string staged, string backup)
    {
        if (Directory.Exists(target))
        {
            throw new IOException($"{target} is a folder, not a file.");
        }

        return new StagedFile(target, staged, backup, OperatingSystem.IsWindows() || !File.Exists(target) ? null : File.GetUnixFileMode(target) & AllPermissions);
    }

    /// <summary>Gives the written file the permissions and the owner of the one that it replaces.</summary>
    public void TakePermissions()
    {
        if (OperatingSystem.IsWindows() || Permissions is not { } permissions)
        {
            return;
        }

        if (NativeFile.Facts(Target) is { } old && NativeFile.Facts(Staged) is { } own && (old.User, old.Group) != (own.User, own.Group)
            && !NativeFile.ChangeOwner(Staged, old.User, old.Group))
        {
            // The group that may read the old file is not this one: it gets what everybody has.
            permissions = (permissions & ~GroupPermissions) | (UnixFileMode)(((int)permissions & 7) << 3);
        }

        File.SetUnixFileMode(Staged, permissions);
    }

    /// <summary>Gives the file its name.</summary>
    public void Move() => File.Move(Staged, Target, overwrite: true);

    /// <summary>Gives the file its name and keeps the one that it replaces.</summary>
    public void Replace()
    {
        if (File.Exists(Target) && !NativeFile.TryLink(Target, Backup))
        {
            File.Move(Target, Backup);
        }

        Move();
        _replaced = true;
    }

    /// <summary>Undoes <see cref="Replace"/>, in part or whole.</summary>
    public void Restore()
    {
        if (File.Exists(Backup))
        {
            File.Move(Backup, Target, overwrite: true);
        }
        else if (_replaced)
        {
            File.Delete(Target);
        }
    }
}
