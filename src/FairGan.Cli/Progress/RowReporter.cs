namespace FairGan.Cli.Progress;

/// <summary>Turns a number of finished rows into a share of all rows, for a progress display.</summary>
/// <param name="progress">Shows the progress.</param>
/// <param name="stage">What is being done with the rows.</param>
/// <param name="rows">All rows.</param>
internal sealed class RowReporter(IWorkProgress progress, string stage, long rows) : IProgress<long>
{
    /// <inheritdoc/>
    public void Report(long value) => progress.Report(stage, rows == 0 ? 1 : (double)value / rows);
}
