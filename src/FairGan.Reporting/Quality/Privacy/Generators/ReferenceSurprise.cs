using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Generators;

/// <summary>
/// How rarely a value of other people is as suspicious as the target's: the logarithm of one over the share of reference rows whose
/// measure is as low. A column whose values say nothing then says little, and the most surprising of a row's columns is its score (Tippett's
/// method): a leak of one column is not lost among the others.
/// </summary>
internal static class ReferenceSurprise
{
    /// <summary>The surprise of every target.</summary>
    /// <param name="targets">The measure of every target, of which a lower one is more suspicious; NaN for none.</param>
    /// <param name="reference">The measures of reference rows.</param>
    public static double[] Of(double[] targets, double[] reference)
    {
        double[] sorted = RankSpace.Sorted(reference);
        return Array.ConvertAll(targets, measure => double.IsNaN(measure) ? 0
            : -Math.Log((UpTo(sorted, measure) + 1.0) / (sorted.Length + 1)));
    }

    /// <summary>Keeps the larger surprise of each target.</summary>
    public static void Keep(double[] scores, double[] own)
    {
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = Math.Max(scores[row], own[row]);
        }
    }

    private static int UpTo(double[] sorted, double value) => RankSpace.LowerBound(sorted, Math.BitIncrement(value));
}
