namespace FairGan.Cli.Progress;

/// <summary>Receives the progress of a verb's work: the stage, and how much of it is done.</summary>
internal interface IWorkProgress
{
    /// <summary>Reports the current stage.</summary>
    /// <param name="stage">The name of the stage, in a few words.</param>
    /// <param name="share">How much of it is done, 0 to 1; NaN if unknown.</param>
    void Report(string stage, double share = double.NaN);
}
