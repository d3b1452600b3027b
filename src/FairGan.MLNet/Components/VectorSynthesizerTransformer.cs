using FairGan.Export.Columns.Categorical;
using FairGan.Export.Sampling;
using FairGan.Export.Vectors;
using FairGan.MLNet.Training;

namespace FairGan.MLNet.Components;

/// <summary>A trained generator of vectors. Safe for several threads.</summary>
/// <remarks>
/// The generator is its ONNX file, which this class carries: it is saved with the model, and vectors always come out of ONNX Runtime.
/// Neither loading nor generating needs Torch's native library.
/// </remarks>
public sealed class VectorSynthesizerTransformer : ITransformer, IDisposable
{
    private const string Remedy = "append the synthesizer with TransformerScope.Training.";

    private readonly CarriedGenerator<VectorInformation, VectorGenerator> _generator;
    private readonly ReplacedRowsWarning? _replacedRows;

    /// <summary>A transformer around a generator's file.</summary>
    /// <param name="schema">The schema of the real table; other columns than the generator's are left out.</param>
    /// <param name="file">The generator's file.</param>
    /// <param name="options">What the generator was trained with.</param>
    /// <param name="summary">The training summary.</param>
    /// <param name="replacedRows">Watches what is transformed; null for nothing.</param>
    /// <exception cref="FormatException">The file does not fit the schema.</exception>
    internal VectorSynthesizerTransformer(
        DataViewSchema schema, ParsedFile<VectorInformation, VectorGenerator> file, VectorSynthesizerOptions options, VectorTrainingSummary summary, ReplacedRowsWarning? replacedRows = null)
    {
        _generator = new(file, GetType());
        _replacedRows = replacedRows;
        Options = options;
        Summary = summary;
        DataViewSchema.Builder own = new();
        foreach (DataViewSchema.Column column in schema.Where(column => !column.IsHidden && (column.Name == Information.Schema.Column || column.Name == Information.Schema.Group?.Name)))
        {
            own.AddColumn(column.Name, column.Type, column.Annotations);
        }

        Schema = own.ToSchema();
        if (Schema.GetColumnOrNull(Information.Schema.Column)?.Type is not VectorDataViewType type || type.Size != Information.Schema.Width || !type.ItemType.Equals(NumberDataViewType.Single))
        {
            throw new FormatException($"The generator makes vectors '{Information.Schema.Column}' of {Information.Schema.Width} items, which the schema does not have.");
        }

        if (Information.Schema.Group is { } group)
        {
            _ = SyntheticCells.For(Schema.GetColumnOrNull(group.Name) ?? throw new FormatException($"The generator makes a column '{group.Name}', which the schema does not have."), group, 0);
        }
    }

    /// <summary>The columns of every synthetic table: the vectors and the sensitive column of the real one, with their types and annotations.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>The options of the training.</summary>
    public VectorSynthesizerOptions Options { get; }

    /// <summary>The training summary.</summary>
    public VectorTrainingSummary Summary { get; }

    /// <summary>The file's metadata: the vectors' shape and ranges, and the groups.</summary>
    public VectorInformation Information => _generator.Information;

    /// <summary>The bytes of the generator's ONNX file.</summary>
    public ReadOnlyMemory<byte> GeneratorBytes => _generator.Bytes;

    /// <summary>False: a synthetic vector does not belong to a row of the input.</summary>
    public bool IsRowToRowMapper => false;

    /// <summary>Generates synthetic vectors into memory.</summary>
    /// <param name="rows">How many; their items together are 2,147,483,591 (<see cref="Array.MaxLength"/>) at most. For more, stream them out of <see cref="OpenGenerator"/>.</param>
    /// <param name="options">Which vectors; null for the defaults. The same options always give the same vectors.</param>
    /// <param name="cancellationToken">Stops it between two batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="FormatException">There is no such group.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed of.</exception>
    public IDataView Generate(long rows, VectorSamplingOptions? options = null, CancellationToken cancellationToken = default)
    {
        int width = Information.Schema.Width;
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (rows > Array.MaxLength / width)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rows), rows, $"At most {Array.MaxLength / width} vectors of {width} items fit into one table in memory; stream more from {nameof(OpenGenerator)}(), or generate them in parts (VectorSamplingOptions.StartRow).");
        }

        float[] values = new float[rows * width];
        CategoricalCodec? group = Information.Schema.Group;
        SyntheticCells? groups = group is null ? null : SyntheticCells.For(Schema[group.Name], group, (int)rows);
        int at = 0;
        foreach (VectorBatch batch in _generator.Shared.Generate(rows, options, cancellationToken))
        {
            batch.Values.CopyTo(values, at);
            at += batch.Values.Length;
            groups?.Add(new CategoricalColumn(group!.Name, batch.Groups, group.Categories));
        }

        ColumnData Column(DataViewSchema.Column column) => column.Name == Information.Schema.Column ? ColumnData.Vectors((VectorDataViewType)column.Type, values) : groups!.ToColumnData();
        return ColumnarDataView.Like(Schema, [.. Schema.Select(Column)]);
    }

    /// <summary>Generates as many synthetic vectors as the input has rows, in memory, with the default <see cref="VectorSamplingOptions"/>.</summary>
    /// <param name="input">Its rows are counted, by reading them if the number is unknown; its columns are ignored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input has more rows than <see cref="Generate"/> can generate.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed of.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _replacedRows?.Check(input, Remedy);
        return Generate(RowCounter.Count(input));
    }

    /// <summary>The schema of the synthetic vectors.</summary>
    /// <param name="inputSchema">Ignored.</param>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Schema;
    }

    /// <summary>Not possible: a synthetic vector does not belong to a row of the input.</summary>
    /// <param name="inputSchema">Ignored.</param>
    /// <exception cref="InvalidOperationException">Always; the message states what to do instead.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException(
        "Synthetic vectors do not belong to rows of the input, so a chain that contains a synthesizer cannot score single rows. Append the synthesizer with "
        + "TransformerScope.Training and take the chain's GetModelFor(TransformerScope.Scoring).");

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
    public VectorGenerator OpenGenerator(OnnxGeneratorOptions? options = null) => _generator.Open(options);

    /// <summary>Frees the resources of ONNX Runtime. Vectors generated before stay readable.</summary>
    public void Dispose() => _generator.Dispose();

    void ICanSaveModel.Save(ModelSaveContext ctx) => VectorSynthesizerLoader.Save(ctx, this);
}
