namespace FairGan.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>The work is done.</summary>
    public const int Done = 0;

    /// <summary>The work failed for a reason that is not the caller's.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the input cannot be used.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by a signal.</summary>
    public const int Stopped = 130;
}
