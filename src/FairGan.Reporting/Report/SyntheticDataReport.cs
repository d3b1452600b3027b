using System.Text.Json;
using System.Text.Json.Serialization;
using FairGan.MLNet.Training;
using FairGan.Reporting.Quality.Detection;
using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Quality.Models;
using FairGan.Reporting.Quality.Privacy;
using FairGan.Reporting.Quality.Tables;
using FairGan.Reporting.Quality.Utility;
using FairGan.Reporting.Report.Charts;
using FairGan.Reporting.Report.Sections;
using Microsoft.ML;

namespace FairGan.Reporting.Report;

/// <summary>
/// Everything that can be said of a synthetic table by comparing it with the real one: fairness of the labels, fairness
/// and utility of models trained on it, fidelity, detectability and privacy. Immutable; written as JSON or as one HTML page.
/// </summary>
public sealed record SyntheticDataReport
{
    private const double HeldOutShare = 0.2;
    private const int DetectionRows = 30_000;
    private const int MostGroups = 4;
    private const int MostGroupColumns = 15;
    private const int MostGroupings = 4;

    private static readonly double[] Strengths = [0, 0.25, 0.5, 0.75, 1];

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new UndefinedAsNullConverter() },
    };

    private SyntheticDataReport()
    {
    }

    /// <summary>The version of the JSON layout; a change that breaks readers raises it.</summary>
    public int FormatVersion { get; private init; } = 1;

    /// <summary>The title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>When the report was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The seed of every sample and split.</summary>
    public required int Seed { get; init; }

    /// <summary>The outcome column.</summary>
    public required string Label { get; init; }

    /// <summary>The favourable value of the label.</summary>
    public required string Positive { get; init; }

    /// <summary>The columns whose groups are compared.</summary>
    public required IReadOnlyList<string> SensitiveColumns { get; init; }

    /// <summary>The rows of the real table.</summary>
    public required int RealRows { get; init; }

    /// <summary>The rows of the synthetic table.</summary>
    public required int SyntheticRows { get; init; }

    /// <summary>The real rows that models were tested on.</summary>
    public required int TestRows { get; init; }

    /// <summary>Whether the test rows were given; if not, they were held out of the real table, which the generator may have seen.</summary>
    public required bool TestWasGiven { get; init; }

    /// <summary>The files that the tables come from, as far as they were named.</summary>
    public required IReadOnlyList<ReportSource> Sources { get; init; }

    /// <summary>What was found in the tables and done to them before they were compared, as far as it was told.</summary>
    public required IReadOnlyList<string> Preparation { get; init; }

    /// <summary>The columns that the generator was trained to be fair by; <see langword="null"/> where the generator is unknown.</summary>
    public required IReadOnlyList<string>? FairnessColumns { get; init; }

    /// <summary>The generator's definition of fairness, such as <c>demographic-parity</c>; <see langword="null"/> where the generator is unknown.</summary>
    public required string? Fairness { get; init; }

    /// <summary>The strength of fairness that the generator was trained for, 0 to 1; <see langword="null"/> where the generator is unknown.</summary>
    public required double? Strength { get; init; }

    /// <summary>How the generator was trained; <see langword="null"/> where it is unknown.</summary>
    public required TrainingSummary? Training { get; init; }

    /// <summary>The columns and their roles.</summary>
    public required IReadOnlyList<ReportColumn> Columns { get; init; }

    /// <summary>The fairness of the labels, real against synthetic, for each sensitive column and for their intersection.</summary>
    public required IReadOnlyList<LabelFairness> LabelFairness { get; init; }

    /// <summary>What comes out at each strength of fairness; empty where the generator is unknown or has no choice of strength.</summary>
    public required IReadOnlyList<DialPoint> Dial { get; init; }

    /// <summary>Models trained on each table and tested on real rows; <see langword="null"/> where the rows do not suffice (see <see cref="Notes"/>).</summary>
    public required UtilityComparison? Utility { get; init; }

    /// <summary>How closely the synthetic table follows the real one.</summary>
    public required FidelityResult Fidelity { get; init; }

    /// <summary>The same for one half of the real rows against the other; <see langword="null"/> with fewer than two real rows.</summary>
    public required FidelityYardstick? RealHalves { get; init; }

    /// <summary>How every column is spread over its values, in the order of the real table.</summary>
    public required IReadOnlyList<ColumnDistribution> Distributions { get; init; }

    /// <summary>
    /// The same within the largest groups (4 of each of the first 4 sensitive columns), for the 15 columns with the worst shapes, the label
    /// among them.
    /// </summary>
    public required IReadOnlyList<ColumnDistribution> GroupDistributions { get; init; }

    /// <summary>How well a classifier tells the two tables apart.</summary>
    public required DetectionResult Detection { get; init; }

    /// <summary>Whether synthetic rows lie closer to the training rows than other real rows do; <see langword="null"/> where there are no other real rows.</summary>
    public required PrivacyResult? Privacy { get; init; }

    /// <summary>An attack on the membership of training rows; <see langword="null"/> where no test rows were given.</summary>
    public required MembershipResult? Membership { get; init; }

    /// <summary>What was left out or measured on a sample, in plain words.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Compares a synthetic table with the real one.</summary>
    /// <param name="mlContext">The context of the models that are trained.</param>
    /// <param name="real">The real rows the generator was trained on.</param>
    /// <param name="synthetic">The synthetic rows, with the same columns of the same kinds.</param>
    /// <param name="options">The label, the sensitive columns and the test rows.</param>
    /// <param name="progress">Told what is being measured.</param>
    /// <param name="cancellationToken">Stops the work between its steps; a training under way is finished first.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentNullException">A required argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A table has no rows or lacks a column, or the label or a sensitive column does not exist or has no such value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SyntheticDataReport Create(
        MLContext mlContext,
        IDataView real,
        IDataView synthetic,
        SyntheticDataReportOptions options,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.NumberOfThreads, 1);
        progress?.Report("Reading the tables");
        ColumnarTable realTable = ColumnarTableReader.Read(real, nameof(real), cancellationToken);
        ColumnarTable syntheticTable = ColumnarTableReader.ReadLike(realTable, nameof(real), synthetic, nameof(synthetic), cancellationToken);
        ColumnarTable? testTable = options.Test is null
            ? null
            : ColumnarTableReader.ReadLike(realTable, nameof(real), options.Test, nameof(options.Test), cancellationToken);
        BinaryLabel label = BinaryLabel.Create(
            testTable is null ? [realTable] : [realTable, testTable], options.Label, options.Positive, nameof(options), nameof(options));
        IReadOnlyList<GroupPartition> partitions = GroupPartition.CreateAll(options.SensitiveColumns, nameof(options), realTable, syntheticTable);
        List<string> notes = [];

        FidelityOptions fidelityOptions = new()
        {
            SensitiveColumns = options.SensitiveColumns,
            Seed = options.Seed,
            NumberOfThreads = options.NumberOfThreads,
        };
        FidelityResult fidelity = FidelityEvaluator.Compare(realTable, syntheticTable, fidelityOptions, progress, cancellationToken);
        FidelityYardstick? yardstick = CompareHalves(realTable, fidelityOptions, progress, cancellationToken);
        (UtilityComparison? utility, ColumnarTable? tested) = CompareModels(
            mlContext, realTable, syntheticTable, testTable, label, options, notes, progress, cancellationToken);
        List<DialPoint> dial = TurnDial(mlContext, realTable, tested, label, options, progress, cancellationToken);
        DetectionResult detection = DetectionEvaluator.Measure(
            mlContext,
            realTable,
            syntheticTable,
            new DetectionOptions { Seed = options.Seed, Trees = new BoostedTreeOptions { Seed = options.Seed }, MaximumRowsPerTable = DetectionRows },
            progress,
            cancellationToken);
        PrivacyOptions privacyOptions = new() { Seed = options.Seed, NumberOfThreads = options.NumberOfThreads };
        PrivacyResult? privacy = testTable is null && realTable.RowCount < 2
            ? null
            : PrivacyEvaluator.Compare(realTable, syntheticTable, testTable, privacyOptions, progress, cancellationToken);
        MembershipResult? membership = testTable is null
            ? null
            : FairGan.Reporting.Quality.Privacy.Membership.Attack(realTable, syntheticTable, testTable, privacyOptions, progress, cancellationToken);
        progress?.Report("Counting the distributions");
        List<DistributionCounter> counters = [.. realTable.Columns.Zip(syntheticTable.Columns, (first, second) => new DistributionCounter(first, second))];
        NoteSamples(realTable, syntheticTable, fidelity, detection, privacy, notes);

        return new SyntheticDataReport
        {
            Title = options.Title,
            CreatedAt = options.CreatedAt ?? DateTimeOffset.UtcNow,
            Seed = options.Seed,
            Label = label.Column,
            Positive = label.PositiveValue,
            SensitiveColumns = [.. options.SensitiveColumns],
            RealRows = realTable.RowCount,
            SyntheticRows = syntheticTable.RowCount,
            TestRows = utility?.TrainedOnReal.TestRows ?? 0,
            TestWasGiven = testTable is not null,
            Sources = [.. options.Sources],
            Preparation = [.. options.Preparation],
            FairnessColumns = options.Generator?.Options.SensitiveColumns,
            Fairness = options.Generator is { } known ? JsonNamingPolicy.KebabCaseLower.ConvertName(known.Options.Fairness.ToString()) : null,
            Strength = options.Generator?.Options.Strength,
            Training = options.Generator?.Training,
            Columns = [.. realTable.Columns.Select(column => new ReportColumn(
                column.Name,
                column.IsNumeric ? "numeric" : "categorical",
                column.Name == label.Column ? "label" : options.SensitiveColumns.Contains(column.Name) ? "sensitive" : "feature"))],
            LabelFairness = [.. partitions.Select(partition => FairGan.Reporting.Report.LabelFairness.Count(partition, label.Classes(realTable), label.Classes(syntheticTable)))],
            Dial = dial,
            Utility = utility,
            Fidelity = fidelity,
            RealHalves = yardstick,
            Distributions = [.. counters.Select(counter => counter.Count())],
            GroupDistributions = CountGroups(counters, fidelity, partitions, label.Column),
            Detection = detection,
            Privacy = privacy,
            Membership = membership,
            Notes = notes,
        };
    }

    /// <summary>The report as JSON: every figure, names in snake case, undefined figures as <c>null</c>.</summary>
    /// <returns>The JSON text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, JsonOptions);

    /// <summary>
    /// The report as one self-contained HTML page: no network, no script, printable, for light and dark screens. Long
    /// tables are cut, which the page says where it does; <see cref="ToJson"/> has them in full.
    /// </summary>
    /// <returns>The HTML text, to be stored as UTF-8.</returns>
    public string ToHtml() => new ReportPage(this).Render();

    /// <summary>What came out, and what is to be looked into, in sentences: a fragment of a page, for notebooks.</summary>
    /// <returns>The HTML text.</returns>
    public string ToSummaryHtml() => new ReportPage(this).RenderFindings();

    private static FidelityYardstick? CompareHalves(
        ColumnarTable real, FidelityOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (real.RowCount < 2)
        {
            return null;
        }

        progress?.Report("Comparing two halves of the real rows");
        (int[] first, int[] second) = RowSampling.Halves(real.RowCount, options.Seed);
        FidelityResult halves = FidelityEvaluator.Compare(real.Select(first), real.Select(second), options, null, cancellationToken);
        return new FidelityYardstick(
            first.Length,
            halves.MeanShape,
            halves.MeanTrend,
            halves.WorstColumn?.Shape ?? double.NaN,
            halves.WorstPair?.Trend ?? double.NaN,
            [.. halves.Partitions.Select(partition => partition with
            {
                Groups = [.. partition.Groups.Select(group => group with { Shapes = new Dictionary<string, double>() })],
                Worst = partition.Worst is null ? null : partition.Worst with { Shapes = new Dictionary<string, double>() },
            })]);
    }

    private static List<DialPoint> TurnDial(
        MLContext mlContext,
        ColumnarTable real,
        ColumnarTable? test,
        BinaryLabel label,
        SyntheticDataReportOptions options,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        List<DialPoint> points = [];
        if (options.Generator is not { Draw: { } draw } generator)
        {
            return points;
        }

        foreach (double strength in Strengths.Append(generator.Options.Strength).Distinct().Order())
        {
            progress?.Report(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Drawing rows at strength {strength:0.##} and training a model on them"));
            ColumnarTable table = ColumnarTableReader.ReadLike(real, nameof(real), draw(strength), nameof(generator.Draw), cancellationToken);
            int[] classes = label.Classes(table);
            points.Add(new DialPoint(
                strength,
                table.RowCount,
                [.. GroupPartition.CreateAll(options.SensitiveColumns, nameof(options), real, table)
                    .Select(partition => FairGan.Reporting.Report.LabelFairness.Count(partition, label.Classes(real), classes))],
                test is null || label.LabelledRows(table).Length == 0
                    ? null
                    : UtilityEvaluator.Measure(mlContext, table, test, label, ModelOptions(options), cancellationToken)));
        }

        return points;
    }

    private static List<ColumnDistribution> CountGroups(
        List<DistributionCounter> counters, FidelityResult fidelity, IReadOnlyList<GroupPartition> partitions, string label)
    {
        int[] shown = [.. Enumerable.Range(0, counters.Count)
            .OrderBy(column => fidelity.Columns[column].Column == label ? -1 : double.IsNaN(fidelity.Columns[column].Shape) ? 2 : fidelity.Columns[column].Shape)
            .Take(MostGroupColumns).Order()];
        return [.. partitions.Where(partition => partition.Columns.Count == 1).Take(MostGroupings).SelectMany(partition =>
            Enumerable.Range(0, Math.Min(MostGroups, partition.Groups.Count)).SelectMany(group =>
                shown.Where(column => fidelity.Columns[column].Column != partition.Columns[0]).Select(column => counters[column].Count(partition, group))))];
    }

    private static UtilityOptions ModelOptions(SyntheticDataReportOptions options) => new()
    {
        SensitiveColumns = options.SensitiveColumns,
        Seed = options.Seed,
        Trees = new BoostedTreeOptions { Seed = options.Seed },
    };

    private static (UtilityComparison? Comparison, ColumnarTable? Test) CompareModels(
        MLContext mlContext,
        ColumnarTable real,
        ColumnarTable synthetic,
        ColumnarTable? test,
        BinaryLabel label,
        SyntheticDataReportOptions options,
        List<string> notes,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        ColumnarTable train = real;
        if (test is null)
        {
            (int[] kept, int[] heldOut) = RowSampling.Stratified(label.Classes(real), HeldOutShare, options.Seed);
            if (heldOut.Length == 0)
            {
                notes.Add("No model was trained: the real table has too few rows to hold some out for testing.");
                return (null, null);
            }

            train = real.Select(kept);
            test = real.Select(heldOut);
        }

        (string Name, ColumnarTable Table)[] tables = [("real", train), ("synthetic", synthetic), ("test", test)];
        foreach ((string name, ColumnarTable table) in tables)
        {
            if (label.LabelledRows(table).Length == 0)
            {
                notes.Add($"No model was trained: the {name} rows hold no value in the label column.");
                return (null, null);
            }
        }

        UtilityComparison comparison = UtilityEvaluator.Compare(mlContext, train, synthetic, test, label, ModelOptions(options), progress, cancellationToken);
        NoteTrainingSample("real", label.LabelledRows(train).Length, comparison.TrainedOnReal, notes);
        NoteTrainingSample("synthetic", label.LabelledRows(synthetic).Length, comparison.TrainedOnSynthetic, notes);
        return (comparison, test);
    }

    private static void NoteTrainingSample(string name, int rows, UtilityResult result, List<string> notes)
    {
        if (result.TrainingRows < rows)
        {
            notes.Add(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The model of the {name} rows was trained on a random sample of {result.TrainingRows:N0} of {rows:N0} rows."));
        }
    }

    private static void NoteSamples(
        ColumnarTable real, ColumnarTable synthetic, FidelityResult fidelity, DetectionResult detection, PrivacyResult? privacy, List<string> notes)
    {
        IFormatProvider culture = System.Globalization.CultureInfo.InvariantCulture;
        if (fidelity.PairRowsReal < real.RowCount || fidelity.PairRowsSynthetic < synthetic.RowCount)
        {
            notes.Add(string.Create(culture, $"Pairs of columns were compared on random samples of {fidelity.PairRowsReal:N0} real and {fidelity.PairRowsSynthetic:N0} synthetic rows, because the table has many columns. Small samples lower the trends of columns with many values."));
        }

        int available = Math.Min(real.RowCount, synthetic.RowCount);
        if (detection.RowsPerTable < available || real.RowCount != synthetic.RowCount)
        {
            notes.Add(string.Create(culture, $"The detection test used {detection.RowsPerTable:N0} random rows of each table."));
        }

        if (privacy is not null)
        {
            notes.Add(string.Create(culture, $"Distances to the closest real row were measured for {privacy.Synthetic.Rows:N0} synthetic and {privacy.HeldOut.Rows:N0} held-out rows against {privacy.SearchedRows:N0} real rows, drawn at random; exact copies were sought among all rows."));
        }
        else
        {
            notes.Add("Privacy was not measured: one real row leaves nothing to compare with.");
        }
    }

    /// <summary>JSON has no NaN and no infinities: an undefined figure is null.</summary>
    private sealed class UndefinedAsNullConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
