using System.Text.Json.Serialization;

namespace FairGan.MLNet.Options;

/// <summary>Options of a <see cref="Components.VectorSynthesizer"/>: columns and training.</summary>
public sealed record VectorSynthesizerOptions
{
    /// <summary>Name of the column of vectors; required.</summary>
    public string VectorColumn { get; init; } = "";

    /// <summary>Name of the sensitive column, whose values are the groups; null (the default) to train without groups.</summary>
    public string? SensitiveColumn { get; init; }

    /// <summary>
    /// Whether all items share one range of values, as pixels do, or each has its own, as measurements do. Null (the default): they
    /// share one where the vectors have two dimensions, as images do.
    /// </summary>
    public bool? CommonRange { get; init; }

    /// <summary>Network sizes, optimiser and stopping rule. Default: the classic pair.</summary>
    public VectorGanOptions Training { get; init => field = value ?? VectorGanOptions.Classic; } = VectorGanOptions.Classic;

    /// <summary>
    /// Seed of all random numbers; the same as <c>Training.Seed</c>. In an initializer, set it after <see cref="Training"/>. Drawn at random by default.
    /// </summary>
    [JsonIgnore]
    public long Seed
    {
        get => Training.Seed;
        init => Training = Training with { Seed = value };
    }

    /// <summary>
    /// Number of CPU threads, 1 or more; the same as <c>Training.Threads</c>. In an initializer, set it after <see cref="Training"/>. Default:
    /// the number of logical CPU cores.
    /// </summary>
    [JsonIgnore]
    public int Threads
    {
        get => Training.Threads;
        init => Training = Training with { Threads = value };
    }

    /// <summary>
    /// Longest wall-clock time of training; the same as <c>Training.MaxTime</c>. In an initializer, set it after <see cref="Training"/>.
    /// Default: no limit. A run that the limit cuts short is not reproducible.
    /// </summary>
    [JsonIgnore]
    public TimeSpan? MaxTime
    {
        get => Training.MaxTime;
        init => Training = Training with { MaxTime = value };
    }

    /// <summary>
    /// Where and how often the training is saved, so that it can go on after the process was stopped; null (the default) for nowhere. It is no
    /// part of a generator's file.
    /// </summary>
    [JsonIgnore]
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>Throws where a value is outside its range or contradicts another.</summary>
    /// <exception cref="ArgumentException">A property is outside its documented range, no column of vectors is named, or it is sensitive too.</exception>
    public void Validate()
    {
        if (string.IsNullOrEmpty(VectorColumn))
        {
            throw new ArgumentException($"Name the column of vectors: {nameof(VectorColumn)}.");
        }

        if (VectorColumn == SensitiveColumn)
        {
            throw new ArgumentException($"Column '{VectorColumn}' is both the vectors' and sensitive.");
        }

        Training.Validate();
        Checkpoints?.Validate();
    }
}
