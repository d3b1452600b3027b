using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;

namespace FairGan.Fairness.Audits;

/// <summary>
/// The signed group-fairness metrics of AIF360 under its names: the unprivileged groups, taken together, against the
/// privileged groups, taken together. Negative (or, for ratios, below 1) means the unprivileged have less. Where the frame
/// has no prediction, the label is used instead.
/// </summary>
/// <param name="StatisticalParityDifference">P(ŷ = 1 | unprivileged) − P(ŷ = 1 | privileged), in [−1, 1].</param>
/// <param name="DisparateImpact">P(ŷ = 1 | unprivileged) ÷ P(ŷ = 1 | privileged).</param>
/// <param name="EqualOpportunityDifference">TPR(unprivileged) − TPR(privileged), in [−1, 1].</param>
/// <param name="AverageOddsDifference">½ [(FPR(unprivileged) − FPR(privileged)) + (TPR(unprivileged) − TPR(privileged))], in [−1, 1].</param>
/// <param name="AverageAbsoluteOddsDifference">½ [|FPR(unprivileged) − FPR(privileged)| + |TPR(unprivileged) − TPR(privileged)|], in [0, 1].</param>
/// <param name="FalsePositiveRateDifference">FPR(unprivileged) − FPR(privileged), in [−1, 1].</param>
/// <param name="FalseNegativeRateDifference">FNR(unprivileged) − FNR(privileged), in [−1, 1].</param>
/// <param name="FalseDiscoveryRateDifference">FDR(unprivileged) − FDR(privileged) with FDR = FP ÷ (TP + FP), in [−1, 1].</param>
/// <param name="FalseOmissionRateDifference">FOR(unprivileged) − FOR(privileged) with FOR = FN ÷ (TN + FN), in [−1, 1].</param>
/// <param name="ErrorRateDifference">ERR(unprivileged) − ERR(privileged), in [−1, 1].</param>
/// <param name="ErrorRateRatio">ERR(unprivileged) ÷ ERR(privileged).</param>
/// <param name="BetweenGroupTheilIndex">
/// The generalized entropy index with α = 1 of the two groups' mean benefits (Speicher et al. 2018); 0 when both have the same benefit.
/// </param>
/// <param name="BetweenGroupCoefficientOfVariation">2 √(the same with α = 2), as AIF360 defines it.</param>
/// <remarks>A denominator of 0 gives NaN or an infinity, as in AIF360.</remarks>
public sealed record Aif360Metrics(
    double StatisticalParityDifference,
    double DisparateImpact,
    double EqualOpportunityDifference,
    double AverageOddsDifference,
    double AverageAbsoluteOddsDifference,
    double FalsePositiveRateDifference,
    double FalseNegativeRateDifference,
    double FalseDiscoveryRateDifference,
    double FalseOmissionRateDifference,
    double ErrorRateDifference,
    double ErrorRateRatio,
    double BetweenGroupTheilIndex,
    double BetweenGroupCoefficientOfVariation)
{
    /// <summary>Compares the unprivileged groups of a frame with the privileged ones.</summary>
    /// <param name="frame">A frame of a classification.</param>
    /// <param name="isPrivileged">Whether a group, given by its cell (control values, then sensitive values), is privileged.</param>
    /// <exception cref="ArgumentException">One of the two sides has no rows.</exception>
    public static Aif360Metrics Compare(MetricFrame frame, Func<IReadOnlyList<string>, bool> isPrivileged)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(isPrivileged);
        GroupSummary privileged = default;
        GroupSummary unprivileged = default;
        foreach (GroupCell group in frame.Groups)
        {
            if (isPrivileged(group.Cell))
            {
                privileged += group.Summary;
            }
            else
            {
                unprivileged += group.Summary;
            }
        }

        if (privileged.Count == 0 || unprivileged.Count == 0)
        {
            throw new ArgumentException($"No row is {(privileged.Count == 0 ? "privileged" : "unprivileged")}: check the values that make a group privileged.");
        }

        double truePositive = TruePositiveRate(unprivileged) - TruePositiveRate(privileged);
        double falsePositive = FalsePositiveRate(unprivileged) - FalsePositiveRate(privileged);
        return new Aif360Metrics(
            SelectionRate(unprivileged) - SelectionRate(privileged),
            SelectionRate(unprivileged) / SelectionRate(privileged),
            truePositive,
            (falsePositive + truePositive) / 2,
            (Math.Abs(falsePositive) + Math.Abs(truePositive)) / 2,
            falsePositive,
            FalseNegativeRate(unprivileged) - FalseNegativeRate(privileged),
            FalseDiscoveryRate(unprivileged) - FalseDiscoveryRate(privileged),
            FalseOmissionRate(unprivileged) - FalseOmissionRate(privileged),
            ErrorRate(unprivileged) - ErrorRate(privileged),
            ErrorRate(unprivileged) / ErrorRate(privileged),
            GeneralizedEntropy(1, MeanBenefits(privileged, unprivileged)),
            2 * Math.Sqrt(GeneralizedEntropy(2, MeanBenefits(privileged, unprivileged))));
    }

    /// <summary>
    /// The generalized entropy index of the benefits b = ŷ − y + 1 of all rows (Speicher et al. 2018), at least 0; 0 when all
    /// fare alike. α = 1 is the Theil index; α = 0, the mean log deviation, is infinite as soon as a benefit is 0.
    /// </summary>
    /// <param name="frame">A frame of a classification.</param>
    /// <param name="alpha">The weight of distances at the upper end.</param>
    public static double GeneralizedEntropyIndex(MetricFrame frame, double alpha = 2)
    {
        ArgumentNullException.ThrowIfNull(frame);
        GroupSummary all = frame.Total;
        return GeneralizedEntropy(
            alpha, (2, all.FalsePositive), (1, all.TruePositive + all.TrueNegative), (0, all.FalseNegative));
    }

    /// <summary>The Theil index: the generalized entropy index with α = 1.</summary>
    /// <param name="frame">A frame of a classification.</param>
    public static double TheilIndex(MetricFrame frame) => GeneralizedEntropyIndex(frame, 1);

    /// <summary>2 √(generalized entropy index with α = 2), as AIF360 defines the coefficient of variation.</summary>
    /// <param name="frame">A frame of a classification.</param>
    public static double CoefficientOfVariation(MetricFrame frame) => 2 * Math.Sqrt(GeneralizedEntropyIndex(frame, 2));

    /// <summary>The generalized entropy index of the mean benefits of all the frame's groups (Speicher et al. 2018).</summary>
    /// <param name="frame">A frame of a classification.</param>
    /// <param name="alpha">The weight of distances at the upper end.</param>
    public static double BetweenAllGroupsGeneralizedEntropyIndex(MetricFrame frame, double alpha = 2)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return GeneralizedEntropy(alpha, MeanBenefits([.. frame.Groups.Where(group => group.Summary.Count > 0).Select(group => group.Summary)]));
    }

    /// <summary>
    /// Smoothed empirical differential fairness of the labels (Foulds et al. 2018): the largest |ln| ratio of two groups'
    /// smoothed chances of an outcome, over both outcomes and all groups that occur; 0 is parity.
    /// </summary>
    /// <param name="frame">A frame of a classification.</param>
    /// <param name="concentration">The weight of the Dirichlet prior, at least 0; half of it goes to each outcome.</param>
    /// <exception cref="ArgumentOutOfRangeException">The concentration is negative.</exception>
    public static double SmoothedEmpiricalDifferentialFairness(MetricFrame frame, double concentration = 1) =>
        DifferentialFairness(frame, concentration, cell => cell.TruePositive + cell.FalseNegative);

    /// <summary>
    /// How much more differential unfairness the predictions hold than the labels: the smoothed differential fairness of the
    /// predictions less that of the labels.
    /// </summary>
    /// <param name="frame">A frame of a classification with predictions.</param>
    /// <param name="concentration">The weight of the Dirichlet prior, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The concentration is negative.</exception>
    public static double DifferentialFairnessBiasAmplification(MetricFrame frame, double concentration = 1) =>
        DifferentialFairness(frame, concentration, cell => cell.TruePositive + cell.FalsePositive)
        - SmoothedEmpiricalDifferentialFairness(frame, concentration);

    /// <summary>
    /// Consistency (Zemel et al. 2013): 1 − the mean distance of a row's outcome from the mean outcome of its nearest
    /// neighbours, in [0, 1]; 1 when alike rows fare alike. A row is its own first neighbour, as in AIF360; of neighbours at
    /// the same distance the first rows count.
    /// </summary>
    /// <param name="features">The features of each row, all of the same length; the distance is Euclidean.</param>
    /// <param name="outcomes">The outcome of each row, 0 or 1.</param>
    /// <param name="neighbours">The number of neighbours, from 1 to the number of rows.</param>
    /// <remarks>Compares every row with every other: time grows with the square of the rows.</remarks>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of neighbours is out of range.</exception>
    public static double Consistency(IReadOnlyList<float[]> features, IReadOnlyList<double> outcomes, int neighbours = 5)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(outcomes);
        GroupCounts.CheckLength("features", features.Count, outcomes.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(neighbours, features.Count);
        int width = features[0].Length;
        for (int row = 0; row < features.Count; row++)
        {
            if (features[row].Length != width)
            {
                throw new ArgumentException($"Row {row + 1} has {features[row].Length} features and row 1 has {width}.", nameof(features));
            }
        }

        double[] distances = new double[features.Count];
        Parallel.For(0, features.Count, row => distances[row] = DistanceFromNeighbours(features, outcomes, neighbours, row));
        return 1 - distances.Average();
    }

    private static double DistanceFromNeighbours(IReadOnlyList<float[]> features, IReadOnlyList<double> outcomes, int neighbours, int row)
    {
        // The largest of the nearest distances is on top; among equal distances the later row goes first.
        var nearest = new PriorityQueue<int, (double Distance, int Row)>(
            neighbours + 1, Comparer<(double Distance, int Row)>.Create((left, right) => right.CompareTo(left)));
        for (int other = 0; other < features.Count; other++)
        {
            double distance = 0;
            float[] own = features[row];
            float[] theirs = features[other];
            for (int i = 0; i < own.Length; i++)
            {
                double step = (double)own[i] - theirs[i];
                distance += step * step;
            }

            // The row itself comes before rows that are equal to it.
            distance = other == row ? -1 : distance;
            nearest.Enqueue(other, (distance, other));
            if (nearest.Count > neighbours)
            {
                nearest.Dequeue();
            }
        }

        double mean = nearest.UnorderedItems.Sum(item => outcomes[item.Element]) / neighbours;
        return Math.Abs(outcomes[row] - mean);
    }

    private static double DifferentialFairness(MetricFrame frame, double concentration, Func<GroupSummary, double> positives)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentOutOfRangeException.ThrowIfNegative(concentration);
        double[] chances = [.. frame.Groups
            .Where(group => group.Summary.Count > 0)
            .Select(group => (positives(group.Summary) + (concentration / 2)) / (group.Summary.Weight + concentration))];
        double positive = Math.Log(chances.Max()) - Math.Log(chances.Min());
        double negative = Math.Log(1 - chances.Min()) - Math.Log(1 - chances.Max());
        return Math.Max(positive, negative);
    }

    private static (double Benefit, double Weight)[] MeanBenefits(params GroupSummary[] groups) =>
        [.. groups.Select(group => (1 + ((group.FalsePositive - group.FalseNegative) / group.Weight), group.Weight))];

    private static double GeneralizedEntropy(double alpha, params (double Benefit, double Weight)[] benefits)
    {
        double total = benefits.Sum(entry => entry.Weight);
        double mean = benefits.Sum(entry => entry.Benefit * entry.Weight) / total;
        double sum = benefits.Where(entry => entry.Weight > 0).Sum(entry => entry.Weight * Term(entry.Benefit / mean));
        return sum / total;

        double Term(double share) => alpha switch
        {
            0 => -Math.Log(share),
            1 => share > 0 ? share * Math.Log(share) : 0,
            _ => (Math.Pow(share, alpha) - 1) / (alpha * (alpha - 1)),
        };
    }

    private static double SelectionRate(GroupSummary cell) => (cell.TruePositive + cell.FalsePositive) / cell.Weight;

    private static double ErrorRate(GroupSummary cell) => (cell.FalsePositive + cell.FalseNegative) / cell.Weight;

    private static double TruePositiveRate(GroupSummary cell) => cell.TruePositive / (cell.TruePositive + cell.FalseNegative);

    private static double FalsePositiveRate(GroupSummary cell) => cell.FalsePositive / (cell.FalsePositive + cell.TrueNegative);

    private static double FalseNegativeRate(GroupSummary cell) => cell.FalseNegative / (cell.TruePositive + cell.FalseNegative);

    private static double FalseDiscoveryRate(GroupSummary cell) => cell.FalsePositive / (cell.TruePositive + cell.FalsePositive);

    private static double FalseOmissionRate(GroupSummary cell) => cell.FalseNegative / (cell.TrueNegative + cell.FalseNegative);
}
