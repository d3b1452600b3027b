using System.Globalization;
using FairGan.Export;
using FairGan.MLNet.Components.Persistence;
using FairGan.MLNet.Training;
using FairGan.MLNet.Training.Loop;
using Microsoft.ML.Runtime;

namespace FairGan.MLNet.Components;

/// <summary>
/// An estimator that learns the distribution of a table with a GAN under a fairness-aware loss. Its transformer generates synthetic rows of
/// the same schema. Created by <c>mlContext.FairGan().Synthesizer(…)</c>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Estimator characteristics</term><description></description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes</description></item>
/// <item><term>Input column data type</term><description>All visible columns: text, <see cref="bool"/>, key, <see cref="DateTime"/> or <see cref="TimeSpan"/> (the least one counts as missing), or any of ML.NET's number types; no vectors</description></item>
/// <item><term>Output column data type</term><description>The same columns, in the same order, of the same types, with the same annotations</description></item>
/// <item><term>Exportable to ONNX</term><description>Yes, as a generator of rows: <see cref="SynthesizerTransformer.SaveAsOnnx(string)"/></description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>FairGan.MLNet, and in the application TorchSharp-cpu (or a TorchSharp-cuda package) to train and Microsoft.ML.OnnxRuntime to make rows</description></item>
/// </list>
/// <para>
/// Do not write <c>synthesizer.Append(trainer)</c>: the trainer learns from synthetic rows, as wanted, but the fitted chain's <c>Transform</c>
/// replaces the rows to be scored by synthetic ones as well, so its scores and metrics are those of synthetic rows. The log warns when
/// that happens. To train a model on synthetic rows and score real ones, use
/// <c>mlContext.FairGan().TrainOnSynthetic(…)</c>.
/// </para>
/// <para>
/// In a chain of your own, append the synthesizer with <see cref="TransformerScope.Training"/>, directly rather than inside of a nested
/// chain; a prediction engine takes the chain's <c>GetModelFor(TransformerScope.Scoring)</c>. Cross-validation of such a chain still scores
/// synthetic rows.
/// </para>
/// <para>
/// The seed is that of <see cref="GanOptions.Seed"/>; the seed of the <see cref="MLContext"/> has no effect. Progress goes to the context's
/// log as well. Where <see cref="GanOptions.CudaDevice"/> is null, the context's <see cref="MLContext.GpuDeviceId"/> and
/// <see cref="MLContext.FallbackToCpu"/> select the device.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView table = TableReader.Load(mlContext, "loans.csv");
/// var options = new SynthesizerOptions { LabelColumn = "approved", PositiveValue = "yes", SensitiveColumns = ["sex"] };
/// using SynthesizerTransformer synthesizer = mlContext.FairGan().Synthesizer(options).Fit(table);
/// IDataView synthetic = synthesizer.Generate(10_000);
/// synthesizer.SaveAsOnnx("generator.onnx");
/// </code>
/// </example>
public sealed class Synthesizer : IEstimator<SynthesizerTransformer>
{
    private readonly MLContext _context;
    private readonly TrainingHost _host;
    private readonly CancellationToken _cancellationToken;

    internal Synthesizer(MLContext context, SynthesizerOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _context = context;
        _host = new TrainingHost(context, nameof(Synthesizer), progress);
        _cancellationToken = cancellationToken;
        Options = options;
    }

    /// <summary>The options.</summary>
    public SynthesizerOptions Options { get; }

    /// <summary>Trains on a table, which is read once.</summary>
    /// <param name="input">The real rows, at least two.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that the options name does not exist, or a column is of a type that cannot be learned.</exception>
    /// <exception cref="FormatException">The checkpoint to be resumed is damaged or of another training, or the values cannot be learned from (a label with one value, a sensitive column with one group, an infinite number, …); the message names the column and the remedy.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled; nothing is left of it but its checkpoint.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested device, or Torch's native library, is not available.</exception>
    public SynthesizerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check(SchemaShapes.Of(input.Schema));
        TrainedFile trained = _host.Run(Options.Training.CudaDevice, Train, Log);
        return new SynthesizerTransformer(input.Schema, OnnxGenerator.Parse(trained.Bytes), Options with { Fairness = trained.Options.Fairness, Strength = trained.Options.Strength, Seed = trained.Options.Seed }, trained.Summary, new ReplacedRowsWarning(_context, input));

        TrainedFile Train(int? device, IProgress<TrainingProgress> progress) =>
            GeneratorTraining.Run(input, Options with { Training = Options.Training with { CudaDevice = device } }, progress, _cancellationToken);
    }

    /// <summary>The output's schema, which is the input's.</summary>
    /// <param name="inputSchema">The input's schema.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that the options name does not exist, or a column is of a type that cannot be learned.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Check(inputSchema);
        return inputSchema;
    }

    private static void Log(IChannel channel, TrainedFile trained)
    {
        foreach (string line in trained.Preparation.Lines())
        {
            channel.Info(MessageSensitivity.UserData, "Preparation: " + line);
        }

        foreach (string remark in trained.CheckpointRemarks)
        {
            channel.Info(MessageSensitivity.None, "Checkpoints: " + remark);
        }

        TrainingSummary summary = trained.Summary;
        channel.Info(MessageSensitivity.None, string.Create(
            CultureInfo.InvariantCulture,
            $"Trained on {trained.RowCount} rows in {summary.Seconds:0.0} s: {summary.Steps} steps, the best was step {summary.BestStep}, held-out log-likelihood {summary.ValidationLogLikelihood:0.####} per row."));
    }

    private void Check(SchemaShape schema)
    {
        string[] named = [.. Options.LabelColumn is { } label ? [label] : Array.Empty<string>(), .. Options.SensitiveColumns, .. Options.Given, .. Options.ColumnKinds.Keys];
        foreach (string name in named)
        {
            SchemaShapes.Find(schema, name);
        }

        foreach (SchemaShape.Column column in schema)
        {
            bool scalar = column.Kind == SchemaShape.Column.VectorKind.Scalar;
            bool number = scalar && !column.IsKey && column.ItemType is NumberDataViewType;
            bool category = scalar && (column.IsKey || column.ItemType is TextDataViewType or BooleanDataViewType);
            bool date = scalar && column.ItemType is DateTimeDataViewType or TimeSpanDataViewType;
            if (!number && !category && !date)
            {
                throw SchemaShapes.Mismatch(column, "text, Boolean, key, number, DateTime or TimeSpan", "Drop the column, or convert it before");
            }

            if (!number && Options.ColumnKinds.TryGetValue(column.Name, out ColumnKind kind) && kind is ColumnKind.Real or ColumnKind.Integer)
            {
                throw SchemaShapes.Mismatch(column, "a number", $"Convert the column before, or do not call it {kind}");
            }
        }
    }
}
