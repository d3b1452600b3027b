namespace FairGan.MLNet.Options;

/// <summary>
/// How the people in a table are protected: no category, number, extreme or rule that fewer than <see cref="MinRows"/> people share is
/// in the generator's file or in generated rows. docs/privacy.md states what this does not protect against, and what differential
/// privacy adds.
/// </summary>
public sealed record ProtectionOptions
{
    /// <summary>Minimum number of rows (subjects, where <see cref="SubjectColumn"/> is set) behind everything in the file. 0 switches protection off; otherwise 2 to 1,000,000. Default 10.</summary>
    public int MinRows { get; init; } = 10;

    /// <summary>
    /// Name of the column that states which rows belong to the same person; it is generated as an identifier. Null (the default) if
    /// every row is a different person.
    /// </summary>
    public string? SubjectColumn { get; init; }

    /// <summary>What replaces rare categories. Default: frequent categories.</summary>
    public RareValues RareValues { get; init; }

    /// <summary>The category that replaces rare ones under <see cref="RareValues.Placeholder"/>. Default "(other)".</summary>
    public string Placeholder { get; init; } = "(other)";

    /// <summary>How small sensitive groups are treated. Default: pooled.</summary>
    public SmallGroups SmallGroups { get; init; }

    /// <summary>The group that small ones join under <see cref="SmallGroups.Merge"/>; null otherwise.</summary>
    public string? MergeInto { get; init; }

    /// <summary>Whether anything is protected.</summary>
    internal bool IsOn => MinRows > 0;

    /// <summary>Throws where a value is outside its range or contradicts another.</summary>
    /// <exception cref="ArgumentException">A property is outside its documented range.</exception>
    public void Validate()
    {
        if (MinRows is not 0 and (< 2 or > 1_000_000))
        {
            throw new ArgumentOutOfRangeException(nameof(MinRows), MinRows, "MinRows must be 0, or from 2 to 1,000,000.");
        }

        ArgumentException.ThrowIfNullOrEmpty(Placeholder);
        if (!Enum.IsDefined(RareValues) || !Enum.IsDefined(SmallGroups))
        {
            throw new ArgumentOutOfRangeException(nameof(SmallGroups), "RareValues and SmallGroups must be named values.");
        }

        if (SmallGroups == SmallGroups.Merge != MergeInto is not null)
        {
            throw new ArgumentException("MergeInto names the group that small groups join: it goes with SmallGroups.Merge, and with that alone.");
        }

    }
}
