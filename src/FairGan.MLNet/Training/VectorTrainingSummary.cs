namespace FairGan.MLNet.Training;

/// <summary>The summary of the training of a pair of networks for vectors.</summary>
public sealed record VectorTrainingSummary
{
    /// <summary>Wall-clock seconds of the training.</summary>
    public double Seconds { get; init; }

    /// <summary>Steps done.</summary>
    public int Steps { get; init; }

    /// <summary>
    /// How often the final critic separates a held-out real vector from a generated one of the same group, with equal weights of the groups: 1 always, 0.5
    /// no better than chance.
    /// </summary>
    public double CriticAccuracy { get; init; }

    /// <summary>The critic's mean score of held-out real vectors less that of generated ones, by group.</summary>
    public IReadOnlyList<double> GroupGaps { get => field ?? []; init; } = [];

    /// <summary>Weight of every group in the loss at the end; their mean is 1.</summary>
    public IReadOnlyList<double> GroupWeights { get => field ?? []; init; } = [];
}
