namespace FairGan.Cli.Progress;

/// <summary>Is told how far the work is.</summary>
internal interface IWorkProgress
{
    /// <summary>Tells what is being done.</summary>
    /// <param name="stage">What, in a few words.</param>
    /// <param name="share">How much of it is done, 0 to 1; NaN where nobody knows.</param>
    void Report(string stage, double share = double.NaN);
}
