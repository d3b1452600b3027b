namespace FairGan.Tables;

/// <summary>Options of <see cref="TableReader"/>.</summary>
public sealed record TableReadOptions
{
    /// <summary>
    /// The names of the columns to read; null (the default) for all. The others may hold anything: they are neither read nor checked. Names
    /// that the table lacks are an error.
    /// </summary>
    public IReadOnlyCollection<string>? Columns { get; init; }

    /// <summary>The names of columns that are read as text even if they contain numbers, such as codes. Names that the table lacks are an error.</summary>
    public IReadOnlyCollection<string> TextColumns { get; init; } = [];

    /// <summary>Whether all cells of a CSV file are read as text, unchanged, so that preparation can detect their formats. Default false.</summary>
    public bool AsWritten { get; init; }

    /// <summary>The names of columns that are not read.</summary>
    internal IReadOnlyCollection<string> Dropped { get; init; } = [];

    /// <summary>
    /// The names of columns that have to be usable; null for all. Of the others, one that no table can hold is left out, with a warning.
    /// </summary>
    internal IReadOnlyCollection<string>? Required { get; init; }

    /// <summary>Whether unusable values in a column are an error.</summary>
    internal bool IsRequired(string column) => Required?.Contains(column) ?? true;
}
