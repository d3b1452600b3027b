namespace FairGan.Cli.Progress;

/// <summary>Shows nothing.</summary>
internal sealed class SilentProgress : IWorkProgress
{
    /// <inheritdoc/>
    public void Report(string stage, double share)
    {
    }
}
