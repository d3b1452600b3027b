namespace FairGan.MLNet.Options;

/// <summary>Options of the training of a pair of networks for vectors. The defaults are those of <see cref="Classic"/>.</summary>
public sealed record VectorGanOptions
{
    /// <summary>
    /// The classic pair of networks: generator 128 → 256 → 512 → 1024 → items of a vector (sigmoid), critic items of a vector → 512 → 256 → 1.
    /// For images of 28 × 28 pixels, 784 items.
    /// </summary>
    public static VectorGanOptions Classic => new();

    /// <summary>Seed of all random numbers. The same seed, data and number of threads give the same file. By default every new object gets one of its own from the operating system, as for tables.</summary>
    public long Seed
    {
        get;
        init => (field, IsSeedGiven) = (value, true);
    }
        = RandomSeed.Next();

    /// <summary>Whether somebody chose the seed.</summary>
    internal bool IsSeedGiven { get; init; }

    /// <summary>The seed for random number generators that take 32 bits: the same number where it fits, both halves mixed where not.</summary>
    internal int IntSeed => Seed is >= int.MinValue and <= int.MaxValue ? (int)Seed : (int)(Seed ^ (Seed >> 32));

    /// <summary>Number of CPU threads of the matrix products, 1 or more; default: the number of logical CPU cores.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Number of the CUDA device to train on; null (the default) for the CPU.</summary>
    public int? CudaDevice { get; init; }

    /// <summary>Width of the generator's normal noise; even, 2 to 4,096. Default 128.</summary>
    public int LatentSize { get; init; } = 128;

    /// <summary>Widths of the generator's hidden layers. Default 256, 512, 1024.</summary>
    public IReadOnlyList<int> GeneratorSizes { get; init; } = [256, 512, 1024];

    /// <summary>Widths of the critic's hidden layers. Default 512, 256.</summary>
    public IReadOnlyList<int> CriticSizes { get; init; } = [512, 256];

    /// <summary>Real vectors per step, 2 to 16,384. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Number of training steps, 1 or more; 0 gives the untrained pair, for comparison. Default 3,000.</summary>
    public int Steps { get; init; } = 3000;

    /// <summary>Longest wall-clock time of training; default: no limit. A run that the limit cuts short is not reproducible.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Initial learning rate; it decays to a twentieth along a cosine. Above 0, at most 1; default 0.002.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>Weight of the gradient penalties, which keep the critic smooth at real and at generated vectors, 0 or more. Default 0.3.</summary>
    public double PenaltyWeight { get; init; } = 0.3;

    /// <summary>How evenly a step samples the groups: 0 by their numbers of rows, 1 equally. Default 0. In the loss every group has the same weight in any case.</summary>
    public double GroupBalance { get; init; }

    /// <summary>
    /// Weight of the transport loss, which equalises the groups: in the features of a small classifier of the groups, generated vectors
    /// are pulled toward their image under the optimal transport to the real ones of their group. 0 (off) or more; default 0.3.
    /// </summary>
    public double GroupTransport { get; init; } = 0.3;

    /// <summary>Exponent of the weight of groups that are farther from the real ones in these features, from 0 (equal weights) to 4. Default 1.</summary>
    public double WorstGroupWeight { get; init; } = 1;

    /// <summary>Decay of the weights' moving average, 0 (no average) to below 1. Default 0.998.</summary>
    public double AverageDecay { get; init; } = 0.998;

    /// <summary>Throws where a value is outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is outside its documented range.</exception>
    public void Validate()
    {
        Check(Threads >= 1, nameof(Threads), Threads);
        Check(LatentSize is >= 2 and <= 4096 && LatentSize % 2 == 0, nameof(LatentSize), LatentSize);
        Check(AreSizes(GeneratorSizes), nameof(GeneratorSizes), string.Join(",", GeneratorSizes));
        Check(AreSizes(CriticSizes), nameof(CriticSizes), string.Join(",", CriticSizes));
        Check(BatchSize is >= 2 and <= 16384, nameof(BatchSize), BatchSize);
        Check(Steps >= 0, nameof(Steps), Steps);
        Check(MaxTime is null || MaxTime > TimeSpan.Zero, nameof(MaxTime), MaxTime);
        Check(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate);
        Check(PenaltyWeight >= 0, nameof(PenaltyWeight), PenaltyWeight);
        Check(GroupBalance is >= 0 and <= 1, nameof(GroupBalance), GroupBalance);
        Check(GroupTransport >= 0, nameof(GroupTransport), GroupTransport);
        Check(WorstGroupWeight is >= 0 and <= 4, nameof(WorstGroupWeight), WorstGroupWeight);
        Check(AverageDecay is >= 0 and < 1, nameof(AverageDecay), AverageDecay);

        static bool AreSizes(IReadOnlyList<int> sizes) => sizes.Count is >= 1 and <= 16 && sizes.All(size => size is >= 1 and <= 8192);

        static void Check(bool holds, string name, object? value)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(name, value, $"{name} is outside its range.");
            }
        }
    }
}
