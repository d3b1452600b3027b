using FairGan.Reporting.Quality.Privacy.Generators;
using FairGan.Reporting.Quality.Privacy.Targets;
using FairGan.Reporting.Quality.Tables;

namespace FairGan.Reporting.Tests.Quality.Attacks;

public sealed class DensityJumpTests
{
    [Fact]
    public void Numbers_drawn_evenly_between_training_values_give_these_away_and_smooth_ones_do_not()
    {
        double[] members = Incomes(200, 1), others = Incomes(200, 2), reference = Incomes(200, 3);
        double[] knots = [.. members.Order()];
        var random = new Random(4);
        double[] between = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble() * (knots.Length - 1)).Select(at => knots[(int)at] + ((at - (int)at) * (knots[(int)at + 1] - knots[(int)at])))];

        Assert.True(Auc(between) > 0.75);
        Assert.InRange(Auc(Incomes(100_000, 5)), 0.4, 0.6);

        double Auc(double[] generated)
        {
            double[] scores = DensityJumps.Scores(Table([.. members, .. others]), Table(generated), Table(reference), members.Length, new ParallelOptions());
            return RocSummary.Of(scores[..members.Length], scores[members.Length..]).Auc;
        }
    }

    private static double[] Incomes(int rows, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() * random.NextDouble())];
    }

    private static ColumnarTable Table(double[] numbers) => new([new TableColumn("income", numbers)], numbers.Length);
}
