using FairGan.Export.Format;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Preparation.Streaming;
using Microsoft.ML.Data;

namespace FairGan.Cli.Input;

/// <summary>Reads the tables named on the command line.</summary>
internal static class InputTable
{
    private const long MostRowsInMemory = 2_000_000;
    private const int MostRowsLearned = 500_000;

    /// <summary>The name of standard input, as CSV.</summary>
    public const string Standard = "-";

    /// <summary>Reads a table.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A .csv or .parquet file, or - for standard input.</param>
    /// <param name="options">Which columns are read, and how.</param>
    public static IDataView Read(MLContext context, string path, TableReadOptions options)
    {
        if (path == Standard)
        {
            using Stream input = Console.OpenStandardInput();
            return TableReader.Load(context, input, TableFormat.Csv, options);
        }

        CheckExists(path);
        return TableReader.Load(context, path, options);
    }

    /// <summary>A table that is read more than once; standard input is buffered.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A .csv or .parquet file, or - for standard input.</param>
    /// <returns>Reads the table.</returns>
    public static Func<TableReadOptions, IDataView> Source(MLContext context, string path)
    {
        if (path != Standard)
        {
            CheckExists(path);
            return options => TableReader.Load(context, path, options);
        }

        var copy = new MemoryStream();
        using (Stream input = Console.OpenStandardInput())
        {
            input.CopyTo(copy);
        }

        return Source(context, copy);
    }

    /// <summary>A table with numbers and text in the same columns as another table, so that the two can be compared column by column.</summary>
    /// <param name="table">The table, such as generated rows.</param>
    /// <param name="reference">The other table.</param>
    public static IDataView Like(IDataView table, IDataView reference)
    {
        DataViewSchema.Column[] columns = [.. table.Schema.Where(column => !column.IsHidden)];
        bool[] differs = Array.ConvertAll(columns, column => reference.Schema.GetColumnOrNull(column.Name) is { } other
            && (column.Type, other.Type) is (NumberDataViewType, TextDataViewType) or (TextDataViewType, NumberDataViewType));
        return differs.Contains(true)
            ? ColumnarDataView.Create(columns.Select((column, i) => (column.Name, Cells(table, column, asText: column.Type is NumberDataViewType == differs[i]))))
            : table;
    }

    private static ColumnData Cells(IDataView table, DataViewSchema.Column column, bool asText)
    {
        var builder = new CellColumnBuilder();
        using DataViewRowCursor cursor = table.GetRowCursor([column]);
        Func<ReadOnlyMemory<char>> cell = CellReader.Text(cursor, column, BooleanSpelling.LowerCase, FloatReading.ShortestDecimal)
            ?? throw new UsageException($"Column '{column.Name}' has type {column.Type}, which cannot be compared. Leave it out.");
        while (cursor.MoveNext())
        {
            builder.Add(cell().Span, 0);
        }

        return builder.Build(column.Name, asText);
    }

    /// <summary>A table that is read from CSV bytes in memory, any number of times.</summary>
    /// <param name="context">The context.</param>
    /// <param name="csv">The bytes.</param>
    public static Func<TableReadOptions, IDataView> Source(MLContext context, MemoryStream csv) => options =>
    {
        csv.Position = 0;
        return TableReader.Load(context, csv, TableFormat.Csv, options);
    };

    /// <summary>
    /// Reads a table for comparison with another one: columns that are text there are read as text, even if all cells look like
    /// numbers.
    /// </summary>
    /// <param name="source">Reads the table.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="reference">The other table.</param>
    public static IDataView ReadLike(Func<TableReadOptions, IDataView> source, TableReadOptions options, IDataView reference)
    {
        IDataView table = source(options);
        return Misread(table, reference) is { Length: > 0 } names ? source(options with { TextColumns = [.. options.TextColumns, .. names] }) : table;
    }

    /// <summary>
    /// Reads a table and encodes it. A Parquet file with many rows is streamed, and the training uses a sample of its rows.
    /// </summary>
    /// <param name="path">A .csv or .parquet file, or - for standard input.</param>
    /// <param name="textColumns">Columns read as text even if they hold numbers.</param>
    /// <param name="dropped">Columns that are not read.</param>
    /// <param name="options">Roles of the columns and how they are coded.</param>
    /// <param name="warnings">Receives the warnings of the reader.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static EncodedTable Encode(
        string path, string[] textColumns, string[] dropped, SynthesizerOptions options, ICollection<string> warnings, CancellationToken cancellationToken)
    {
        var reading = new TableReadOptions { TextColumns = textColumns, Dropped = dropped, AsWritten = true, MostColumns = FileBounds.MostColumns };
        if (FitsInMemory(path))
        {
            var context = new MLContext();
            IReadOnlyCollection<string> found = ReaderWarnings.Of(context);
            IDataView data = Read(context, path, reading);
            foreach (string warning in found)
            {
                warnings.Add(warning);
            }

            return TableEncoder.Encode(data, options, cancellationToken);
        }

        using MappedTable table = StreamedTable.Encode(() => ParquetTableReader.Groups(path, reading), options, Path.GetTempPath(), cancellationToken);
        return table.Draw(MostRowsLearned, options.Training.IntSeed);
    }

    /// <summary>Reads a table with cells of CSV as they are written, so that each depends on nothing but its own row.</summary>
    /// <param name="path">A .csv or .parquet file, or - for standard input.</param>
    /// <param name="textColumns">Columns read as text even if they hold numbers.</param>
    /// <param name="dropped">Columns that are not read.</param>
    /// <param name="expected">Names of which the table has one at least.</param>
    public static IDataView ReadAsWritten(string path, string[] textColumns, string[] dropped, IReadOnlyCollection<string> expected) =>
        Read(new MLContext(), path, new TableReadOptions { TextColumns = textColumns, Dropped = dropped, AsWritten = true, MostColumns = FileBounds.MostColumns, Expected = expected });

    /// <summary>The cells of a table as they are written; null for standard input, which can be read once, and for a table that does not fit in memory.</summary>
    public static IDataView? InMemory(string path) => FitsInMemory(path) && path != Standard ? Read(new MLContext(), path, new TableReadOptions { AsWritten = true }) : null;

    /// <summary>A table without some of its columns.</summary>
    public static IDataView Without(IDataView table, string[] columns) =>
        columns.Length == 0 ? table : new MLContext().Transforms.DropColumns(columns).Fit(table).Transform(table);

    /// <summary>Checks that a file is there.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    public static void CheckExists(string path)
    {
        if (path.Length == 0 || (!File.Exists(path) && !Directory.Exists(path)))
        {
            throw new UsageException($"There is no file '{path}'. Check its name and folder.");
        }
    }

    private static bool FitsInMemory(string path) =>
        path == Standard || !File.Exists(path) || TableReader.FormatOf(path) != TableFormat.Parquet || ParquetTableReader.RowCount(path) <= MostRowsInMemory;

    private static string[] Misread(IDataView table, IDataView reference) =>
    [
        .. table.Schema.Where(column => column.Type is NumberDataViewType && reference.Schema.GetColumnOrNull(column.Name) is { Type: TextDataViewType })
            .Select(column => column.Name),
    ];
}
