using FairGan.Export.Sampling;
using FairGan.MLNet.Components;
using FairGan.MLNet.Training;

namespace FairGan.MLNet.Catalog;

/// <summary>The entry point <c>mlContext.FairGan()</c>: the estimators and loaders of FairGan.</summary>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView table = TableReader.Load(mlContext, "loans.csv");
/// SynthesizerTransformer synthesizer = mlContext.FairGan().Synthesizer("approved", "yes", "sex").Fit(table);
/// </code>
/// </example>
public sealed class FairGanCatalog
{
    internal FairGanCatalog(MLContext context) => Context = context;

    /// <summary>The context that the components work in.</summary>
    internal MLContext Context { get; }

    /// <summary>Creates an estimator that learns a table and generates synthetic rows in which the groups receive the positive label at the same rate.</summary>
    /// <param name="labelColumn">The label column: text, <see cref="bool"/>, key or number.</param>
    /// <param name="positiveValue">The label's favourable value, as text (of a <see cref="bool"/> "True" or "False"); numbers compare by value.</param>
    /// <param name="sensitiveColumns">The sensitive columns; groups are the combinations of their values. None: the labels are learned as they are.</param>
    /// <returns>The estimator, with the defaults of <see cref="SynthesizerOptions"/>. Its seed is <see cref="GanOptions.Seed"/>, not the context's.</returns>
    /// <exception cref="ArgumentException">The label is sensitive, or a sensitive column is named twice.</exception>
    /// <remarks>
    /// A chain that is built with <c>synthesizer.Append(trainer)</c> scores synthetic rows in place of those it is given: train with
    /// <see cref="TrainOnSynthetic{TTransformer}"/>, or append the synthesizer with <c>TransformerScope.Training</c>.
    /// </remarks>
    /// <example>
    /// <code>
    /// var mlContext = new MLContext(seed: 1);
    /// IDataView table = TableReader.Load(mlContext, "loans.csv");
    /// SynthesizerTransformer synthesizer = mlContext.FairGan().Synthesizer("approved", "yes", "sex", "race").Fit(table);
    /// IDataView synthetic = synthesizer.Generate(10_000);
    /// </code>
    /// </example>
    public Synthesizer Synthesizer(string labelColumn, string positiveValue, params string[] sensitiveColumns)
    {
        ArgumentException.ThrowIfNullOrEmpty(labelColumn);
        ArgumentException.ThrowIfNullOrEmpty(positiveValue);
        ArgumentNullException.ThrowIfNull(sensitiveColumns);
        return new Synthesizer(
            Context, new SynthesizerOptions { LabelColumn = labelColumn, PositiveValue = positiveValue, SensitiveColumns = [.. sensitiveColumns] });
    }

