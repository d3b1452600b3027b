using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;

namespace FairGan.Fairness.Audits;

/// <summary>
/// Selection and scoring rates with their impact ratios, as the four-fifths rule (29 CFR 1607.4 D) and New York City's Local
/// Law 144 (6 RCNY § 5-301) ask for them: for each sensitive column and for their intersection. Rows whose group is missing
/// are counted as unknown and are in no group.
/// </summary>
/// <param name="Columns">The sensitive columns of the table.</param>
/// <param name="Rows">One row per group that occurs.</param>
/// <param name="Unknown">The number of rows without a group value.</param>
/// <param name="MedianScore">The median of the scores of all rows; null without scores.</param>
public sealed record ImpactTable(IReadOnlyList<string> Columns, IReadOnlyList<ImpactRow> Rows, long Unknown, double? MedianScore)
{
    /// <summary>The share of the highest selection rate below which the four-fifths rule speaks of adverse impact.</summary>
    public const double FourFifths = 0.8;

    /// <summary>The smallest impact ratio of a group; NaN when nobody is selected. Groups whose weights add up to 0 have no rate, and so none.</summary>
    public double SmallestImpactRatio => Rows.Select(row => row.ImpactRatio).Where(ratio => !double.IsNaN(ratio)).DefaultIfEmpty(double.NaN).Min();

    /// <summary>Whether every group passes the four-fifths rule; null when nobody is selected, so that there is nothing to compare.</summary>
    public bool? PassesFourFifths => double.IsNaN(SmallestImpactRatio) ? null : SmallestImpactRatio >= FourFifths;

    internal static ImpactTable Create(FrameInput input, IReadOnlyList<string> columns, double? median, int smallCellLimit)
    {
        FrameLayout layout = FrameLayout.Create(input, columns, [], MissingGroupPolicy.LeaveOut);
        GroupSummary[] groups = FrameFigures.Sum(layout.GroupOfLeaf, layout.GroupCells.Length, input.Leaves);
        double[]? scoringRates = median is { } middle ? ScoringRates(input, layout, groups, middle) : null;
        int[] occurring = [.. Enumerable.Range(0, groups.Length).Where(group => groups[group].Count > 0)];
        double[] rates = [.. groups.Select(group => (group.TruePositive + group.FalsePositive) / group.Weight)];
        double highest = Highest(rates);
        double highestScoring = scoringRates is null ? double.NaN : Highest(scoringRates);
        GroupSummary reference = groups[Array.IndexOf(rates, highest) is var best and >= 0 ? best : occurring[0]];
        long known = groups.Sum(group => group.Count);
        ImpactRow[] rows = [.. occurring.Select(group =>
        {
            TwoProportionTest test = TwoProportionTest.Of(groups[group].SelectedCount, groups[group].Count, reference.SelectedCount, reference.Count);
            return new ImpactRow(
                layout.GroupCells[group],
                groups[group].Count,
                groups[group].SelectedCount,
                (double)groups[group].Count / known,
                rates[group],
                rates[group] / highest,
                scoringRates?[group],
                scoringRates?[group] / highestScoring,
                groups[group].Count < smallCellLimit,
                rates[group] / highest < FourFifths,
                test.Z,
                test.PValue);
        })];
        return new ImpactTable([.. columns], rows, input.Leaves.Sum(leaf => leaf.Summary.Count) - known, median);
    }

    /// <summary>The median of the scores: the mean of the middle two for an even number.</summary>
    internal static double Median(double[] scores)
    {
        Array.Sort(scores);
        int middle = scores.Length / 2;
        return scores.Length % 2 == 1 ? scores[middle] : (scores[middle - 1] + scores[middle]) / 2;
    }

    private static double Highest(double[] rates) => rates.Where(rate => !double.IsNaN(rate)).DefaultIfEmpty(double.NaN).Max();

    private static double[] ScoringRates(FrameInput input, FrameLayout layout, GroupSummary[] groups, double median)
    {
        double[] above = new double[groups.Length];
        for (int leaf = 0; leaf < input.Leaves.Count; leaf++)
        {
            int group = layout.GroupOfLeaf[leaf];
            if (group < 0)
            {
                continue;
            }

            ReadOnlySpan<double> scores = input.Leaves[leaf].Rows!.Scores.Span;
            ReadOnlySpan<double> weights = input.Leaves[leaf].Rows!.Weights.Span;
            for (int row = 0; row < scores.Length; row++)
            {
                above[group] += scores[row] > median ? weights[row] : 0;
            }
        }

        return [.. above.Select((weight, group) => weight / groups[group].Weight)];
    }
}
