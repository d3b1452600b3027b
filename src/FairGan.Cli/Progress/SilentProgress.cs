namespace FairGan.Cli.Progress;

/// <summary>Shows no progress, for <c>--quiet</c>.</summary>
internal sealed class SilentProgress : IWorkProgress
{
    /// <inheritdoc/>
    public void Report(string stage, double share)
    {
    }
}
