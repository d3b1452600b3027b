namespace FairGan.MLNet.Options;

/// <summary>What becomes of a sensitive group that too few rows hold. It is never left out in silence.</summary>
public enum SmallGroups
{
    /// <summary>
    /// The group keeps its name and its share, but its rows' other cells do not: as many rows chosen at random stand for it, so that what
    /// is generated for the group is what holds for all. Nobody in the group can be recognised by it.
    /// </summary>
    Pool,

    /// <summary>The group is learned from its own rows, as if <see cref="ProtectionOptions.MinRows"/> were lower for its column. Its members can be recognised.</summary>
    Learn,

    /// <summary>The group's rows count as those of the group named by <see cref="ProtectionOptions.MergeInto"/>.</summary>
    Merge,

    /// <summary>Training is refused.</summary>
    Refuse,
}
