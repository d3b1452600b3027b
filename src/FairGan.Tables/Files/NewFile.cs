namespace FairGan.Tables.Files;

/// <summary>How temporary files are made.</summary>
internal static class NewFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>A file that only its owner may read.</summary>
    public static FileStreamOptions Private() => Of(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>A file that must not exist yet. Others may read it, and while it is open they see that it belongs to a living process.</summary>
    /// <param name="mode">Its permissions; null for the usual ones.</param>
    public static FileStreamOptions Of(UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, BufferSize = BufferSize };
        if (mode is { } permissions && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = permissions;
        }

        return options;
    }
}
