namespace FairGan.Reporting.Quality.Utility;

/// <summary>Intervals of a model's figures, and of the differences of two models on the same rows, from resampled test rows.</summary>
internal static class UtilityBootstrap
{
    private const int MostReplicates = 1000;
    private const int FewestReplicates = 200;
    private const long ResampledRows = 20_000_000;
    private const double Tail = 0.025;
    private const int OverallFigures = 3;
    private const int PartitionFigures = 4;

    /// <summary>The result of a model with its intervals.</summary>
    public static UtilityResult WithIntervals(TestedModel model, int seed) =>
        model.Result with { Intervals = Intervals(Replicates([model], seed), replicate => replicate[0]) };

    /// <summary>
    /// Two models tested on the same rows, with the intervals of each and of the second less the first. Both are evaluated on the
    /// same resampled rows, so that variation common to both cancels out.
    /// </summary>
    public static UtilityComparison Compare(TestedModel first, TestedModel second, int seed)
    {
        double[][][] replicates = Replicates([first, second], seed);
        return new UtilityComparison(
            first.Result with { Intervals = Intervals(replicates, replicate => replicate[0]) },
            second.Result with { Intervals = Intervals(replicates, replicate => replicate[1]) })
        {
            DifferenceIntervals = Intervals(replicates, replicate => [.. replicate[1].Zip(replicate[0], (synthetic, real) => synthetic - real)]),
        };
    }

    // By replicate, model and figure.
    private static double[][][] Replicates(TestedModel[] models, int seed)
    {
        int rows = models[0].Truth.Length;
        int[][] orders = Array.ConvertAll(models, model => Ranking.Order(model.Scores));
        double[][][] replicates = new double[(int)Math.Clamp(ResampledRows / rows, FewestReplicates, MostReplicates)][][];
        int[] drawn = new int[rows];
        for (int replicate = 0; replicate < replicates.Length; replicate++)
        {
            ReplicateRandom random = new(seed, replicate);
            Array.Clear(drawn);
            for (int row = 0; row < rows; row++)
            {
                drawn[(int)(random.NextUniform() * rows)]++;
            }

            replicates[replicate] = [.. models.Select((model, index) => Figures(model, orders[index], drawn))];
        }

        return replicates;
    }

    private static double[] Figures(TestedModel model, int[] order, int[] drawn)
    {
        long right = 0, truePositives = 0, selectedOrPositive = 0;
        for (int row = 0; row < drawn.Length; row++)
        {
            bool truth = model.Truth[row], decision = model.Decisions[row];
            right += truth == decision ? drawn[row] : 0;
            truePositives += truth && decision ? drawn[row] : 0;
            selectedOrPositive += drawn[row] * ((truth ? 1 : 0) + (decision ? 1 : 0));
        }

        double[] figures = new double[OverallFigures + (PartitionFigures * model.Groups.Length)];
        figures[0] = Ranking.AreaUnderRocCurve(model.Scores, model.Truth, order, drawn);
        figures[1] = (double)right / drawn.Length;
        figures[2] = selectedOrPositive == 0 ? 0 : 2.0 * truePositives / selectedOrPositive;
        for (int partition = 0; partition < model.Groups.Length; partition++)
        {
            Differences(model, partition, drawn).CopyTo(figures, OverallFigures + (PartitionFigures * partition));
        }

        return figures;
    }

    private static double[] Differences(TestedModel model, int partition, int[] drawn)
    {
        int[] groups = model.Groups[partition];
        int count = model.GroupCounts[partition];
        int[] rows = new int[count], positives = new int[count], selected = new int[count], truePositives = new int[count], given = new int[count];
        for (int row = 0; row < drawn.Length; row++)
        {
            int group = groups[row];
            given[group]++;
            rows[group] += drawn[row];
            positives[group] += model.Truth[row] ? drawn[row] : 0;
            selected[group] += model.Decisions[row] ? drawn[row] : 0;
            truePositives[group] += model.Truth[row] && model.Decisions[row] ? drawn[row] : 0;
        }

        // Which groups are small depends on the given rows, not on a resample.
        return [Parity(0), Odds(0), Parity(PartitionRates.SmallGroupRows), Odds(PartitionRates.SmallGroupRows)];

        double Parity(int fewest) => Span(fewest, group => (double)selected[group] / rows[group]);

        double Odds(int fewest) => Math.Max(
            Span(fewest, group => (double)truePositives[group] / positives[group]),
            Span(fewest, group => (double)(selected[group] - truePositives[group]) / (rows[group] - positives[group])));

        double Span(int fewest, Func<int, double> rate)
        {
            var range = RateRange.Empty;
            for (int group = 0; group < count; group++)
            {
                range = given[group] >= fewest ? range.With(rate(group)) : range;
            }

            return range.Difference;
        }
    }

    private static UtilityIntervals Intervals(double[][][] replicates, Func<double[][], double[]> take)
    {
        double[][] figures = Array.ConvertAll(replicates, replicate => take(replicate));
        BootstrapInterval[] ends = [.. Enumerable.Range(0, figures[0].Length).Select(figure => Interval([.. figures.Select(replicate => replicate[figure])]))];
        return new UtilityIntervals(
            ends[0],
            ends[1],
            ends[2],
            [.. ends.Skip(OverallFigures).Chunk(PartitionFigures).Select(part => new PartitionIntervals(part[0], part[1], part[2], part[3]))]);
    }

    private static BootstrapInterval Interval(double[] replicates)
    {
        double[] defined = [.. replicates.Where(value => !double.IsNaN(value)).Order()];
        return new BootstrapInterval(Ranking.Quantile(defined, Tail), Ranking.Quantile(defined, 1 - Tail));
    }
}
