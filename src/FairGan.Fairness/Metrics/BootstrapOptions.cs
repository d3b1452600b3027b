namespace FairGan.Fairness.Metrics;

/// <summary>Options of bootstrap intervals: replicates, confidence and seed.</summary>
public sealed record BootstrapOptions
{
    /// <summary>The number of replicates, at least 1; a thousand gives the ends of a 95 % interval to about a tenth of its width.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>The confidence: the share of replicates inside an interval, in (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>The seed; the same seed gives the same intervals on any number of threads.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Whether group sizes are fixed in every replicate (otherwise group sizes vary as the sample does).</summary>
    public bool StratifyByGroup { get; init; }

    /// <summary>The most threads to use; −1 for all.</summary>
    public int Threads { get; init; } = -1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Replicates, 1);
        if (!(Confidence > 0 && Confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Confidence), Confidence, "The confidence must be between 0 and 1.");
        }
    }
}
