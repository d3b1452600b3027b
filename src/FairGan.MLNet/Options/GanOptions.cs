namespace FairGan.MLNet.Options;

/// <summary>Options of the training of generator and critic. Where an option is null, the size of the table determines it.</summary>
public sealed record GanOptions
{
    /// <summary>
    /// Seed of all random numbers. The same seed, data and number of threads give the same file on the CPU, and the same except for rounding on
    /// CUDA. By default every new object gets its own seed from the operating system: anyone who knows the seed can train again
    /// with and without a row, and see whether it was among the training rows.
    /// </summary>
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

    /// <summary>Width of the generator's normal noise; even, 2 to 256. Default 8.</summary>
    public int LatentSize { get; init; } = 8;

    /// <summary>Widths of the generator's hidden layers, one to 16 of them, 1 to 8,192 each; default: two by size, of 64 below 5,000 rows and 256 from there on.</summary>
    public IReadOnlyList<int>? HiddenSizes { get; init; }

    /// <summary>Noise vectors per step: the components of the mixture in the likelihood. 64 to 65,536; default: by table size, up to 8,192.</summary>
    public int? Components { get; init; }

    /// <summary>Real rows per step, 16 to 16,384; default: by table size, up to 512.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Largest number of training steps, 1 or more; default: by table size. Training stops early when the held-out likelihood no longer improves.</summary>
    public int? Steps { get; init; }

    /// <summary>Longest wall-clock time of training; default: no limit. A run that the limit cuts short is not reproducible.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Initial learning rate; it decays to a fiftieth along a cosine. Above 0, at most 1; default 0.002.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>
    /// Smallest cross-validated mutual information, in nats per row, at which a pair of columns is modelled jointly. 0 or more; infinity turns pairs off. Default 0.03.
    /// </summary>
    public double LeastInteraction { get; init; } = 0.03;

    /// <summary>Weight of the mixture likelihood, 0 or more. Default 1.</summary>
    public double LikelihoodWeight { get; init; } = 1;

    /// <summary>Weight of the squared distance of the one- and two-column marginals, over all rows and by group, 0 or more. Default 0.2.</summary>
    public double MarginalWeight { get; init; } = 0.2;

    /// <summary>Weight of the critic, 0 (no critic) or more. Default 0.02.</summary>
    public double CriticWeight { get; init; } = 0.02;

    /// <summary>Share of the steps, at the end of the training, that use the critic: above 0, at most 1. Default 0.3.</summary>
    public double CriticShare { get; init; } = 0.3;

    /// <summary>Rows the critic judges together (Lin et al. 2018, "PacGAN"). 1 to 32; default 4.</summary>
    public int CriticPack { get; init; } = 4;

    /// <summary>
    /// Weight of the groups in the loss: 0 by their numbers of rows, 1 equal weights. Default 0.5 (by the square root of their
    /// share).
    /// </summary>
    public double GroupBalance { get; init; } = 0.5;

    /// <summary>
    /// Whether boosted trees trained on the real rows generate the label, with a strength dial at sampling time. Otherwise the network
    /// generates the label, trained toward the fair target of the strength. Default true.
    /// </summary>
    public bool LabelHead { get; init; } = true;

    /// <summary>Weight of the disparity penalty on the network's own labels, 0 or more; used only without a label head, at strength 1. Default 10.</summary>
    public double DisparityWeight { get; init; } = 10;

    /// <summary>Decay of the weights' moving average, 0 (no average) to below 1. Default 0.995.</summary>
    public double AverageDecay { get; init; } = 0.995;

    /// <summary>Throws where a value is outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is outside its documented range.</exception>
    public void Validate()
    {
        Check(Threads >= 1, nameof(Threads), Threads);
        Check(LatentSize is >= 2 and <= 256 && LatentSize % 2 == 0, nameof(LatentSize), LatentSize);
        Check(HiddenSizes is null || (HiddenSizes.Count is >= 1 and <= 16 && HiddenSizes.All(size => size is >= 1 and <= 8192)), nameof(HiddenSizes), string.Join(",", HiddenSizes ?? []));
        Check(Components is null or (>= 64 and <= 65536), nameof(Components), Components);
        Check(BatchSize is null or (>= 16 and <= 16384), nameof(BatchSize), BatchSize);
        Check(Steps is null or >= 1, nameof(Steps), Steps);
        Check(MaxTime is null || MaxTime > TimeSpan.Zero, nameof(MaxTime), MaxTime);
        Check(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate);
        Check(LeastInteraction >= 0, nameof(LeastInteraction), LeastInteraction);
        Check(LikelihoodWeight >= 0 && MarginalWeight >= 0 && LikelihoodWeight + MarginalWeight + CriticWeight > 0, nameof(LikelihoodWeight), LikelihoodWeight);
        Check(CriticWeight >= 0, nameof(CriticWeight), CriticWeight);
        Check(CriticShare is > 0 and <= 1, nameof(CriticShare), CriticShare);
        Check(CriticPack is >= 1 and <= 32, nameof(CriticPack), CriticPack);
        Check(GroupBalance is >= 0 and <= 1, nameof(GroupBalance), GroupBalance);
        Check(DisparityWeight >= 0, nameof(DisparityWeight), DisparityWeight);
        Check(AverageDecay is >= 0 and < 1, nameof(AverageDecay), AverageDecay);

        static void Check(bool holds, string name, object? value)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(name, value, $"{name} is outside its range.");
            }
        }
    }
}
