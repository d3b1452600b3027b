using FairGan.Export.Schemas;

namespace FairGan.MLNet.Preparation;

/// <summary>A table as symbols, two bytes a cell.</summary>
/// <param name="Schema">The columns, their codecs and roles.</param>
/// <param name="Codes">For every column, the symbol of every row.</param>
/// <param name="Numbers">For every numeric column, its values as they were (NaN where missing); null for the others.</param>
internal sealed record EncodedTable(TableSchema Schema, ushort[][] Codes, float[]?[] Numbers)
{
    /// <summary>The preparation report of the table; null for a part of a table.</summary>
    public PreparationReport? Report { get; init; }

    /// <summary>The kinds of the columns, detected or given; null for a part of a table.</summary>
    public TableDescription? Description { get; init; }

    /// <summary>For every column, whether the cell of each row was replaced to protect people, so that it breaks rules; null where none was.</summary>
    public bool[]?[] Altered { get; init; } = new bool[]?[Codes.Length];

    /// <summary>Columns that another one determines.</summary>
    public IReadOnlyList<Derivation> Derivations { get; init; } = [];

    /// <summary>Number of rows.</summary>
    public int RowCount => Codes[0].Length;
}
