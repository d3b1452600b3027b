namespace FairGan.Fairness.Sql;

/// <summary>Options of <see cref="SqlGroupCounts"/>: how values of the database are read.</summary>
internal sealed record SqlReadOptions
{
    /// <summary>
    /// Whether text columns hold the cells of a CSV file that the database reads without types (in DuckDB
    /// <c>read_csv('loans.csv', all_varchar = true)</c>). A column of numbers alone is then numbers, by the rules of
    /// <see cref="FairGan.Tables.TableReader"/>, so that <c>0.8</c> and <c>0.80</c> are one value; a column that is mostly, but not only,
    /// numbers is text. Otherwise text is text, as in every other table.
    /// </summary>
    public bool TextIsCells { get; init; }

    /// <summary>The columns that stay text even if all their cells are numbers; heeded where <see cref="TextIsCells"/> is set.</summary>
    public IReadOnlyCollection<string> TextColumns { get; init; } = [];
}
