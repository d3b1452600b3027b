namespace FairGan.Fairness.Counts;

/// <summary>The distinct values of one column, once all rows are read.</summary>
/// <param name="Column">The column.</param>
/// <param name="Categories">The values by code, in their natural order, missing last.</param>
/// <param name="MissingCode">The code that stands for missing, or −1.</param>
internal sealed record CategoryList(string Column, Category[] Categories, int MissingCode)
{
    /// <summary>The same without missing, of a column whose missing cells were left out.</summary>
    public CategoryList WithoutMissing() => MissingCode < 0 ? this : new CategoryList(Column, Categories[..MissingCode], -1);
}
