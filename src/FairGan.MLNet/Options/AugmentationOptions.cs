namespace FairGan.MLNet.Options;

/// <summary>Options of the augmentation: the columns, the target shares, and whether rows are weighted or resampled.</summary>
public sealed record AugmentationOptions
{
    /// <summary>The label column.</summary>
    public required string LabelColumn { get; init; }

    /// <summary>The sensitive columns, at least one; groups are the combinations of their values.</summary>
    public required IReadOnlyList<string> SensitiveColumns { get; init; }

    /// <summary>The target shares. Default: independence of label and group.</summary>
    public AugmentationTarget Target { get; init; } = AugmentationTarget.Independence;

    /// <summary>Strength of the augmentation, from 0 (none) to 1 (the target in full). Default 1.</summary>
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

    /// <summary>Largest number of rows of a combination of group and label whose copies get noise. Default: all combinations.</summary>
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
