using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;
using Microsoft.ML;

namespace FairGan.Fairness.Audits;

/// <summary>
/// A complete audit of group fairness: every figure of the metric frame, the named scalars, their intervals, and what the
/// laws ask a report to hold. Serialises to JSON, Markdown and HTML.
/// </summary>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView table = TableReader.Load(mlContext, "loans.csv");
/// var options = new FairnessAuditOptions { LabelColumn = "approved", PositiveValue = "yes", SensitiveColumns = ["sex"] };
/// FairnessAudit audit = FairnessAudit.Run(table, options);
/// Console.WriteLine(audit.DemographicParityDifference);
/// File.WriteAllText("audit.json", audit.ToJson());
/// </code>
/// </example>
public sealed record FairnessAudit
{
    private FairnessAudit()
    {
    }

    /// <summary>The options.</summary>
    public required FairnessAuditOptions Options { get; init; }

    /// <summary>The number of rows with a label, which every figure is about.</summary>
    public required long Rows { get; init; }

    /// <summary>The number of rows that were left out because their label is missing.</summary>
    public required long UnlabelledRows { get; init; }

    /// <summary>The figures split by group, within control cells where there are control columns.</summary>
    public required MetricFrame Frame { get; init; }

    /// <summary>The named metrics under the key <c>name|method|aggregation</c> (or <c>name</c> alone), without control columns.</summary>
    public required IReadOnlyDictionary<string, double> Scalars { get; init; }

    /// <summary>The bootstrap intervals of the frame's figures; null when none were requested.</summary>
    public required MetricFrameIntervals? Intervals { get; init; }

    /// <summary>The bootstrap intervals of the scalars; null when none were requested.</summary>
    public required IReadOnlyDictionary<string, BootstrapInterval>? ScalarIntervals { get; init; }

    /// <summary>The impact tables: one per sensitive column, and one for their intersection where there are several.</summary>
    public required IReadOnlyList<ImpactTable> Impact { get; init; }

    /// <summary>The groups of the frame that have rows, but fewer than the limit.</summary>
    internal IReadOnlyList<GroupCell> SmallCells { get; init; } = [];

    /// <summary>The distinct values of the label.</summary>
    internal IReadOnlyList<string> LabelValues { get; init; } = [];

    /// <summary>The distinct predictions; without a prediction, the label's values.</summary>
    internal IReadOnlyList<string> PredictionValues { get; init; } = [];

    /// <summary>The number of rows without a value, per sensitive and control column.</summary>
    public required IReadOnlyDictionary<string, long> UnknownGroups { get; init; }

    /// <summary>The fairness of the label itself.</summary>
    public required DataFairness Data { get; init; }

    /// <summary>
    /// The largest selection rate of a group less the smallest, 0 (parity) to 1; <see cref="Scalars"/> has the difference to the overall
    /// rate as well. The prediction's where there is one, the label's otherwise.
    /// </summary>
    public double DemographicParityDifference => Scalar("demographic_parity_difference|between_groups");

    /// <summary>The smallest selection rate of a group over the largest, 0 to 1 (parity); NaN when nobody is selected.</summary>
    public double DemographicParityRatio => Scalar("demographic_parity_ratio|between_groups");

    /// <summary>The larger of the differences of true and of false positive rates, 0 (parity) to 1; NaN without a prediction.</summary>
    public double EqualizedOddsDifference => Scalar("equalized_odds_difference|between_groups|worst_case");

    /// <summary>The smaller of the ratios of true and of false positive rates, 0 to 1 (parity); NaN without a prediction.</summary>
    public double EqualizedOddsRatio => Scalar("equalized_odds_ratio|between_groups|worst_case");

    /// <summary>The largest true positive rate of a group less the smallest, 0 (parity) to 1; NaN without a prediction.</summary>
    public double EqualOpportunityDifference => Scalar("equal_opportunity_difference|between_groups");

    /// <summary>Audits a table in one pass.</summary>
    /// <param name="data">The table.</param>
    /// <param name="options">The roles of the columns, and what to add to the figures.</param>
    /// <exception cref="ArgumentException">A column does not exist or is unfit, an option is out of range, or no positive value is known.</exception>
    /// <exception cref="InvalidDataException">A value cannot be used; the message names column and row.</exception>
    public static FairnessAudit Run(IDataView data, FairnessAuditOptions options)
    {
        Check(options);
        return Run(MetricFrame.Count(data, options), options);
    }

