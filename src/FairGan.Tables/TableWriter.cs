using Microsoft.ML;

namespace FairGan.Tables;

/// <summary>Writes a table to a CSV or Parquet file.</summary>
/// <remarks>
/// Columns are written in the order of the schema, hidden ones left out. Numbers are written with as many digits as it takes to
/// read the same number again; a missing value (NaN, key 0, empty text) is an empty cell or null; keys are written as their
/// values, bool as <c>true</c> and <c>false</c>, dates as in ISO 8601. The same table always gives the same bytes.
/// </remarks>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView table = TableReader.Load(mlContext, "loans.csv");
/// TableWriter.Save(table, "loans.parquet");
/// </code>
/// </example>
public static class TableWriter
{
    /// <summary>Writes a file, whose name ends in <c>.csv</c> or <c>.parquet</c>. It is written under a temporary name and renamed, so that no incomplete file is left.</summary>
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
    /// <param name="format">The file format.</param>
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
