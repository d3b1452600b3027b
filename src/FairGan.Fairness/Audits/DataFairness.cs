using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;
using Microsoft.ML;

namespace FairGan.Fairness.Audits;

/// <summary>
/// The fairness of data, before any model: whether groups have equal label rates, are equally represented, and how strongly the
/// label depends on the group. With several sensitive columns the groups are their intersections.
/// </summary>
/// <param name="LabelParityDifference">The largest difference of positive rates between groups, in [0, 1]; 0 is parity.</param>
/// <param name="LabelParityRatio">The smallest positive rate ÷ the largest, in [0, 1]; NaN without positive labels.</param>
/// <param name="RepresentationRatio">The smallest group's share ÷ the largest group's, in (0, 1]; 1 is balance.</param>
/// <param name="RepresentationEvenness">The entropy of the shares ÷ ln(number of groups), in [0, 1] (Pielou 1966); 1 for a single group.</param>
/// <param name="MutualInformation">Between group and label, in nats.</param>
/// <param name="CramersV">Between group and label, in [0, 1].</param>
/// <param name="MaximalCorrelation">Hirschfeld–Gebelein–Rényi, between group and label, in [0, 1]. All label values count, not only positive or not.</param>
public sealed record DataFairness(
    double LabelParityDifference,
    double LabelParityRatio,
    double RepresentationRatio,
    double RepresentationEvenness,
    double MutualInformation,
    double CramersV,
    double MaximalCorrelation)
{
    /// <summary>The groups that occur, with their shares and positive rates.</summary>
    internal IReadOnlyList<GroupRepresentation> Groups { get; init; } = [];

    /// <summary>Measures a table in one pass.</summary>
    /// <param name="data">The table.</param>
    /// <param name="labelColumn">The label.</param>
    /// <param name="sensitiveColumns">The sensitive columns; at least one.</param>
    /// <param name="positiveValue">The positive label, as in <see cref="MetricFrameOptions.PositiveValue"/>.</param>
    /// <param name="weightColumn">The row weights; null for 1 each.</param>
    /// <param name="missing">What becomes of rows without a group value.</param>
    /// <exception cref="ArgumentException">A column does not exist or is unfit, or no positive value is known.</exception>
    /// <exception cref="InvalidDataException">A value cannot be used; the message names column and row.</exception>
    public static DataFairness Measure(
        IDataView data,
        string labelColumn,
        IReadOnlyList<string> sensitiveColumns,
        string? positiveValue = null,
        string? weightColumn = null,
        MissingGroupPolicy missing = MissingGroupPolicy.OwnGroup) => Measure(
            GroupCounts.Read(data, labelColumn, sensitiveColumns, weightColumn: weightColumn, missing: missing),
            sensitiveColumns,
            positiveValue,
            missing);

    /// <summary>Measures from existing counts; a prediction in them is ignored.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="sensitiveColumns">The sensitive columns among theirs; at least one.</param>
    /// <param name="positiveValue">The positive label, as in <see cref="MetricFrameOptions.PositiveValue"/>.</param>
    /// <param name="missing">What becomes of rows without a group value.</param>
    /// <exception cref="ArgumentException">A column is not among the counts, or no positive value is known.</exception>
    public static DataFairness Measure(
        GroupCounts counts,
        IReadOnlyList<string> sensitiveColumns,
        string? positiveValue = null,
        MissingGroupPolicy missing = MissingGroupPolicy.OwnGroup)
    {
        MetricFrameOptions options = new()
        {
            LabelColumn = "",
            SensitiveColumns = sensitiveColumns,
            PositiveValue = positiveValue,
            MissingGroups = missing,
        };
        MetricFrame frame = MetricFrame.Create(counts, options, GroupMetrics.BaseRate);
        double[,] table = LabelTable(counts, frame);
        double total = frame.Groups.Sum(group => group.Summary.Weight);
        GroupRepresentation[] groups = [.. frame.Groups
            .Zip(frame.ByGroup, (group, row) => new GroupRepresentation(
                group.Cell, group.Summary.Count, group.Summary.Weight / total, row[GroupMetrics.BaseRate.Name]))
            .Where(group => group.Count > 0)];
        return new DataFairness(
            FairnessMetrics.Difference(frame, GroupMetrics.BaseRate.Name),
            FairnessMetrics.Ratio(frame, GroupMetrics.BaseRate.Name),
            groups.Min(group => group.Share) / groups.Max(group => group.Share),
            Evenness(groups),
            Dependence.MutualInformation(table),
            Dependence.CramersV(table),
            Dependence.MaximalCorrelation(table))
        {
            Groups = groups,
        };
    }

    private static double Evenness(GroupRepresentation[] groups)
    {
        double entropy = groups.Where(group => group.Share > 0).Sum(group => -group.Share * Math.Log(group.Share));
        return groups.Length == 1 ? 1 : entropy / Math.Log(groups.Length);
    }

    // The frame knows only positive or not; dependence is measured on every label value.
    private static double[,] LabelTable(GroupCounts counts, MetricFrame frame)
    {
        double[,] table = new double[frame.Groups.Count, counts.LabelValues.Count];
        for (int leaf = 0; leaf < frame.Input.Leaves.Count; leaf++)
        {
            int group = frame.Layout.GroupOfLeaf[leaf];
            if (group >= 0)
            {
                table[group, counts.LabelCodes[leaf]] += frame.Input.Leaves[leaf].Summary.Weight;
            }
        }

        return table;
    }
}
