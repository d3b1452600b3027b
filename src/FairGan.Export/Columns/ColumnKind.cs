namespace FairGan.Export.Columns;

/// <summary>The kind of a column's cells, which determines their coding and the outputs of the generator's file.</summary>
public enum ColumnKind
{
    /// <summary>Text out of a finite set of categories; returned as strings, missing as the empty string.</summary>
    Categorical,

    /// <summary>Real numbers; returned as 64-bit floating point, missing as NaN.</summary>
    Real,

    /// <summary>Whole numbers; returned as 64-bit integers, or as 64-bit floating point with NaN where the column has missing cells.</summary>
    Integer,

    /// <summary>Categories in an order: text out of a finite set whose order means something; returned as strings.</summary>
    Ordinal,

    /// <summary>Two categories such as yes and no; returned as strings.</summary>
    Boolean,

    /// <summary>Dates, times of day, or both; returned as whole numbers of units since 1970-01-01T00:00.</summary>
    Date,

    /// <summary>Another value in every row, which means nothing; returned as fresh whole numbers.</summary>
    Identifier,

    /// <summary>Spans of time; returned as numbers of the codec's unit.</summary>
    Duration,
}
