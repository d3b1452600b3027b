using Microsoft.ML;

namespace FairGan.Tables;

/// <summary>Writes tables to CSV and Parquet files.</summary>
/// <remarks>
/// Columns are written in the order of the schema, hidden ones left out. Numbers are written with as many digits as it takes to
/// read the same number again; a missing value (NaN, key 0, empty text) is an empty cell or null; keys are written as the values
/// they stand for, bool as <c>true</c> and <c>false</c>, dates as in ISO 8601. The same table always gives the same bytes.
/// </remarks>
public static class TableWriter
{
    /// <summary>Writes a file, whose name ends in <c>.csv</c> or <c>.parquet</c>. It is written aside and renamed, so that it is there whole or not at all.</summary>
    /// <param name="table">The table; read in one pass.</param>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <exception cref="TableFormatException">The name ends otherwise.</exception>
    /// <exception cref="ArgumentException">A column is of a type that the file cannot hold, such as a vector.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(IDataView table, string path)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrEmpty(path);
        TableFormat format = TableReader.FormatOf(path);
        AtomicFile.Write(path, stream => Save(table, stream, format));
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="table">The table; read in one pass.</param>
    /// <param name="stream">The stream; left open.</param>
    /// <param name="format">How the table is stored.</param>
    /// <exception cref="ArgumentException">A column is of a type that the file cannot hold, such as a vector.</exception>
    public static void Save(IDataView table, Stream stream, TableFormat format)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(stream);
        switch (format)
        {
            case TableFormat.Csv:
                CsvTableWriter.Write(table, stream);
                break;
            case TableFormat.Parquet:
                ParquetTableWriter.Write(table, stream);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format));
        }
    }
}
