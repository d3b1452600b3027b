namespace FairGan.Tables;

/// <summary>Options of <see cref="TableReader"/>.</summary>
public sealed record TableReadOptions
{
    /// <summary>The names of columns that are read as text even if they contain numbers, such as codes. Names that the table lacks are an error.</summary>
    public IReadOnlyCollection<string> TextColumns { get; init; } = [];

    /// <summary>Whether all cells of a CSV file are read as text, unchanged, so that preparation can detect their formats. Default false.</summary>
    public bool AsWritten { get; init; }
}
