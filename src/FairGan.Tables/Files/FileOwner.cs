using System.Diagnostics;
using System.Globalization;

namespace FairGan.Tables.Files;

/// <summary>The process that a temporary file belongs to, as the file's name carries it.</summary>
/// <param name="Process">The process.</param>
/// <param name="Start">When it began, so that a later process with the same number is another one.</param>
internal readonly record struct FileOwner(int Process, long Start)
{
    /// <summary>This process.</summary>
    public static FileOwner Current { get; } = new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0);

    /// <summary>Whether no such process runs on this machine.</summary>
    public bool IsGone => StartOf(Process) != Start;

    /// <summary>Reads what <see cref="ToString"/> gives; null if a text is none.</summary>
    public static FileOwner? Parse(string text) => text.Split('-') is [var process, var start]
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id > 0
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out long began)
            ? new FileOwner(id, began)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Process}-{Start}");

    private static long? StartOf(int process)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // The 22nd field, counted behind the command's name, which may hold blanks and brackets.
                string status = File.ReadAllText($"/proc/{process}/stat");
                return long.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
            }

            using Process other = System.Diagnostics.Process.GetProcessById(process);
            return other.StartTime.ToFileTimeUtc() / TimeSpan.TicksPerSecond;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
