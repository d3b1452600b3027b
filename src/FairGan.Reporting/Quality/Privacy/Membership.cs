namespace FairGan.Reporting.Quality.Privacy;

/// <summary>
/// A membership attack: an attacker who has the synthetic table guesses that a person was in the training rows when a synthetic row lies
/// close to that person's (Gower's distance to the closest synthetic row; GAN-Leaks, Chen et al. 2020,
/// https://arxiv.org/abs/1909.03935, without access to the generator).
/// </summary>
/// <remarks>One attack that fails proves little: another one may succeed. One that succeeds proves a leak.</remarks>
internal static class Membership
{
    private const double FewFalsePositives = 0.01;

    // Smirnov's one-sided limit at 5 %: exp(-2 c²) = 0.05.
    private static readonly double s_oneInTwenty = Math.Sqrt(Math.Log(20) / 2);

    /// <summary>Attacks a synthetic table.</summary>
    /// <param name="trainReal">The real rows the generator was trained on.</param>
    /// <param name="synthetic">The synthetic rows, with the same columns.</param>
    /// <param name="holdout">Real rows the generator has not seen, with the same columns.</param>
    /// <param name="options">The limits and the seed; the defaults when <see langword="null"/>.</param>
    /// <param name="progress">Receives the name of each step.</param>
    /// <param name="cancellationToken">Stops the attack.</param>
    /// <returns>How well it went.</returns>
    /// <exception cref="ArgumentNullException">A table is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A table has no rows or lacks a column.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MembershipResult Attack(
        IDataView trainReal,
        IDataView synthetic,
        IDataView holdout,
        PrivacyOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        progress?.Report("Reading the tables");
        ColumnarTable real = ColumnarTableReader.Read(trainReal, nameof(trainReal), cancellationToken);
        ColumnarTable syntheticTable = ColumnarTableReader.ReadLike(real, nameof(trainReal), synthetic, nameof(synthetic), cancellationToken);
        ColumnarTable heldOut = ColumnarTableReader.ReadLike(real, nameof(trainReal), holdout, nameof(holdout), cancellationToken);
        return Attack(real, syntheticTable, heldOut, options ?? new PrivacyOptions(), progress, cancellationToken);
    }

    internal static MembershipResult Attack(
        ColumnarTable real,
        ColumnarTable synthetic,
        ColumnarTable holdout,
        PrivacyOptions options,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        options.Check();
        progress?.Report("Attacking the membership of training rows");
        GowerSpace space = new(real);
        (int queries, int searched) = PrivacyEvaluator.WithinLimit(options.SampledRows, synthetic.RowCount, real.Columns.Count, options.MaximumComparisons);
        float[][] rows = space.Coordinates(PrivacyEvaluator.Sample(synthetic, searched, options.Seed));
        float[] members = PrivacyEvaluator.Distances(space, rows, PrivacyEvaluator.Sample(real, queries, options.Seed), options.Threads, cancellationToken);
        float[] others = PrivacyEvaluator.Distances(space, rows, PrivacyEvaluator.Sample(holdout, queries, options.Seed), options.Threads, cancellationToken);
        return Summarize(members, others);
    }

    internal static MembershipResult Summarize(float[] members, float[] others)
    {
        double[] scores = [.. members.Concat(others).Select(distance => -(double)distance)];
        bool[] isMember = [.. members.Select(_ => true), .. others.Select(_ => false)];
        Array.Sort(members);
        Array.Sort(others);
        double advantage = 0;
        double found = 0;
        foreach (float threshold in members.Concat(others).Distinct())
        {
            double truePositives = (double)CountUpTo(members, threshold) / members.Length;
            double falsePositives = (double)CountUpTo(others, threshold) / others.Length;
            advantage = Math.Max(advantage, truePositives - falsePositives);
            found = falsePositives <= FewFalsePositives ? Math.Max(found, truePositives) : found;
        }

        double chance = s_oneInTwenty * Math.Sqrt(((double)members.Length + others.Length) / ((double)members.Length * others.Length));
        return new MembershipResult(
            members.Length, others.Length, Ranking.AreaUnderRocCurve(scores, isMember), advantage, Math.Min(1, chance), found);
    }

    private static int CountUpTo(float[] sorted, float limit)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] <= limit ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