    /// <summary>Audits counts that were made before, for example by a database.</summary>
    /// <param name="counts">The counts; must hold the columns that the options name as sensitive and control.</param>
    /// <param name="options">As above; label, prediction, score and weight were fixed when counting.</param>
    /// <exception cref="ArgumentException">A column is not among the counts, an option is out of range, or no positive value is known.</exception>
    public static FairnessAudit Run(GroupCounts counts, FairnessAuditOptions options)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Check(options);
        double[]? scores = counts.HasScores ? counts.AllScores() : null;
        bool hasProbabilities = scores?.All(score => score is >= 0 and <= 1) ?? false;
        AuditScalars scalars = new(counts.HasPrediction, scores is not null, hasProbabilities);
        GroupMetric[] metrics = [.. counts.HasPrediction ? GroupMetrics.Classification : GroupMetrics.LabelOnly, .. scalars.ScoreMetrics];
        MetricFrame frame = MetricFrame.Create(counts, options, metrics);
        List<(string Name, double Value)> values = ScalarsOver(frame, frame.Input, options, scalars)(frame.Input.Leaves, frame.Figures);
        MetricFrameIntervals? intervals = null;
        OrderedDictionary<string, BootstrapInterval>? scalarIntervals = null;
        if (options.BootstrapReplicates > 0)
        {
            (intervals, BootstrapInterval[] ends) = frame.Bootstrap(
                new BootstrapOptions
                {
                    Replicates = options.BootstrapReplicates,
                    Confidence = options.Confidence,
                    Seed = options.Seed,
                    StratifyByGroup = options.StratifyByGroup,
                    Threads = options.Threads,
                },
                input =>
                {
                    var replicateScalars = ScalarsOver(frame, input, options, scalars);
                    return (leaves, figures) => [.. replicateScalars(leaves, figures).Select(scalar => scalar.Value)];
                });
            scalarIntervals = new(values.Select((scalar, i) => KeyValuePair.Create(scalar.Name, ends[i])));
        }

        double? median = scores is null ? null : ImpactTable.Median(scores);
        IEnumerable<IReadOnlyList<string>> impactColumns = options.SensitiveColumns.Select(column => (IReadOnlyList<string>)[column]);
        if (options.SensitiveColumns.Count > 1)
        {
            impactColumns = impactColumns.Append(options.SensitiveColumns);
        }

        return new FairnessAudit
        {
            Options = options,
            Rows = counts.Count,
            UnlabelledRows = counts.UnlabelledRows,
            Frame = frame,
            Scalars = new OrderedDictionary<string, double>(values.Select(scalar => KeyValuePair.Create(scalar.Name, scalar.Value))),
            Intervals = intervals,
            ScalarIntervals = scalarIntervals,
            Impact = [.. impactColumns.Select(columns => ImpactTable.Create(frame.Input, columns, median, options.SmallCellLimit))],
            SmallCells = [.. frame.Groups.Where(group => group.Summary.Count > 0 && group.Summary.Count < options.SmallCellLimit)],
            LabelValues = counts.LabelValues,
            PredictionValues = counts.PredictionValues,
            UnknownGroups = new OrderedDictionary<string, long>(counts.UnknownCounts.Select(unknown => KeyValuePair.Create(unknown.Column, unknown.Rows))),
            Data = DataFairness.Measure(counts, options.SensitiveColumns, options.PositiveValue, options.MissingGroups),
        };
    }

    /// <summary>
    /// The audit as JSON: <c>metric_frame</c> with its eight tables, <c>scalars</c>, and counts, intervals, impact ratios,
    /// small cells, unknown groups and data fairness beside them. Numbers that are not finite are null.
    /// </summary>
    public string ToJson() => AuditJson.Write(this);

    /// <summary>The audit as a Markdown text, without a top-level heading.</summary>
    public string ToMarkdown() => AuditDocument.Of(this).ToMarkdown();

    /// <summary>The audit as an HTML fragment of headings, paragraphs and tables; every value from the data is escaped.</summary>
    public string ToHtml() => AuditDocument.Of(this).ToHtml();

    private static Func<IReadOnlyList<FrameLeaf>, FrameFigures, List<(string Name, double Value)>> ScalarsOver(
        MetricFrame frame,
        FrameInput input,
        FairnessAuditOptions options,
        AuditScalars scalars)
    {
        FrameLayout layout = FrameLayout.Create(input, options.SensitiveColumns, [], options.MissingGroups);
        return (leaves, figures) =>
        {
            FrameFigures counts = FrameFigures.Compute(layout, scalars.CountMetrics, leaves);

            // Metrics over rows are the costly ones. Without control columns the frame has them already, at its end.
            return options.ControlColumns.Count == 0
                ? scalars.Compute(counts, figures, frame.Metrics.Count - scalars.ScoreMetrics.Count)
                : scalars.Compute(counts, FrameFigures.Compute(layout, scalars.ScoreMetrics, leaves), 0);
        };
    }

    private double Scalar(string name) => Scalars.TryGetValue(name, out double value) ? value : double.NaN;

    private static void Check(FairnessAuditOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.BootstrapReplicates);
        ArgumentOutOfRangeException.ThrowIfNegative(options.SmallCellLimit);
        if (!(options.Confidence > 0 && options.Confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Confidence, "The confidence must be between 0 and 1.");
        }
    }
}
