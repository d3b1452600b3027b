namespace FairGan.Export.Sampling;

/// <summary>Consecutive generated rows, column by column.</summary>
/// <param name="StartRow">Number of the first row.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="Columns">The columns, in the table's order.</param>
/// <example>
/// <code>
/// using var generator = OnnxGenerator.Open("generator.onnx");
/// foreach (SyntheticBatch batch in generator.Generate(10_000))
/// {
///     double[] ages = batch.Cells&lt;double&gt;("age");
///     string[] sexes = batch.Cells&lt;string&gt;("sex");
///     string firstTown = batch["town"].Text(0);
/// }
/// </code>
/// </example>
public sealed record SyntheticBatch(long StartRow, int RowCount, IReadOnlyList<SyntheticColumn> Columns)
{
    /// <summary>The column of a name.</summary>
    /// <param name="name">The column's name; upper and lower case differ.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those that exist.</exception>
    public SyntheticColumn this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Columns.FirstOrDefault(column => column.Name == name)
                ?? throw new ArgumentException($"The rows have no column '{name}'; they have {string.Join(", ", Columns.Select(column => $"'{column.Name}'"))}.");
        }
    }

    /// <summary>The cells of a column as one typed array, such as <c>batch.Cells&lt;double&gt;("age")</c>. It may be the batch's own array, so do not change it.</summary>
    /// <typeparam name="T">
    /// <c>string</c> for any column (empty where missing); <c>int</c> for the codes of categories; <c>long</c> or <c>double</c> for whole
    /// numbers without missing cells; <c>double</c> (NaN where missing) or <c>double?</c> for other numbers; <c>DateTime?</c> for dates;
    /// <c>long?</c> for the numbers of identifiers.
    /// </typeparam>
    /// <param name="name">The column's name.</param>
    /// <exception cref="ArgumentException">There is no such column, or its cells cannot be read as this type; the message lists the types that fit.</exception>
    public T[] Cells<T>(string name) => this[name].Cells<T>();
}
