namespace FairGan.MLNet.Training;

/// <summary>The summary of a training: steps, losses, held-out likelihood and time.</summary>
public sealed record TrainingSummary
{
    /// <summary>Wall-clock seconds of the networks' training.</summary>
    public double Seconds { get; init; }

    /// <summary>Steps done.</summary>
    public int Steps { get; init; }

    /// <summary>The step whose weights the generator has: the best on held-out rows.</summary>
    public int BestStep { get; init; }

    /// <summary>Noise vectors of a step.</summary>
    public int Components { get; init; }

    /// <summary>Real rows of a step.</summary>
    public int BatchSize { get; init; }

    /// <summary>Mean log-likelihood of a held-out row at that step, in nats.</summary>
    public double ValidationLogLikelihood { get; init; }

    /// <summary>The weighted losses when last looked at, by signal.</summary>
    public IReadOnlyDictionary<string, double> Losses { get => field ?? new Dictionary<string, double>(); init; } = new Dictionary<string, double>();

    /// <summary>The mean log-likelihood of a held-out row each time it was measured, in the order of the steps; empty in older files.</summary>
    public IReadOnlyList<TrainingPoint> Curve { get; init => field = value ?? []; } = [];
}
