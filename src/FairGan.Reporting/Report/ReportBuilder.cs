using System.Text.Json;
using FairGan.Export.Format;
using FairGan.Reporting.Quality.Detection;
using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Quality.Privacy;
using FairGan.Reporting.Quality.Privacy.Attacks;
using FairGan.Reporting.Quality.Utility;

namespace FairGan.Reporting.Report;

/// <summary>Measures everything that a report holds, step by step.</summary>
internal sealed class ReportBuilder(
    MLContext mlContext, SyntheticDataReportOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
{
    private const double HeldOutShare = 0.2;
    private const int DetectionRows = 30_000;
    private const int MostGroups = 4;
    private const int MostGroupColumns = 15;
    private const int MostGroupings = 4;

    private static readonly double[] s_strengths = [0, 0.25, 0.5, 0.75, 1];

    private readonly List<string> _notes = [];

    public ReportFigures Build(IDataView real, IDataView synthetic)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LeastRows, 1);
        progress?.Report("Reading the tables");
        ColumnarTable realTable = ColumnarTableReader.Read(real, nameof(real), cancellationToken);
        ColumnarTable syntheticTable = ColumnarTableReader.ReadLike(realTable, nameof(real), synthetic, nameof(synthetic), cancellationToken);
        ColumnarTable? testTable = options.Test is null
            ? null
            : ColumnarTableReader.ReadLike(realTable, nameof(real), options.Test, nameof(options.Test), cancellationToken);
        BinaryLabel? label = Label(testTable is null ? [realTable] : [realTable, testTable]);
        IReadOnlyList<GroupPartition> partitions = GroupPartition.CreateAll(options.SensitiveColumns, nameof(options), realTable, syntheticTable);

        FidelityOptions fidelityOptions = new()
        {
            SensitiveColumns = options.SensitiveColumns,
            Seed = options.Seed,
            Threads = options.Threads,
        };
        FidelityResult fidelity = FidelityEvaluator.Compare(realTable, syntheticTable, fidelityOptions, progress, cancellationToken);
        FidelityYardstick? yardstick = CompareHalves(realTable, fidelityOptions);
        (UtilityComparison? utility, ColumnarTable? tested) = label is null ? (null, null) : CompareModels(realTable, syntheticTable, testTable, label);
        List<DialPoint> dial = label is null ? [] : MeasureStrengths(realTable, tested, label);
        DetectionResult detection = DetectionEvaluator.Measure(
            mlContext,
            realTable,
            syntheticTable,
            new DetectionOptions { Seed = options.Seed, Trees = new BoostedTreeOptions { Seed = options.Seed }, MaximumRowsPerTable = DetectionRows },
            progress,
            cancellationToken);
        PrivacyOptions privacyOptions = new() { Seed = options.Seed, Threads = options.Threads };
        PrivacyResult? privacy = testTable is null && realTable.RowCount < 2
            ? null
            : PrivacyEvaluator.Compare(realTable, syntheticTable, testTable, privacyOptions, progress, cancellationToken);
        MembershipResult? membership = testTable is null
            ? null
            : Membership.Attack(realTable, syntheticTable, testTable, privacyOptions, progress, cancellationToken);
        PrivacyAttackResult? attacks = Attack(realTable, syntheticTable, testTable);
        progress?.Report("Counting the distributions");
        List<DistributionCounter> counters = [.. realTable.Columns.Zip(syntheticTable.Columns, (first, second) => new DistributionCounter(first, second, options.LeastRows))];
        NoteMissingRoles(label);
        NoteSamples(realTable, syntheticTable, fidelity, detection, privacy);

        return new ReportFigures
        {
            Title = options.Title,
            CreatedAt = options.CreatedAt ?? DateTimeOffset.UtcNow,
            Seed = options.Seed,
            Label = label?.Column,
            Positive = label?.PositiveValue,
            PlainLabel = label is null ? options.LabelColumn : null,
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
            DifferentialPrivacy = options.Generator?.Options is { Privacy: { } spent, Protection: var people } ? new PrivacyGuarantee(spent.Epsilon, spent.Delta, people.SubjectColumn is null ? "row" : "subject") : null,
            Columns = [.. realTable.Columns.Select(column => new ReportColumn(
                column.Name,
                column.IsNumeric ? "numeric" : "categorical",
                column.Name == label?.Column ? "label" : options.SensitiveColumns.Contains(column.Name) ? "sensitive" : "feature")
            {
                Description = options.Dictionary.Describe(column.Name),
                Labels = options.Dictionary.Labels(column.Name) is { Count: > 0 } labels ? labels : null,
            })],
            Dictionary = options.Dictionary,
            LabelFairness = label is null ? [] : [.. partitions.Select(partition => LabelFairness.Count(partition, label.Classes(realTable), label.Classes(syntheticTable)))],
            Dial = dial,
            Utility = utility,
            Fidelity = fidelity,
            RealHalves = yardstick,
            Rules = options.Generator?.File is { } generator ? RuleBreakCounter.Count(GeneratorReader.Read(generator.Span).Information.Schema, realTable, syntheticTable, options.LeastRows) : [],
            Distributions = [.. counters.Select(counter => counter.Count())],
            GroupDistributions = CountGroups(counters, fidelity, partitions, label?.Column),
            Detection = detection,
            Privacy = privacy,
            Membership = membership,
            Attacks = attacks,
            Notes = _notes,
        };
    }

    // A label of several values of which none is named as favourable is a column like others, as in training.
    private BinaryLabel? Label(IReadOnlyList<ColumnarTable> tables) =>
        options.LabelColumn is not { } name || (options.PositiveValue is null && BinaryLabel.HasSeveralOutcomes(tables, name, nameof(options)))
            ? null
            : BinaryLabel.Create(tables, name, options.PositiveValue, nameof(options), nameof(options));

    private void NoteMissingRoles(BinaryLabel? label)
    {
        var missing = new MissingRoles(label is not null, options.LabelColumn, options.SensitiveColumns.Count > 0);
        if (missing.Label is { } noLabel)
        {
            _notes.Add($"Fairness of the labels, fairness and utility of models, and strengths of fairness were left out: {noLabel}.");
        }

        if (missing.Groups is { } noGroups)
        {
            _notes.Add($"Comparisons of groups were left out: {noGroups}.");
        }
    }

    // Fewer targets and rows than the attack verb takes, so that a report of tens of thousands of rows waits less than a minute for them.
    private PrivacyAttackResult? Attack(ColumnarTable real, ColumnarTable synthetic, ColumnarTable? test)
    {
        if (test is null)
        {
            return null;
        }

        if (Math.Min(real.RowCount, test.RowCount / 2) < AttackTables.LeastRows)
        {
            _notes.Add($"Attacks were not tried: they need at least {AttackTables.LeastRows} training rows and {2 * AttackTables.LeastRows} test rows.");
            return null;
        }

        int seed = unchecked((int)options.Seed);
        var attackOptions = new PrivacyAttackOptions
        {
            SensitiveColumns = options.SensitiveColumns,
            Multiples = [1, 10],
            LeastRows = Math.Max(2, options.LeastRows),
            MaximumTargets = 1_000,
            MaximumGeneratedRows = 100_000,
            DensityRows = 100_000,
            MaximumComparisons = 1_000_000_000,
            Subsets = 100,
            MaximumInferredColumns = 6,
            Seed = seed,
            Threads = options.Threads,
        };
        AttackTables tables = AttackTables.Of(real, test, null, attackOptions.MaximumTargets, seed);
        byte[]? file = options.Generator?.File?.ToArray();
        return PrivacyAttacks.Run(file, file is null ? synthetic : null, tables, attackOptions, progress, cancellationToken);
    }

    private FidelityYardstick? CompareHalves(
        ColumnarTable real, FidelityOptions options)
    {
        if (real.RowCount < 2)
        {
            return null;
        }

        progress?.Report("Comparing two halves of the real rows");
        (int[] first, int[] second) = RowSampling.Halves(real.RowCount, unchecked((int)options.Seed));
        FidelityResult halves = FidelityEvaluator.Compare(real.Select(first), real.Select(second), options, null, cancellationToken);
        return new FidelityYardstick(
            first.Length,
            halves.MeanShape,
            halves.MeanTrend,
            halves.WorstColumn?.Shape ?? double.NaN,
            halves.WorstPair?.Trend ?? double.NaN)
        {
            Partitions = [.. halves.Partitions.Select(partition => partition with
            {
                Groups = [.. partition.Groups.Select(group => group with { Shapes = new Dictionary<string, double>() })],
                Worst = partition.Worst is null ? null : partition.Worst with { Shapes = new Dictionary<string, double>() },
            })],
        };
    }

    private List<DialPoint> MeasureStrengths(
        ColumnarTable real,
        ColumnarTable? test,
        BinaryLabel label)
    {
        List<DialPoint> points = [];
        if (options.Generator is not { Draw: { } draw } generator)
        {
            return points;
        }

        foreach (double strength in s_strengths.Append(generator.Options.Strength).Distinct().Order())
        {
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"Generating rows at strength {strength:0.##} and training a model on them"));
            ColumnarTable table = ColumnarTableReader.ReadLike(real, nameof(real), draw(strength), nameof(generator.Draw), cancellationToken);
            int[] classes = label.Classes(table);
            points.Add(new DialPoint(
                strength,
                table.RowCount,
                [.. GroupPartition.CreateAll(options.SensitiveColumns, nameof(options), real, table)
                    .Select(partition => LabelFairness.Count(partition, label.Classes(real), classes))],
                test is null || label.LabelledRows(table).Length == 0
                    ? null
                    : UtilityEvaluator.Measure(mlContext, table, test, label, ModelOptions(), cancellationToken)));
        }

        return points;
    }

    private static List<ColumnDistribution> CountGroups(
        List<DistributionCounter> counters, FidelityResult fidelity, IReadOnlyList<GroupPartition> partitions, string? label)
    {
        int[] shown = [.. Enumerable.Range(0, counters.Count)
            .OrderBy(column => fidelity.Columns[column].Column == label ? -1 : double.IsNaN(fidelity.Columns[column].Shape) ? 2 : fidelity.Columns[column].Shape)
            .Take(MostGroupColumns).Order()];
        return [.. partitions.Where(partition => partition.Columns.Count == 1).Take(MostGroupings).SelectMany(partition =>
            Enumerable.Range(0, Math.Min(MostGroups, partition.Groups.Count)).SelectMany(group =>
                shown.Where(column => fidelity.Columns[column].Column != partition.Columns[0]).Select(column => counters[column].Count(partition, group))))];
    }

    private UtilityOptions ModelOptions() => new()
    {
        SensitiveColumns = options.SensitiveColumns,
        Seed = options.Seed,
        Trees = new BoostedTreeOptions { Seed = options.Seed },
    };

    private (UtilityComparison? Comparison, ColumnarTable? Test) CompareModels(
        ColumnarTable real,
        ColumnarTable synthetic,
        ColumnarTable? test,
        BinaryLabel label)
    {
        ColumnarTable train = real;
        if (test is null)
        {
            (int[] kept, int[] heldOut) = RowSampling.Stratified(label.Classes(real), HeldOutShare, unchecked((int)options.Seed));
            if (heldOut.Length == 0)
            {
                _notes.Add("No model was trained: the real table has too few rows to hold some out for testing.");
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
                _notes.Add($"No model was trained: the {name} rows have no value in the label column.");
                return (null, null);
            }
        }

        UtilityComparison comparison = UtilityEvaluator.Compare(mlContext, train, synthetic, test, label, ModelOptions(), progress, cancellationToken);
        NoteTrainingSample("real", label.LabelledRows(train).Length, comparison.TrainedOnReal);
        NoteTrainingSample("synthetic", label.LabelledRows(synthetic).Length, comparison.TrainedOnSynthetic);
        return (comparison, test);
    }

    private void NoteTrainingSample(string name, int rows, UtilityResult result)
    {
        if (result.TrainingRows < rows)
        {
            _notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The model of the {name} rows was trained on a random sample of {result.TrainingRows:N0} of {rows:N0} rows."));
        }
    }

    private void NoteSamples(
        ColumnarTable real, ColumnarTable synthetic, FidelityResult fidelity, DetectionResult detection, PrivacyResult? privacy)
    {
        IFormatProvider culture = CultureInfo.InvariantCulture;
        if (fidelity.PairRowsReal < real.RowCount || fidelity.PairRowsSynthetic < synthetic.RowCount)
        {
            _notes.Add(string.Create(culture, $"Pairs of columns were compared on random samples of {fidelity.PairRowsReal:N0} real and {fidelity.PairRowsSynthetic:N0} synthetic rows, because the table has many columns. Small samples lower the trends of columns with many values."));
        }

        int available = Math.Min(real.RowCount, synthetic.RowCount);
        if (detection.RowsPerTable < available || real.RowCount != synthetic.RowCount)
        {
            _notes.Add(string.Create(culture, $"The detection test used {detection.RowsPerTable:N0} random rows of each table."));
        }

        if (privacy is not null)
        {
            _notes.Add(string.Create(culture, $"Distances to the closest real row were measured for {privacy.Synthetic.Rows:N0} synthetic and {privacy.HeldOut.Rows:N0} held-out rows against {privacy.SearchedRows:N0} real rows, sampled at random; exact copies were searched among all rows."));
        }
        else
        {
            _notes.Add("Privacy was not measured: one real row leaves nothing to compare with.");
        }
    }
}
