namespace FairGan.Reporting.Quality.Privacy.Targets;

/// <summary>The ROC curve of an attack in a few figures.</summary>
/// <param name="Auc">The area under the curve.</param>
/// <param name="Interval">Its interval (DeLong et al. 1988, "Comparing the areas under two or more correlated ROC curves", Biometrics 44).</param>
/// <param name="TprAt1">The share of members above the score that at most 1 % of the others exceed.</param>
/// <param name="TprInterval">Its interval.</param>
/// <param name="FalsePositives">The interval of the share of others above that score.</param>
internal sealed record RocSummary(double Auc, FigureInterval Interval, double TprAt1, FigureInterval TprInterval, FigureInterval FalsePositives)
{
    private const double FewFalsePositives = 0.01;

    /// <summary>Summarises scores, of which a higher one speaks for a member.</summary>
    public static RocSummary Of(double[] members, double[] others)
    {
        Array.Sort(members);
        Array.Sort(others);
        double[] memberPlaces = Places(members, others), otherPlaces = Places(others, members);
        double auc = memberPlaces.Average();
        double error = Math.Sqrt((Variance(memberPlaces) / members.Length) + (Variance(otherPlaces) / others.Length));
        int allowed = (int)(FewFalsePositives * others.Length);
        double threshold = others[^(allowed + 1)];
        int found = members.Length - Below(members, threshold, isInclusive: true);
        int falsePositives = others.Length - Below(others, threshold, isInclusive: true);
        return new RocSummary(
            auc,
            FigureInterval.Normal(auc, error, 0, 1),
            (double)found / members.Length,
            FigureInterval.OfShare(found, members.Length),
            FigureInterval.OfShare(falsePositives, others.Length));
    }

    // For every score, the share of the other scores below it; ties count half.
    private static double[] Places(double[] scores, double[] among) => Array.ConvertAll(
        scores, score => (Below(among, score, isInclusive: false) + Below(among, score, isInclusive: true)) / (2.0 * among.Length));

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2 ? 0 : values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }

    private static int Below(double[] sorted, double score, bool isInclusive)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isBelow = isInclusive ? sorted[middle] <= score : sorted[middle] < score;
            (low, high) = isBelow ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
