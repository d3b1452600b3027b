namespace FairGan.MLNet.Options;

/// <summary>How a sensitive group with too few rows is treated. It is never dropped silently.</summary>
public enum SmallGroups
{
    /// <summary>
    /// The group keeps its name and its share, but not the other cells of its rows: randomly chosen rows take their place, so that
    /// generated rows of the group follow the distribution of all rows. Nobody in the group can be recognised by it.
    /// </summary>
    Pool,

    /// <summary>The group is learned from its own rows, as if <see cref="ProtectionOptions.MinRows"/> were lower for its column. Its members can be recognised.</summary>
    Learn,

    /// <summary>The group's rows count as those of the group named by <see cref="ProtectionOptions.MergeInto"/>.</summary>
    Merge,

    /// <summary>Training is refused.</summary>
    Refuse,
}