    /// <summary>Creates an estimator that learns a table and generates synthetic rows.</summary>
    /// <param name="options">The columns, the definition of fairness and the training.</param>
    /// <param name="progress">Receives every step of the training, on the thread that calls <c>Fit</c>; null for none. The context's log receives it in any case.</param>
    /// <param name="cancellationToken">Stops the training between two steps.</param>
    /// <exception cref="ArgumentException">An option is outside of its range or contradicts another.</exception>
    /// <remarks>
    /// A chain that is built with <c>synthesizer.Append(trainer)</c> scores synthetic rows in place of those it is given: train with
    /// <see cref="TrainOnSynthetic{TTransformer}"/>, or append the synthesizer with <c>TransformerScope.Training</c>.
    /// </remarks>
    /// <example>
    /// <code>
    /// var mlContext = new MLContext(seed: 1);
    /// IDataView table = TableReader.Load(mlContext, "loans.csv");
    /// var options = new SynthesizerOptions
    /// {
    ///     LabelColumn = "approved",
    ///     PositiveValue = "yes",
    ///     SensitiveColumns = ["sex"],
    ///     Fairness = FairnessDefinition.EqualizedOdds,
    ///     MaxTime = TimeSpan.FromMinutes(10),
    /// };
    /// SynthesizerTransformer synthesizer = mlContext.FairGan().Synthesizer(options).Fit(table);
    /// </code>
    /// </example>
    public Synthesizer Synthesizer(SynthesizerOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new(Context, options, progress, cancellationToken);

    /// <summary>Creates an estimator that learns a column of vectors, such as images, with the classic pair of networks.</summary>
    /// <param name="vectorColumn">The column of vectors: <see cref="float"/>, of one known length.</param>
    /// <param name="sensitiveColumn">The sensitive column: text, <see cref="bool"/>, key or number; null to learn the vectors without groups.</param>
    /// <returns>The estimator, with the defaults of <see cref="VectorSynthesizerOptions"/>. Its seed is that of <see cref="VectorGanOptions.Seed"/>, not the context's.</returns>
    /// <exception cref="ArgumentException">Both arguments name the same column.</exception>
    /// <example>
    /// <code>
    /// var mlContext = new MLContext(seed: 1);
    /// IDataView images = IdxReader.Load(mlContext, "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
    /// VectorSynthesizerTransformer synthesizer = mlContext.FairGan().VectorSynthesizer("image", "label").Fit(images);
    /// </code>
    /// </example>
    public VectorSynthesizer VectorSynthesizer(string vectorColumn, string? sensitiveColumn = null) =>
        new(Context, new VectorSynthesizerOptions { VectorColumn = vectorColumn, SensitiveColumn = sensitiveColumn });

    /// <summary>Creates an estimator that learns a column of vectors with a pair of networks.</summary>
    /// <param name="options">The columns, the definition of fairness and the training.</param>
    /// <param name="progress">Receives every step of the training, on the thread that calls <c>Fit</c>; null for none. The context's log receives it in any case.</param>
    /// <param name="cancellationToken">Stops the training between two steps.</param>
    /// <exception cref="ArgumentException">An option is outside of its range or contradicts another.</exception>
    /// <example>
    /// <code>
    /// var mlContext = new MLContext(seed: 1);
    /// IDataView images = IdxReader.Load(mlContext, "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
    /// var options = new VectorSynthesizerOptions { VectorColumn = "image", SensitiveColumn = "label", MaxTime = TimeSpan.FromMinutes(10) };
    /// VectorSynthesizerTransformer synthesizer = mlContext.FairGan().VectorSynthesizer(options).Fit(images);
    /// </code>
    /// </example>
    public VectorSynthesizer VectorSynthesizer(VectorSynthesizerOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new(Context, options, progress, cancellationToken);

    /// <summary>Creates an estimator that balances sensitive groups before training, by weights or by resampling.</summary>
    /// <param name="options">The columns, the target shares, and whether rows are weighted or resampled.</param>
    /// <exception cref="ArgumentException">An option is outside of its range.</exception>
    /// <remarks>
    /// For any trainer of ML.NET: name the column of weights as its example weights, or resample. Append it with
    /// <c>TransformerScope.Training</c>, so that rows to be scored are left as they are.
    /// </remarks>
    /// <example>
    /// <code>
    /// var mlContext = new MLContext(seed: 1);
    /// IDataView table = TableReader.Load(mlContext, "loans.csv");
    /// var options = new AugmentationOptions { LabelColumn = "approved", SensitiveColumns = ["sex"], WeightColumn = "weight" };
    /// IDataView weighted = mlContext.FairGan().Augment(options).Fit(table).Transform(table);
    /// </code>
    /// </example>
    public IEstimator<AugmentationTransformer> Augment(AugmentationOptions options) => new AugmentationEstimator(options);

    /// <summary>Creates an estimator that detects the kinds of a table's columns, and whose transformer cleans their cells.</summary>
    /// <param name="options">Known kinds, formats and spellings of missing cells; null for none.</param>
    /// <exception cref="FormatException">The options contradict themselves.</exception>
    /// <remarks>
    /// Columns of text that hold numbers become <see cref="double"/> (NaN where missing); dates and durations stay text, all in one format; other
    /// columns keep their types. Append ML.NET's own transforms for the rest: <c>DropColumns</c> for identifiers,
    /// <c>ReplaceMissingValues</c>, <c>Categorical.OneHotEncoding</c>, <c>NormalizeMinMax</c>. A chain wants to know the types before it sees
    /// the rows, so say in <see cref="PreparationOptions.Description"/> which columns of text are numbers if transforms of numbers follow. A synthesizer does this by itself, and gives
    /// back the formats of the real table.
    /// </remarks>
    /// <example>
    /// <code>
    /// var mlContext = new MLContext(seed: 1);
    /// IDataView table = TableReader.Load(mlContext, "loans.csv");
    /// IDataView clean = mlContext.FairGan().Prepare(new PreparationOptions { Missing = ["?"] }).Fit(table).Transform(table);
    /// </code>
    /// </example>
    public IEstimator<PreparationTransformer> Prepare(PreparationOptions? options = null) => new PreparationEstimator(options ?? new PreparationOptions());

    /// <summary>Creates an estimator that trains another estimator on synthetic rows in place of the real ones, and returns its model.</summary>
    /// <typeparam name="TTransformer">The inner model.</typeparam>
    /// <param name="synthesizer">Generates the synthetic rows. Wrap it in ML.NET's <c>WithOnFitDelegate</c> to get the fitted generator as well.</param>
    /// <param name="inner">The estimator to train, including the transforms before its trainer.</param>
    /// <param name="rows">How many synthetic rows, at least 1; null for as many as there are real ones.</param>
    /// <param name="sampling">Which synthetic rows, and the strength of fairness; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is less than 1.</exception>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Estimator characteristics</term><description></description></listheader>
    /// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes: the synthesizer looks at it, the inner estimator does not</description></item>
    /// <item><term>Input column data type</term><description>As of the <see cref="Components.Synthesizer"/></description></item>
    /// <item><term>Output column data type</term><description>As of the inner estimator</description></item>
    /// <item><term>Exportable to ONNX</term><description>As the inner model</description></item>
    /// <item><term>Required NuGet in addition to Microsoft.ML</term><description>As of the <see cref="Components.Synthesizer"/>; the fitted model needs none of them</description></item>
    /// </list>
    /// <para>
    /// Since the model is the inner one, it scores real rows wherever it is used: in cross-validation, in a prediction engine, saved and loaded.
    /// To get the fitted synthesizer as well, wrap it with ML.NET's <c>WithOnFitDelegate</c>, which is called at every fit.
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// var mlContext = new MLContext(seed: 1);
    /// IDataView table = TableReader.Load(mlContext, "loans.csv");
    /// var pipeline = mlContext.Transforms.Categorical.OneHotEncoding("job")
    ///     .Append(mlContext.Transforms.Concatenate("Features", "job"))
    ///     .Append(mlContext.Transforms.Conversion.MapValueToKey("approved"))
    ///     .Append(mlContext.MulticlassClassification.Trainers.SdcaMaximumEntropy("approved"));
    /// ITransformer model = mlContext.FairGan()
    ///     .TrainOnSynthetic(mlContext.FairGan().Synthesizer("approved", "yes", "sex"), pipeline)
    ///     .Fit(table);
    /// </code>
    /// </example>
    public IEstimator<TTransformer> TrainOnSynthetic<TTransformer>(
        IEstimator<SynthesizerTransformer> synthesizer, IEstimator<TTransformer> inner, long? rows = null, SamplingOptions? sampling = null)
        where TTransformer : ITransformer => new TrainOnSyntheticEstimator<TTransformer>(synthesizer, inner, rows, sampling);

    /// <summary>Opens a generator's ONNX file as a transformer. Categories, dates and identifiers become text, whole numbers Int64 (Double with NaN where some are missing), other numbers Double.</summary>
    /// <param name="path">The file, as <see cref="SynthesizerTransformer.SaveAsOnnx(string)"/> wrote it.</param>
    /// <exception cref="FormatException">The file is not a generator's, or it is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <example>
    /// <code>
    /// var mlContext = new MLContext(seed: 1);
    /// using SynthesizerTransformer synthesizer = mlContext.FairGan().LoadFromOnnx("generator.onnx");
    /// IDataView synthetic = synthesizer.Generate(10_000);
    /// </code>
    /// </example>
    public SynthesizerTransformer LoadFromOnnx(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return SynthesizerTransformer.FromFile(File.ReadAllBytes(path), new ReplacedRowsWarning(Context));
    }
}
