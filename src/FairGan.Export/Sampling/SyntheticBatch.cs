namespace FairGan.Export.Sampling;

/// <summary>Consecutive generated rows, column by column.</summary>
/// <param name="StartRow">Number of the first row.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="Columns">The columns, in the table's order.</param>
public sealed record SyntheticBatch(long StartRow, int RowCount, IReadOnlyList<SyntheticColumn> Columns);
