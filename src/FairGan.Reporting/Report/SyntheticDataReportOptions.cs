using FairGan.Tables;

namespace FairGan.Reporting.Report;

/// <summary>Options of a <see cref="SyntheticDataReport"/>: label, sensitive columns, test rows and generator.</summary>
public sealed record SyntheticDataReportOptions
{
    /// <summary>
    /// The column that holds the outcome, such as whether a credit was granted. When <see langword="null"/> (the default), or where it has
    /// more than two values and no <see cref="PositiveValue"/>, what needs an outcome is left out: fairness of the labels, models, and
    /// strengths of fairness.
    /// </summary>
    public string? LabelColumn { get; init; }

    /// <summary>
    /// The value of the label that is the favourable outcome; every other value is unfavourable. When
    /// <see langword="null"/>, a label of two values must be 0/1 or false/true.
    /// </summary>
    public string? PositiveValue { get; init; }

    /// <summary>The sensitive columns: reported each alone and, when there are several, as their intersection. Without any (the default), groups are left out.</summary>
    public IReadOnlyList<string> SensitiveColumns { get; init; } = [];

    /// <summary>
    /// Real rows that the generator has not seen, with the same columns: models are tested on them, and they are the
    /// yardstick of the privacy figures. When <see langword="null"/>, a fifth of the real rows, stratified by the label,
    /// is held out for testing the models, and two halves of the real rows are the yardstick of privacy.
    /// </summary>
    public IDataView? Test { get; init; }

    /// <summary>
    /// The generator of the synthetic table: with it the report also shows its definition of fairness, what every strength of fairness
    /// buys and costs, and the course of its training. Default: unknown.
    /// </summary>
    public ReportGenerator? Generator { get; init; }

    /// <summary>The files that the tables come from, to be named with their hashes. Default: none.</summary>
    public IReadOnlyList<ReportSource> Sources { get; init; } = [];

    /// <summary>Changes to the tables before the comparison, a sentence each. Default: none known.</summary>
    public IReadOnlyList<string> Preparation { get; init; } = [];

    /// <summary>The title of the page.</summary>
    public string Title { get; init; } = "Synthetic data report";

    /// <summary>
    /// K: the report names no value, and shows no end of an axis, that fewer real rows hold; 1 or more. Groups of the sensitive columns are
    /// named however small they are. Default 10.
    /// </summary>
    public int LeastRows { get; init; } = 10;

    /// <summary>The seed of every sample and split.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// How many threads compare pairs of columns and look for closest rows; at least 1. The figures do not depend on it.
    /// Models are trained on one thread, because the order of additions, and so the last digits of a tree, would depend on more.
    /// </summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>What columns and values mean: the page shows it, the figures have the values as they are.</summary>
    internal TableDictionary Dictionary { get; init; } = TableDictionary.Empty;

    /// <summary>The time written into the report; now, when <see langword="null"/>.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
