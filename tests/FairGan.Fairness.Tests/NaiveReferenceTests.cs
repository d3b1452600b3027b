
using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;

namespace FairGan.Fairness.Tests;

/// <summary>Random tables against figures computed row by row, the slow and obvious way.</summary>
public sealed class NaiveReferenceTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Small_tables_with_empty_cells_agree_with_a_row_by_row_computation(int seed, bool isWeighted)
    {
        var random = new Random(seed);
        for (int repetition = 0; repetition < 50; repetition++)
        {
            int rows = random.Next(1, 25);
            int[] labels = Draw(2);
            int[] predictions = Draw(2);
            string[] first = [.. Draw(3).Select(value => $"a{value}")];
            string[] second = [.. Draw(2).Select(value => $"b{value}")];
            string[] control = [.. Draw(2).Select(value => $"c{value}")];
            double[] weights = [.. Enumerable.Range(0, rows).Select(_ => isWeighted ? random.NextDouble() * 3 : 1)];
            MetricFrame frame = MetricFrame.Create(
                labels,
                predictions,
                [new GroupColumn("a", first), new GroupColumn("b", second)],
                [new GroupColumn("c", control)],
                isWeighted ? weights : null);
            Assert.Equal(control.Distinct().Count() * first.Distinct().Count() * second.Distinct().Count(), frame.ByGroup.Count);
            foreach (string cell in control.Distinct())
            {
                AssertControlCell(cell);
            }

            int[] Draw(int values) => [.. Enumerable.Range(0, rows).Select(_ => random.Next(values))];

            void AssertControlCell(string cell)
            {
                foreach ((string metric, Func<int[], double> compute) in Rates(labels, predictions, weights))
                {
                    int[] within = [.. Enumerable.Range(0, rows).Where(row => control[row] == cell)];
                    double overall = compute(within);
                    AssertSame(overall, frame.Overall[metric, cell]);
                    List<double> groups = [];
                    foreach (string a in first.Distinct())
                    {
                        foreach (string b in second.Distinct())
                        {
                            int[] members = [.. within.Where(row => first[row] == a && second[row] == b)];
                            double value = members.Length == 0 ? double.NaN : compute(members);
                            AssertSame(value, frame.ByGroup[metric, cell, a, b]);
                            groups.Add(value);
                        }
                    }

                    groups.RemoveAll(double.IsNaN);
                    AssertSame(groups.Min(), frame.GroupMin[metric, cell]);
                    AssertSame(groups.Max(), frame.GroupMax[metric, cell]);
                    AssertSame(groups.Max() - groups.Min(), frame.Difference()[metric, cell]);
                    AssertSame(groups.Max(value => Math.Abs(value - overall)), frame.Difference(DisparityMethod.ToOverall)[metric, cell]);
                    AssertSame(groups.Min() / groups.Max(), frame.Ratio()[metric, cell]);
                    double[] ratios = [.. groups.Select(value => value / overall > 1 ? overall / value : value / overall).Where(ratio => !double.IsNaN(ratio))];
                    AssertSame(ratios.Length == 0 ? double.NaN : ratios.Min(), frame.Ratio(DisparityMethod.ToOverall)[metric, cell]);
                }
            }
        }
    }

    private static (string Name, Func<int[], double> Compute)[] Rates(int[] labels, int[] predictions, double[] weights)
    {
        double Weight(int[] rows, Func<int, bool> belongs) => rows.Where(belongs).Sum(row => weights[row]);
        double OrZero(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;
        return
        [
            ("count", rows => rows.Length),
            ("selection_rate", rows => Weight(rows, row => predictions[row] == 1) / Weight(rows, _ => true)),
            ("accuracy", rows => Weight(rows, row => predictions[row] == labels[row]) / Weight(rows, _ => true)),
            ("true_positive_rate", rows => OrZero(Weight(rows, row => labels[row] == 1 && predictions[row] == 1), Weight(rows, row => labels[row] == 1))),
            ("false_positive_rate", rows => OrZero(Weight(rows, row => labels[row] == 0 && predictions[row] == 1), Weight(rows, row => labels[row] == 0))),
            ("precision", rows => OrZero(Weight(rows, row => labels[row] == 1 && predictions[row] == 1), Weight(rows, row => predictions[row] == 1))),
        ];
    }

    private static void AssertSame(double wanted, double found) => Assert.True(
        (double.IsNaN(wanted) && double.IsNaN(found)) || Math.Abs(wanted - found) <= 1e-12,
        $"{found:R} where the rows give {wanted:R}.");
}
