using System.Text.Json.Serialization;

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

    /// <summary>
    /// What ended the training while it still improved, so that rows are less faithful than they could be: <c>time</c> or <c>steps</c>; null where
    /// it ran its course.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CutShort { get; init; }

    /// <summary>A sentence about a training that was cut short; null where it ran its course.</summary>
    internal string? CutShortRemark => CutShort is null ? null
        : $"the training was cut short by its limit of {CutShort} ({(CutShort == "time" ? "--max-time" : "--steps")}) while it still improved: rows are less faithful than they could be";

    /// <summary>The weighted losses at the last measurement, by signal.</summary>
    public IReadOnlyDictionary<string, double> Losses { get => field ?? new Dictionary<string, double>(); init; } = new Dictionary<string, double>();

    /// <summary>The mean log-likelihood of a held-out row each time it was measured, in the order of the steps; empty in older files.</summary>
    public IReadOnlyList<TrainingPoint> Curve { get; init => field = value ?? []; } = [];
}
