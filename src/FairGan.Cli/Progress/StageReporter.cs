namespace FairGan.Cli.Progress;

/// <summary>Passes the names of stages on to what shows progress.</summary>
internal sealed class StageReporter(IWorkProgress progress) : IProgress<string>
{
    /// <summary>The stage with which a report begins.</summary>
    public const string FirstReportStage = "reading the tables";

    /// <inheritdoc/>
    public void Report(string value) => progress.Report(value.Length > 0 ? char.ToLowerInvariant(value[0]) + value[1..] : value);
}
