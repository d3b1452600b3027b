using System.Diagnostics;

namespace FairGan.Cli.Progress;

/// <summary>Writes a line at most once a second when the stage changes, and every ten seconds within a stage.</summary>
/// <remarks>The first stage, in which the input is read and checked, has no line, so that an error in the input is the only line.</remarks>
internal sealed class LineProgress(TextWriter output) : IWorkProgress
{
    private static readonly TimeSpan s_betweenStages = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_withinStage = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _last;
    private string? _first;
    private string? _stage;

    /// <inheritdoc/>
    public void Report(string stage, double share)
    {
        _first ??= stage;
        if (stage == _first || _clock.Elapsed - _last < (stage == _stage ? s_withinStage : s_betweenStages))
        {
            return;
        }

        string percent = share > 0 ? $" {share:P0}" : "";
        output.WriteLine($"fairgan: {stage}{percent}, {_clock.Elapsed.TotalSeconds:F0} s");
        (_stage, _last) = (stage, _clock.Elapsed);
    }
}
