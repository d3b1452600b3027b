using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Quality.Utility;
using FairGan.Tables;

namespace FairGan.Reporting.Report.Figures;

/// <summary>Figures for people to read: values of columns stand with what they mean.</summary>
internal static class LabelledFigures
{
    /// <summary>The figures with labels behind all values that have one.</summary>
    /// <param name="figures">The figures.</param>
    public static ReportFigures Of(ReportFigures figures)
    {
        TableDictionary words = figures.Dictionary;
        return figures with
        {
            Positive = figures is { Label: { } label, Positive: { } positive } ? words.Value(label, positive) : null,
            LabelFairness = [.. figures.LabelFairness.Select(fairness => Of(fairness, words))],
            Dial = [.. figures.Dial.Select(point => point with
            {
                LabelFairness = [.. point.LabelFairness.Select(fairness => Of(fairness, words))],
                Utility = Of(point.Utility, words),
            })],
            Utility = figures.Utility is { } utility
                ? utility with { TrainedOnReal = Of(utility.TrainedOnReal, words)!, TrainedOnSynthetic = Of(utility.TrainedOnSynthetic, words)! }
                : null,
            Fidelity = figures.Fidelity with { Partitions = [.. figures.Fidelity.Partitions.Select(partition => Of(partition, words))] },
            RealHalves = figures.RealHalves is { } halves ? halves with { Partitions = [.. halves.Partitions.Select(partition => Of(partition, words))] } : null,
            Distributions = [.. figures.Distributions.Select(one => Of(one, words))],
            GroupDistributions = [.. figures.GroupDistributions.Select(one => Of(one, words))],
        };
    }

    private static LabelFairness Of(LabelFairness fairness, TableDictionary words) => fairness with
    {
        Groups = [.. fairness.Groups.Select(group => group with { Values = words.Values(fairness.Columns, group.Values) })],
    };

    private static UtilityResult? Of(UtilityResult? result, TableDictionary words) => result is null ? null : result with
    {
        Partitions = [.. result.Partitions.Select(partition => partition with
        {
            Groups = [.. partition.Groups.Select(group => group with { Values = words.Values(partition.Columns, group.Values) })],
        })],
    };

    private static PartitionFidelity Of(PartitionFidelity partition, TableDictionary words)
    {
        return partition with { Groups = [.. partition.Groups.Select(Named)], Worst = partition.Worst is { } worst ? Named(worst) : null };

        GroupFidelity Named(GroupFidelity group) => group with { Values = words.Values(partition.Columns, group.Values) };
    }

    private static ColumnDistribution Of(ColumnDistribution distribution, TableDictionary words) => distribution with
    {
        Description = words.Describe(distribution.Column),
        Group = words.Values(distribution.GroupColumns, distribution.Group),
        Bins = [.. distribution.Bins.Select(bin => bin is { Kind: "value", Value: { } value } ? bin with { Value = words.Value(distribution.Column, value) } : bin)],
    };
}
