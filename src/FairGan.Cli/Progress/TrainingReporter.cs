using FairGan.MLNet.Training;

namespace FairGan.Cli.Progress;

/// <summary>Forwards training progress to a progress display.</summary>
/// <param name="progress">Shows the progress.</param>
/// <param name="limit">The time the training may take; null for no limit.</param>
internal sealed class TrainingReporter(IWorkProgress progress, TimeSpan? limit) : IProgress<TrainingProgress>
{
    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        double share = value.Steps == 0 ? double.NaN : Math.Min(1, Math.Max((double)value.Step / value.Steps, limit is { } most ? value.Elapsed / most : 0));
        progress.Report(value.Stage, share);
    }
}
