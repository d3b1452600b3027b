namespace FairGan.MLNet.Options;

/// <summary>How groups are evened out before learning.</summary>
public sealed record AugmentationOptions
{
    /// <summary>The label column.</summary>
    public required string LabelColumn { get; init; }

    /// <summary>The sensitive columns, one at least; groups are the combinations of their values.</summary>
    public required IReadOnlyList<string> SensitiveColumns { get; init; }

    /// <summary>The shares aimed at. Default: independence of label and group.</summary>
    public AugmentationTarget Target { get; init; } = AugmentationTarget.Independence;

    /// <summary>How far rows are moved toward the target: 0 (not at all) to 1 (in full). Default 1.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Whether rows are repeated or left out in proportion to their weights, rather than given a column of weights. Default false.</summary>
    public bool Resample { get; init; }

    /// <summary>Name of the column of weights (Single), which is added where rows are not resampled. Default "Weight".</summary>
    public string WeightColumn { get; init; } = "Weight";

    /// <summary>
    /// Noise added to the Single and Double columns of repeated rows, in standard deviations of the column among the rows of the same
    /// group and label: 0 (none, the default) to 1. It keeps a learner from memorising the few rows of a small group.
    /// </summary>
    public double Noise { get; init; }

    /// <summary>Combinations of group and label with at most so many rows get noise. Default: all.</summary>
    public long SmallGroup { get; init; } = long.MaxValue;

    /// <summary>Seed of the resampling. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Throws where a value is outside its range.</summary>
    /// <exception cref="ArgumentException">A property is outside its documented range.</exception>
    public void Validate()
    {
        if (SensitiveColumns.Count == 0 || SensitiveColumns.Contains(LabelColumn))
        {
            throw new ArgumentException("Name one sensitive column at least, and none that is the label.");
        }

        if (!(Strength is >= 0 and <= 1) || !(Noise is >= 0 and <= 1) || SmallGroup < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Strength), "Strength and noise are from 0 to 1, and a small group has 0 rows or more.");
        }
    }
}
