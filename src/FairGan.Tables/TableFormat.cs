namespace FairGan.Tables;

/// <summary>The file format of a table.</summary>
public enum TableFormat
{
    /// <summary>Comma-separated values: UTF-8, a header line, quotes as in RFC 4180, an empty cell for a missing value.</summary>
    Csv,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
