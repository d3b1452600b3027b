namespace FairGan.Export.Columns;

/// <summary>The type in which a column's cells are stored in typed files (Arrow, Parquet).</summary>
internal enum CellStorage
{
    /// <summary>Text, as the real cells are written.</summary>
    Text,

    /// <summary>64-bit integers, none missing.</summary>
    Whole,

    /// <summary>64-bit floating point.</summary>
    Number,
}
