using System.Globalization;
using FairGan.Export.Vectors;
using FairGan.MLNet.Components.Persistence;
using FairGan.MLNet.Training;
using FairGan.MLNet.Training.Vectors;
using Microsoft.ML.Runtime;

namespace FairGan.MLNet.Components;

/// <summary>
/// Learns a column of vectors, such as images, with the classic pair of networks under a loss in which all groups have the same
/// weight. Its transformer generates synthetic vectors. Created by <c>mlContext.FairGan().VectorSynthesizer(…)</c>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Estimator characteristics</term><description></description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes</description></item>
/// <item><term>Input column data type</term><description>A vector of <see cref="float"/> of known size, and, where one is named, a sensitive column: text, <see cref="bool"/>, key, or any of ML.NET's number types</description></item>
/// <item><term>Output column data type</term><description>Only these columns, in the input's order, of the same types, with the same annotations</description></item>
/// <item><term>Exportable to ONNX</term><description>Yes, as a generator of vectors: <see cref="VectorSynthesizerTransformer.SaveAsOnnx(string)"/></description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>FairGan.MLNet, and in the application TorchSharp-cpu (or a TorchSharp-cuda package) to train and Microsoft.ML.OnnxRuntime to make vectors</description></item>
/// </list>
/// <para>
/// Do not write <c>synthesizer.Append(trainer)</c>: the fitted chain's <c>Transform</c> replaces the rows to be scored by synthetic vectors.
/// The log warns when that happens. Append the synthesizer with <see cref="TransformerScope.Training"/>.
/// </para>
/// <para>
/// The seed is that of <see cref="VectorGanOptions.Seed"/>; the seed of the <see cref="MLContext"/> has no effect. Progress goes to the
/// context's log as well. Where <see cref="VectorGanOptions.CudaDevice"/> is null, the context's <see cref="MLContext.GpuDeviceId"/> and
/// <see cref="MLContext.FallbackToCpu"/> select the device.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView images = IdxReader.Load(mlContext, "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
/// var options = new VectorSynthesizerOptions { VectorColumn = "image", SensitiveColumn = "label" };
/// using VectorSynthesizerTransformer synthesizer = mlContext.FairGan().VectorSynthesizer(options).Fit(images);
/// synthesizer.SaveAsOnnx("generator.onnx");
/// </code>
/// </example>
public sealed class VectorSynthesizer : IEstimator<VectorSynthesizerTransformer>
{
    private readonly MLContext _context;
    private readonly TrainingHost _host;
    private readonly CancellationToken _cancellationToken;

    internal VectorSynthesizer(MLContext context, VectorSynthesizerOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _context = context;
        _host = new TrainingHost(context, nameof(VectorSynthesizer), progress);
        _cancellationToken = cancellationToken;
        Options = options;
    }

    /// <summary>The options.</summary>
    public VectorSynthesizerOptions Options { get; }

    /// <summary>Trains on a table, which is read once.</summary>
    /// <param name="input">The real rows, at least two.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that the options name does not exist, or is of a type that cannot be learned.</exception>
    /// <exception cref="FormatException">The checkpoint to be resumed is damaged or of another training, or the values cannot be learned from (an item that is not finite, a sensitive column with one group, …); the message names the column and the remedy.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled; nothing is left of it but its checkpoint.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested device, or Torch's native library, is not available.</exception>
    public VectorSynthesizerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check(SchemaShapes.Of(input.Schema));
        TrainedVectorFile trained = _host.Run(Options.Training.CudaDevice, Train, Log);
        return new VectorSynthesizerTransformer(input.Schema, VectorGenerator.Parse(trained.Bytes), Options with { Seed = trained.Options.Seed }, trained.Summary, new ReplacedRowsWarning(_context, input));

        TrainedVectorFile Train(int? device, IProgress<TrainingProgress> progress) =>
            VectorTraining.Run(input, Options with { Training = Options.Training with { CudaDevice = device } }, progress, _cancellationToken);
    }

    /// <summary>The output's schema: the vectors and, where there is one, the sensitive column.</summary>
    /// <param name="inputSchema">The input's schema.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that the options name does not exist, or is of a type that cannot be learned.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Check(inputSchema);
        return new SchemaShape(inputSchema.Where(column => column.Name == Options.VectorColumn || column.Name == Options.SensitiveColumn));
    }

    private static void Log(IChannel channel, TrainedVectorFile trained)
    {
        foreach (string remark in trained.CheckpointRemarks)
        {
            channel.Info(MessageSensitivity.None, "Checkpoints: " + remark);
        }

        channel.Info(MessageSensitivity.None, string.Create(
            CultureInfo.InvariantCulture,
            $"Trained on {trained.RowCount} vectors in {trained.Summary.Seconds:0.0} s: {trained.Summary.Steps} steps, the critic's accuracy at the end {trained.Summary.CriticAccuracy:0.###}."));
    }

    private void Check(SchemaShape schema)
    {
        SchemaShape.Column vectors = SchemaShapes.Find(schema, Options.VectorColumn);
        if (vectors.Kind != SchemaShape.Column.VectorKind.Vector || vectors.IsKey || !vectors.ItemType.Equals(NumberDataViewType.Single))
        {
            throw SchemaShapes.Mismatch(vectors, "Vector<Single> of known size", "Concatenate columns of Single, or convert the vectors before");
        }

        if (Options.SensitiveColumn is not { } name)
        {
            return;
        }

        SchemaShape.Column sensitive = SchemaShapes.Find(schema, name);
        if (sensitive.Kind != SchemaShape.Column.VectorKind.Scalar || !(sensitive.IsKey || sensitive.ItemType is TextDataViewType or BooleanDataViewType or NumberDataViewType))
        {
            throw SchemaShapes.Mismatch(sensitive, "text, Boolean, key or number", "Name another column, or convert it before");
        }
    }
}
