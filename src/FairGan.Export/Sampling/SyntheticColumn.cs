namespace FairGan.Export.Sampling;

/// <summary>The cells of one column of generated rows.</summary>
/// <param name="Name">The column's name.</param>
public abstract record SyntheticColumn(string Name);

/// <summary>Cells of a column of categories.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Codes">For every row, a position in <paramref name="Categories"/>; the position past the end where the cell is missing.</param>
/// <param name="Categories">The column's categories.</param>
public sealed record CategoricalColumn(string Name, int[] Codes, IReadOnlyList<string> Categories) : SyntheticColumn(Name);

/// <summary>Cells of a column of whole numbers that has no missing cells.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">For every row, its value.</param>
public sealed record IntegerColumn(string Name, long[] Values) : SyntheticColumn(Name);

/// <summary>Cells of a column of numbers.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">For every row, its value; NaN where missing.</param>
public sealed record RealColumn(string Name, double[] Values) : SyntheticColumn(Name);
