namespace FairGan.Export.Columns;

/// <summary>How often each number of a column occurs.</summary>
/// <param name="Numbers">The distinct numbers, ascending.</param>
/// <param name="Rows">Rows of every number.</param>
/// <param name="HasMissing">Whether the column has missing cells.</param>
internal sealed record NumberCounts(double[] Numbers, long[] Rows, bool HasMissing)
{
    /// <summary>Whether the numbers are some of the column's only, each standing for others near it.</summary>
    public bool IsSample { get; init; }

    /// <summary>The people behind the numbers where one person may have several rows; null where every row is a person.</summary>
    public ValueHolders? Holders { get; init; }

    /// <summary>How often each number occurs in the cells themselves, where the numbers are their differences from another column's; else null.</summary>
    public NumberCounts? Cells { get; init; }

    /// <summary>Values that no bin goes beyond.</summary>
    public IReadOnlyList<double> Ends { get; init; } = [];
}
