using System.Text;
using FairGan.Export;
using FairGan.Export.Sampling;
using FairGan.MLNet.Training;

namespace FairGan.MLNet.Components;

/// <summary>A trained generator of synthetic rows. Safe for several threads.</summary>
/// <remarks>
/// The generator is its ONNX file, which this class carries: it is saved with the model, and rows always come out of ONNX Runtime.
/// Neither loading nor generating needs Torch's native library.
/// </remarks>
public sealed class SynthesizerTransformer : ITransformer, IDisposable
{
    private const string Remedy = "train with mlContext.FairGan().TrainOnSynthetic(…), or append the synthesizer with TransformerScope.Training.";

    private readonly CarriedGenerator<GeneratorInformation, OnnxGenerator> _generator;
    private readonly ReplacedRowsWarning? _replacedRows;

    /// <summary>A transformer around a generator's file.</summary>
    /// <param name="schema">The schema of the real table; hidden columns are left out.</param>
    /// <param name="file">The generator's file.</param>
    /// <param name="options">What the generator was trained with.</param>
    /// <param name="summary">The training summary.</param>
    /// <param name="replacedRows">Warns when a chain scores synthetic rows; null for no warning.</param>
    /// <exception cref="FormatException">The file does not fit the schema.</exception>
    internal SynthesizerTransformer(
        DataViewSchema schema, ParsedFile<GeneratorInformation, OnnxGenerator> file, SynthesizerOptions options, TrainingSummary summary, ReplacedRowsWarning? replacedRows = null)
    {
        _generator = new(file, GetType());
        _replacedRows = replacedRows;
        Options = options;
        Summary = summary;
        DataViewSchema.Builder visible = new();
        foreach (DataViewSchema.Column column in schema.Where(column => !column.IsHidden))
        {
            visible.AddColumn(column.Name, column.Type, column.Annotations);
        }

        Schema = visible.ToSchema();
        if (!Schema.Select(column => column.Name).SequenceEqual(Information.Schema.Columns.Select(column => column.Name)))
        {
            throw new FormatException("The generator's columns differ from those of the schema.");
        }

        _ = Cells(0);
    }

    /// <summary>The columns of the real table that was learned, and so of every synthetic one: names, types and annotations.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>The options of the training.</summary>
    public SynthesizerOptions Options { get; }

    /// <summary>The training summary.</summary>
    public TrainingSummary Summary { get; }

    /// <summary>The file's metadata: the coding of the columns, their roles, and whether the file has the strength dial.</summary>
    public GeneratorInformation Information => _generator.Information;

    /// <summary>The bytes of the generator's ONNX file.</summary>
    public ReadOnlyMemory<byte> GeneratorBytes => _generator.Bytes;

    /// <summary>False: a synthetic row does not belong to a row of the input.</summary>
    public bool IsRowToRowMapper => false;

