
using FairGan.Reporting.Quality.Utility;

namespace FairGan.Quality;

/// <summary>
/// The differences between groups that chance alone makes: the same decisions on the same people, with the groups dealt out to them
/// anew. The difference of the highest and the lowest rate is never below 0, and between small groups it is large without any
/// unfairness; a model's figure means something where it stands out from this one.
/// </summary>
internal static class ChanceGaps
{
    private const int Rounds = 501;

    /// <summary>Medians over many deals.</summary>
    /// <param name="groups">What a model decided on test rows, by group.</param>
    /// <returns>The demographic parity difference, and the equalized odds difference with the groups dealt out among equal labels.</returns>
    public static (double Parity, double Odds) Of(IReadOnlyList<GroupRates> groups)
    {
        var random = new Random(1);
        int[] rows = [.. groups.Select(group => group.Rows)];
        int[] positives = [.. groups.Select(group => group.Positives)];
        int[] negatives = [.. rows.Zip(positives, (all, some) => all - some)];
        int selectedPositives = groups.Sum(group => Count(group.TruePositiveRate, group.Positives));
        int selectedNegatives = groups.Sum(group => Count(group.FalsePositiveRate, group.Rows - group.Positives));
        double[] parity = new double[Rounds], odds = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            parity[round] = Difference(rows, selectedPositives + selectedNegatives, random);
            odds[round] = Math.Max(Difference(positives, selectedPositives, random), Difference(negatives, selectedNegatives, random));
        }

        return (Median(parity), Median(odds));

        // A group without labels of a kind has no rate.
        static int Count(double rate, int of) => of == 0 ? 0 : (int)Math.Round(rate * of);
    }

    private static double Difference(int[] sizes, int selected, Random random)
    {
        int[] people = [.. sizes.SelectMany((size, group) => Enumerable.Repeat(group, size))];
        random.Shuffle(people);
        int[] chosen = new int[sizes.Length];
        foreach (int group in people.AsSpan(0, selected))
        {
            chosen[group]++;
        }

        double[] rates = [.. sizes.Zip(chosen).Where(group => group.First > 0).Select(group => (double)group.Second / group.First)];
        return rates.Length == 0 ? double.NaN : rates.Max() - rates.Min();
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
