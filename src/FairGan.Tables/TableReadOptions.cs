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

    /// <summary>
    /// Names of which the table has one at least; null for any. A table that has none of them seems to lack its line of names, and is refused without
    /// quoting that line.
    /// </summary>
    internal IReadOnlyCollection<string>? Expected { get; init; }

    /// <summary>Columns that a table may have; null for any number. A wider table is refused by its header, before its rows are read.</summary>
    internal int? MostColumns { get; init; }

    /// <summary>Refuses a table with too many columns.</summary>
    /// <param name="count">Columns of the file; those that <see cref="Columns"/> and <see cref="Dropped"/> leave out do not count.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="TableFormatException">There are more than <see cref="MostColumns"/>.</exception>
    internal void CheckColumns(int count, string source)
    {
        if (Columns is null && count - Dropped.Count > MostColumns)
        {
            throw new TableFormatException(
                FormattableString.Invariant($"{source} has {count:N0} columns; a generator can have {MostColumns:N0}. Leave columns out (on the command line --drop)."));
        }
    }

    /// <summary>Whether unusable values in a column are an error.</summary>
    internal bool IsRequired(string column) => Required?.Contains(column) ?? true;
}