    /// <summary>Generates synthetic rows into memory.</summary>
    /// <param name="rows">How many: 0 to 2,147,483,591 (<see cref="Array.MaxLength"/>), limited by memory. For more, stream them from <see cref="OpenGenerator"/>.</param>
    /// <param name="options">Which rows, and the strength of fairness; null for the defaults. The same options always give the same rows.</param>
    /// <param name="cancellationToken">Stops it between two batches of 1,024 rows.</param>
    /// <returns>A table with the columns of the real one. A missing value is NaN, key 0, or empty text.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">A strength is given, but the generator was trained without a label or a sensitive column.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed of.</exception>
    public IDataView Generate(long rows, SamplingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (rows > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rows), rows, $"At most {Array.MaxLength} rows fit into one table in memory; stream more from {nameof(OpenGenerator)}(), or generate them in parts (SamplingOptions.StartRow).");
        }

        return Collect(_generator.Shared.Generate(rows, options, cancellationToken), (int)rows);
    }

    /// <summary>Batches of the generator as one table with the columns of <see cref="Schema"/>.</summary>
    /// <param name="batches">The batches, in order.</param>
    /// <param name="rows">The number of rows in all of them.</param>
    internal IDataView Collect(IEnumerable<SyntheticBatch> batches, int rows)
    {
        SyntheticCells[] cells = Cells(rows);
        foreach (SyntheticBatch batch in batches)
        {
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i].Add(batch.Columns[i]);
            }
        }

        return ColumnarDataView.Like(Schema, Array.ConvertAll(cells, column => column.ToColumnData()));
    }

    /// <summary>
    /// Fills in the missing cells of real rows, sampled given the present ones, which do not change. The table is then in memory.
    /// </summary>
    /// <param name="rows">
    /// Rows with some or all of the columns, in any order; a column that it does not have is filled in as a whole. Cells of text are cleaned as
    /// those of training were: blanks, case, spellings of missing cells, numbers and dates in other formats.
    /// </param>
    /// <param name="options">The seed, and the strength of fairness for labels that are filled in; null for the defaults. The same rows and options always give the same table.</param>
    /// <param name="cancellationToken">Stops it between two batches of 1,024 rows.</param>
    /// <returns>The rows with all columns of <see cref="Schema"/> and no missing cells.</returns>
    /// <exception cref="ArgumentException">The generator does not know a column or value; the message names row and column.</exception>
    /// <exception cref="FormatException">A column is of a type that does not fit.</exception>
    /// <exception cref="InvalidOperationException">A strength is given, but the generator was trained without a label or a sensitive column.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed of.</exception>
    public IDataView FillIn(IDataView rows, SamplingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        GivenRows given = GivenRows.Read(rows, Information, Options.Preparation, keepsOthers: false, cancellationToken);
        return Collect(_generator.Shared.FillIn(given.Batch, options, cancellationToken).Select(given.Restored), given.Batch.RowCount);
    }

    /// <summary>Generates as many synthetic rows as the input has, in memory, with the default <see cref="SamplingOptions"/>.</summary>
    /// <param name="input">Its rows are counted, by reading them if the number is unknown; its columns are ignored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input has more rows than <see cref="Generate"/> can generate.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed of.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _replacedRows?.Check(input, Remedy);
        return Generate(RowCounter.Count(input));
    }

    /// <summary>The schema of the synthetic rows.</summary>
    /// <param name="inputSchema">Ignored.</param>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Schema;
    }

    /// <summary>Not possible: a synthetic row does not belong to a row of the input.</summary>
    /// <param name="inputSchema">Ignored.</param>
    /// <exception cref="InvalidOperationException">Always; the message states what to do instead.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException(
        "Synthetic rows do not belong to rows of the input, so a chain that contains a synthesizer cannot score single rows. Append the synthesizer with "
        + "TransformerScope.Training and take the chain's GetModelFor(TransformerScope.Scoring), or train with mlContext.FairGan().TrainOnSynthetic(…).");

    /// <summary>Writes the generator's ONNX file, which needs neither ML.NET nor this library to run. A file that exists is replaced as a whole.</summary>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public void SaveAsOnnx(string path) => _generator.Save(path);

    /// <summary>Writes the generator's ONNX file to a stream.</summary>
    /// <param name="stream">The stream; left open.</param>
    public void SaveAsOnnx(Stream stream) => _generator.Save(stream);

    /// <summary>Opens the generator for streaming or for another device. The caller disposes of it.</summary>
    /// <param name="options">Device and threads; null for the defaults.</param>
    /// <exception cref="FormatException">ONNX Runtime cannot run the file.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested device is not available.</exception>
    public OnnxGenerator OpenGenerator(OnnxGeneratorOptions? options = null) => _generator.Open(options);

    /// <summary>Frees the resources of ONNX Runtime. Rows generated before stay readable.</summary>
    public void Dispose() => _generator.Dispose();

    /// <summary>A transformer around a generator's file alone, with the types that such a file returns.</summary>
    /// <param name="file">The generator's file; used without copying.</param>
    /// <param name="replacedRows">Warns when a chain scores synthetic rows; null for no warning.</param>
    /// <exception cref="FormatException">The file is not a generator's.</exception>
    internal static SynthesizerTransformer FromFile(byte[] file, ReplacedRowsWarning? replacedRows = null)
    {
        ParsedFile<GeneratorInformation, OnnxGenerator> parsed = OnnxGenerator.Parse(file);
        GeneratorInformation information = parsed.Information;
        DataViewSchema.Builder schema = new();
        foreach (ColumnCodec codec in information.Schema.Columns)
        {
            schema.AddColumn(codec.Name, codec.Storage switch
            {
                CellStorage.Text => TextDataViewType.Instance,
                CellStorage.Whole => NumberDataViewType.Int64,
                _ => NumberDataViewType.Double,
            });
        }

        return new SynthesizerTransformer(
            schema.ToSchema(), parsed, SynthesizerJson.Options(Encoding.UTF8.GetBytes(information.OptionsJson)), SynthesizerJson.Summary(Encoding.UTF8.GetBytes(information.TrainingJson)), replacedRows);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SynthesizerLoader.Save(ctx, this);

    private SyntheticCells[] Cells(int rows) =>
        [.. Schema.Zip(Information.Schema.Columns, (column, codec) => SyntheticCells.For(column, codec, rows))];
}
