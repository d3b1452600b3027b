using System.Numerics;

namespace FairGan.Reporting.Quality.Models;

/// <summary>Statistics of ranked scores, such as the area under the ROC curve.</summary>
internal static class Ranking
{
    /// <summary>
    /// The area under the ROC curve: the probability that a random positive scores above a random negative, ties counting
    /// half (the Mann-Whitney statistic). NaN when one class is absent.
    /// </summary>
    public static double AreaUnderRocCurve(double[] scores, bool[] isPositive)
    {
        int[] counts = new int[scores.Length];
        Array.Fill(counts, 1);
        return AreaUnderRocCurve(scores, isPositive, Order(scores), counts);
    }

    /// <summary>The rows in the order of their scores.</summary>
    public static int[] Order(double[] scores)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length)];
        Array.Sort([.. scores], order);
        return order;
    }

    /// <summary>The area under the ROC curve of a resample, given how often it contains each row.</summary>
    public static double AreaUnderRocCurve(double[] scores, bool[] isPositive, int[] order, int[] counts)
    {
        double wins = 0;
        long negativesBelow = 0;
        long positives = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            long tiedPositives = 0;
            long tiedNegatives = 0;
            while (end < order.Length && scores[order[end]] == scores[order[start]])
            {
                int row = order[end++];
                tiedPositives += isPositive[row] ? counts[row] : 0;
                tiedNegatives += isPositive[row] ? 0 : counts[row];
            }

            wins += tiedPositives * (negativesBelow + (tiedNegatives / 2.0));
            negativesBelow += tiedNegatives;
            positives += tiedPositives;
            start = end;
        }

        return positives == 0 || negativesBelow == 0 ? double.NaN : wins / positives / negativesBelow;
    }

    /// <summary>The quantile of sorted values, with linear interpolation between neighbours (NumPy's default); NaN without values.</summary>
    public static double Quantile<T>(T[] sorted, double share)
        where T : INumber<T>
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        double low = double.CreateChecked(sorted[below]);
        return low + ((position - below) * (double.CreateChecked(sorted[above]) - low));
    }
}
