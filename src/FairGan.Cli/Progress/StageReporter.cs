namespace FairGan.Cli.Progress;

/// <summary>Forwards stage names to a progress display.</summary>
internal sealed class StageReporter(IWorkProgress progress) : IProgress<string>
{
    /// <summary>The first stage of a report.</summary>
    public const string FirstReportStage = "reading the tables";

    /// <inheritdoc/>
    public void Report(string value) => progress.Report(value.Length > 0 ? char.ToLowerInvariant(value[0]) + value[1..] : value);
}
