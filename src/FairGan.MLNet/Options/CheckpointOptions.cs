namespace FairGan.MLNet.Options;

/// <summary>
/// Where and how often a training is saved, so that it can go on after the process was stopped. The resumed training gives the same
/// bytes as one that was never stopped, with the same data, seed, threads, version and machine. The files hold the networks' weights and
/// the seed, but no rows; with them, people in the training rows can be recognised, so they stay at home. They can be read by their
/// owner alone, and are removed when the training ends.
/// </summary>
public sealed record CheckpointOptions
{
    /// <summary>The folder of the checkpoints; created when the first one is written. One training at a time may use it.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Time between two checkpoints, above zero; <see cref="Timeout.InfiniteTimeSpan"/> for none. Null (the default): from two minutes on, every 30
    /// seconds, and less often where that would cost more than a hundredth of the time.
    /// </summary>
    public TimeSpan? Every { get; init; }

    /// <summary>
    /// Whether to go on from the newest checkpoint in the folder. Where there is none, training starts from the beginning; a checkpoint of other
    /// data, options, threads, device or version is refused. A seed that is not given is that of the checkpoint. Default false: a
    /// checkpoint that is there is replaced.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Throws where a value is outside its range.</summary>
    /// <exception cref="ArgumentException">The folder has no name, or the time between two checkpoints is not above zero.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Folder);
        if (Every is { } every && every <= TimeSpan.Zero && every != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(Every), every, "The time between two checkpoints must be above zero.");
        }
    }
}
