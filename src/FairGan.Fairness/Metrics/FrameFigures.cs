using FairGan.Fairness.Counts;

namespace FairGan.Fairness.Metrics;

/// <summary>
/// The bare numbers of a frame: one value per control cell and metric, and per group and metric (row by row). The
/// aggregates follow Fairlearn: NaN is left out of minima and maxima, and an aggregate of nothing but NaN is NaN.
/// </summary>
internal sealed class FrameFigures(FrameLayout layout, int metricCount, double[] overall, double[] byGroup)
{
    public double[] Overall => overall;

    public double[] ByGroup => byGroup;

    public static FrameFigures Compute(FrameLayout layout, IReadOnlyList<GroupMetric> metrics, IReadOnlyList<FrameLeaf> leaves)
    {
        double[] overall = Evaluate(layout.ControlOfLeaf, layout.ControlCells.Length, metrics, leaves);
        double[] byGroup = Evaluate(layout.GroupOfLeaf, layout.GroupCells.Length, metrics, leaves);
        return new FrameFigures(layout, metrics.Count, overall, byGroup);
    }

    public static GroupSummary[] Sum(int[] cellOfLeaf, int cellCount, IReadOnlyList<FrameLeaf> leaves)
    {
        GroupSummary[] cells = new GroupSummary[cellCount];
        for (int leaf = 0; leaf < leaves.Count; leaf++)
        {
            int cell = cellOfLeaf[leaf];
            if (cell >= 0 && leaves[leaf].Summary.Count > 0)
            {
                cells[cell] += leaves[leaf].Summary;
            }
        }

        return cells;
    }

    public double[] GroupMin() => OverGroups((best, value) => value < best ? value : best, Same);

    public double[] GroupMax() => OverGroups((best, value) => value > best ? value : best, Same);

    public double[] Difference(DisparityMethod method)
    {
        double[] reference = method == DisparityMethod.BetweenGroups ? GroupMin() : overall;
        return OverGroups((best, value) => value > best ? value : best, (value, slot) => Math.Abs(value - reference[slot]));
    }

    public double[] Ratio(DisparityMethod method)
    {
        if (method == DisparityMethod.BetweenGroups)
        {
            double[] smallest = GroupMin();
            double[] largest = GroupMax();
            return [.. smallest.Select((value, slot) => value / largest[slot])];
        }

        return OverGroups(
            (best, value) => value < best ? value : best,
            (value, slot) =>
            {
                double ratio = value / overall[slot];
                return ratio > 1 ? 1 / ratio : ratio;
            });
    }

    /// <summary>Every table of the frame, in the order of <see cref="MetricFrameIntervals.TableNames"/>.</summary>
    public double[][] Tables() =>
    [
        overall,
        byGroup,
        GroupMin(),
        GroupMax(),
        Difference(DisparityMethod.BetweenGroups),
        Difference(DisparityMethod.ToOverall),
        Ratio(DisparityMethod.BetweenGroups),
        Ratio(DisparityMethod.ToOverall),
    ];

    private static double Same(double value, int slot) => value;

    private static double[] Evaluate(
        int[] cellOfLeaf,
        int cellCount,
        IReadOnlyList<GroupMetric> metrics,
        IReadOnlyList<FrameLeaf> leaves)
    {
        GroupSummary[] cells = Sum(cellOfLeaf, cellCount, leaves);
        GroupRows[]? rows = metrics.Any(metric => metric.NeedsRows) ? GroupRowsJoiner.Join(leaves, cellOfLeaf, cellCount) : null;
        double[] values = new double[cellCount * metrics.Count];
        for (int cell = 0; cell < cellCount; cell++)
        {
            for (int metric = 0; metric < metrics.Count; metric++)
            {
                values[(cell * metrics.Count) + metric] =
                    cells[cell].Count == 0 ? double.NaN : metrics[metric].Evaluate(cells[cell], rows?[cell]);
            }
        }

        return values;
    }

    private double[] OverGroups(Func<double, double, double> fold, Func<double, int, double> map)
    {
        double[] result = new double[overall.Length];
        Array.Fill(result, double.NaN);
        for (int group = 0; group < layout.ControlOfGroup.Length; group++)
        {
            for (int metric = 0; metric < metricCount; metric++)
            {
                int slot = (layout.ControlOfGroup[group] * metricCount) + metric;
                double value = map(byGroup[(group * metricCount) + metric], slot);
                if (!double.IsNaN(value))
                {
                    result[slot] = double.IsNaN(result[slot]) ? value : fold(result[slot], value);
                }
            }
        }

        return result;
    }
}
