namespace FairGan.Reporting.Quality.Models;

/// <summary>The settings of the gradient-boosted trees (LightGBM) behind the utility and detection figures.</summary>
internal sealed record BoostedTreeOptions
{
    /// <summary>How many trees are added up; at least 1.</summary>
    public int Trees { get; init; } = 150;

    /// <summary>The weight of each tree, above 0.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The most leaves a tree may have; at least 2.</summary>
    public int Leaves { get; init; } = 63;

    /// <summary>The fewest training rows a leaf may hold, at least 1. Tables of fewer than 20 times as many rows get a twentieth of their rows.</summary>
    public int MinimumRowsPerLeaf { get; init; } = 20;

    /// <summary>The seed of LightGBM.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// How many threads LightGBM uses; at least 1. LightGBM runs in its deterministic mode, so that the result does not
    /// depend on it. One by default: LightGBM's threads spin while they wait for each other, and where another program
    /// keeps a core busy, two of them took more than twenty times as long as one.
    /// </summary>
    public int Threads { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trees, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(Leaves, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumRowsPerLeaf, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
    }
}
