namespace FairGan.Tables;

/// <summary>How a table is read.</summary>
public sealed record TableReadOptions
{
    /// <summary>The names of columns that are read as text even if they hold numbers, such as codes. Names that the table lacks are an error.</summary>
    public IReadOnlyCollection<string> TextColumns { get; init; } = [];

    /// <summary>Whether all cells of a CSV file are read as text, as they stand there: what preparation finds the formats in. Default false.</summary>
    public bool AsWritten { get; init; }
}
