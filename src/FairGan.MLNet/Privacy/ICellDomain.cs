namespace FairGan.MLNet.Privacy;

/// <summary>Puts the rows of a column into cells, each by its own row alone.</summary>
internal interface ICellDomain
{
    /// <summary>The column's name.</summary>
    string Name { get; }

    /// <summary>What the ledger calls a count of its cells.</summary>
    string Title => Name;

    /// <summary>Number of cells, with the one of missing values.</summary>
    int CellCount { get; }

    /// <summary>A function that gives the current row's cell.</summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">The column.</param>
    Func<int> Reader(DataViewRow row, DataViewSchema.Column column);
}
