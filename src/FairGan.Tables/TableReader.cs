using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace FairGan.Tables;

/// <summary>Reads tables from CSV and Parquet files into memory.</summary>
/// <remarks>
/// <para>
/// The types of a CSV file's columns are found from their cells, by the rules of training: what is a number here is one in
/// <c>fairgan train</c>, <c>audit</c>, <c>report</c> and <c>inspect</c>. All cells (the missing ones aside) finite numbers: a numeric
/// column, Int64 if all are integers and none is missing, otherwise Double with NaN for a missing value. Numbers may have separators
/// of thousands, a currency or percent sign and a minus of any kind (<c>1,200</c>, <c>8,24,190</c>, <c>1’234.00</c>, <c>€ 1.234,50</c>,
/// <c>12 %</c>, which is 12, <c>(696.42)</c>, <c>206.05-</c>). Everything else is text, kept exactly as read: dates are text, and so are <c>?</c>, <c>NA</c> and <c>None</c>, which among numbers are missing. A column without
/// a single value is text.
/// </para>
/// <para>
/// Numbers that are rather names stay text, because their digits would not come back: leading zeros (<c>02139</c>, <c>007.1</c>), letters
/// between digits (<c>1E1</c>), telephone numbers (<c>+4930123456</c>), versions (<c>1.9</c>, <c>1.10</c>), whole numbers that a Double would
/// round (from 2⁵³); and so do numbers that are dates: days such as <c>20240131</c>, and in columns named accordingly seconds since 1970 and
/// days that Excel counts.
/// </para>
/// <para>
/// If at least nine in ten of a column's cells are numbers, the others are most likely mistakes: they count as missing, with a warning in the
/// log. With fewer numbers the column is text.
/// </para>
/// <para>
/// In a Parquet file the types of the file decide: integers are numeric as above, floating-point numbers are Single or Double
/// (null and NaN are missing), decimals Double, bool stays bool (text <c>true</c> and <c>false</c> if values are missing), dates and times
/// become text in ISO 8601, all of a column with the same digits; binary is text where it is UTF-8. Whole numbers that a Double would round are text.
/// </para>
/// <para>
/// Names of columns are taken without blanks around them. A column without a name, as an index of the rows has none, is called <c>column 1</c>
/// after its place.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView table = TableReader.Load(mlContext, "loans.csv");
/// foreach (DataViewSchema.Column column in table.Schema)
/// {
///     Console.WriteLine($"{column.Name}: {column.Type}");
/// }
/// </code>
/// </example>
public static class TableReader
{
    /// <summary>Reads a file, whose name ends in <c>.csv</c> or <c>.parquet</c>.</summary>
    /// <param name="mlContext">Receives a line of log.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>The table, in memory.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="TableFormatException">The file does not contain a table with at least one row, or a column is neither numbers nor text.</exception>
    public static IDataView Load(MLContext mlContext, string path, TableReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentException.ThrowIfNullOrEmpty(path);
        TableFormat format = FormatOf(path);
        if (Directory.Exists(path))
        {
            throw new TableFormatException($"{path} is a folder, not a table.");
        }

        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Load(mlContext, stream, format, options ?? new TableReadOptions(), path);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="mlContext">Receives a line of log.</param>
    /// <param name="stream">The table; left open.</param>
    /// <param name="format">The file format.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>The table, in memory.</returns>
    /// <exception cref="TableFormatException">The stream does not contain a table with at least one row, or a column is neither numbers nor text.</exception>
    public static IDataView Load(MLContext mlContext, Stream stream, TableFormat format, TableReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(stream);
        return Load(mlContext, stream, format, options ?? new TableReadOptions(), "The table");
    }

    /// <summary>The format for the extension of a file's name.</summary>
    /// <exception cref="TableFormatException">The ending is neither <c>.csv</c> nor <c>.parquet</c>.</exception>
    internal static TableFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CSV" => TableFormat.Csv,
        ".PARQUET" => TableFormat.Parquet,
        _ => throw new TableFormatException($"{path}: the name of a table ends in .csv or .parquet."),
    };

    private static ColumnarDataView Load(MLContext mlContext, Stream stream, TableFormat format, TableReadOptions options, string source)
    {
        List<string> remarks = [];
        ColumnarDataView table = format switch
        {
            TableFormat.Csv => CsvTableReader.Read(stream, options, source, remarks),
            TableFormat.Parquet => ParquetTableReader.Read(stream, options, source, remarks),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
        using IChannel channel = ((IHostEnvironment)mlContext).Register(nameof(TableReader)).Start("Loading");
        channel.Info(MessageSensitivity.None, string.Create(CultureInfo.InvariantCulture, $"Read {table.GetRowCount()} rows of {table.Schema.Count} columns."));
        foreach (string remark in remarks)
        {
            channel.Warning(MessageSensitivity.UserData, $"{source}, {remark.TrimEnd('.')}.");
        }

        return table;
    }
}
