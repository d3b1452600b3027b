using FairGan.Reporting.Quality.Privacy.Rows;
using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>The membership attacks by an attacker who has generated rows only.</summary>
internal static class GeneratedRowAttacks
{
    /// <summary>Attacks by closest row, density ratio, classifier ratio and counts.</summary>
    /// <param name="multiple">How many times as many rows as training rows.</param>
    /// <param name="generated">The generated rows.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="reference">Reference rows.</param>
    /// <param name="options">The limits.</param>
    /// <param name="parallel">Threads and token.</param>
    /// <param name="progress">Receives the name of each step.</param>
    public static IEnumerable<MembershipAttack> Run(
        int multiple, ColumnarTable generated, AttackTargets targets, ColumnarTable reference, PrivacyAttackOptions options, ParallelOptions parallel, IProgress<string>? progress)
    {
        progress?.Report($"Attacking by {generated.RowCount:N0} generated rows: the nearest ones");
        int searched = (int)Math.Clamp(options.MaximumComparisons / ((double)targets.All.RowCount * targets.All.Columns.Count), 1_000, int.MaxValue);
        (double[] closest, double[] density) = NearestRowAttacks.Scores(
            targets.All, generated.Select(RowSampling.AtMost(generated.RowCount, searched, options.Seed)), reference, parallel);
        progress?.Report($"Attacking by {generated.RowCount:N0} generated rows: a classifier");
        double[] classifier = ClassifierRatio.Scores(targets.All, generated, reference, options.Seed);
        progress?.Report($"Attacking by {generated.RowCount:N0} generated rows: counts");
        double[] counts = SubsetCounts.Scores(targets.All, generated, reference, options.Subsets, options.Seed, parallel);
        return
        [
            .. targets.Judge("closest-record", multiple, closest),
            .. targets.Judge("density-ratio", multiple, density),
            .. targets.Judge("classifier-ratio", multiple, classifier),
            .. targets.Judge("counts", multiple, counts),
        ];
    }
}
