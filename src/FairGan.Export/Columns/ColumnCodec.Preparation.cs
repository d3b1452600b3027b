namespace FairGan.Export.Columns;

// What preparation and training ask of every kind of column.
public abstract partial record ColumnCodec
{
    /// <summary>Whether every symbol is one single value, so that another column can determine this one.</summary>
    internal virtual bool CanBeDetermined => false;

    /// <summary>Whether symbols are values that can be groups of people; false for ranges of numbers.</summary>
    internal virtual bool CanGroup => true;

    /// <summary>Values that share one symbol because they are rare.</summary>
    internal virtual int RareCount => 0;

    /// <summary>The .NET type of cells that are times, <see cref="DateTime"/> or <see cref="TimeSpan"/>; null for other kinds.</summary>
    internal virtual Type? TimeType => null;

    /// <summary>The numbers of generated cells as <see cref="NumberCoding"/> codes them, NaN where missing; null for kinds whose values are not numbers.</summary>
    internal virtual double[]? NumbersOf(SyntheticColumn cells) => null;

    /// <summary>Collects cells that a user gives.</summary>
    internal abstract GivenCells CollectGiven();
}
