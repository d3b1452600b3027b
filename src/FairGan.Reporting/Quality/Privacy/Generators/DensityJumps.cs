using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Generators;

/// <summary>
/// How likely the density of generated numbers jumps exactly at a target's number: a generator that samples uniformly between knots
/// taken from training rows changes its density at training values, which a million rows show. The measure is the posterior probability
/// that the one change of density near the number is at it.
/// </summary>
internal static class DensityJumps
{
    // Size of a window, as a share of the generated rows per training row: most windows then contain one knot or two.
    private const double WindowShare = 0.8;
    private const int LeastWindow = 50;
    private const int MostWindow = 2_000;

    /// <summary>The scores of the targets: the surprise of the most surprising column.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="generated">Many generated rows.</param>
    /// <param name="reference">Reference rows.</param>
    /// <param name="trainedRows">Number of training rows.</param>
    /// <param name="parallel">Threads and token.</param>
    public static double[] Scores(ColumnarTable targets, ColumnarTable generated, ColumnarTable reference, int trainedRows, ParallelOptions parallel)
    {
        double[] scores = new double[targets.RowCount];
        int window = (int)Math.Clamp(WindowShare * generated.RowCount / trainedRows, LeastWindow, MostWindow);
        foreach (TableColumn column in targets.Columns.Where(column => column.IsNumeric))
        {
            double[] sorted = RankSpace.Sorted(generated[column.Name].Numbers);
            ReferenceSurprise.Keep(scores, ReferenceSurprise.Of(Measures(sorted, column.Numbers, window, parallel), Measures(sorted, reference[column.Name].Numbers, window, parallel)));
        }

        return scores;
    }

    // Lower is more suspicious.
    private static double[] Measures(double[] sorted, double[] values, int window, ParallelOptions parallel)
    {
        double[] measures = new double[values.Length];
        Parallel.For(0, values.Length, parallel, index => measures[index] = -LogPosterior(sorted, values[index], window));
        return measures;
    }

    private static double LogPosterior(double[] sorted, double value, int window)
    {
        if (double.IsNaN(value))
        {
            return double.NaN;
        }

        int first = RankSpace.LowerBound(sorted, value) - window, last = RankSpace.LowerBound(sorted, Math.BitIncrement(value)) + window - 1;
        if (first < 0 || last >= sorted.Length || sorted[first] == sorted[last])
        {
            return double.NaN;
        }

        double margin = (sorted[last] - sorted[first]) / (last - first + 1) / 2;
        double low = sorted[first] - margin, high = sorted[last] + margin;
        int rows = last - first + 1;
        double own = 0, most = 0, sum = 0;
        int places = 0;
        bool isFound = false;
        for (int start = first; start <= last || !isFound;)
        {
            // A target between two generated numbers is a candidate, too.
            double place = start <= last && (isFound || sorted[start] <= value) ? sorted[start] : value;
            int end = start;
            while (end <= last && sorted[end] == place)
            {
                end++;
            }

            double gain = Gain(((start + end) / 2.0) - first, rows, (place - low) / (high - low));
            (own, isFound) = place == value ? (gain, true) : (own, isFound);
            (sum, most) = gain > most ? ((sum * Math.Exp(most - gain)) + 1, gain) : (sum + Math.Exp(gain - most), most);
            places++;
            start = end;
        }

        return own - most - Math.Log(sum / places);
    }

    // What a change of density at a place of the window adds to the log-likelihood of its rows.
    private static double Gain(double below, int rows, double place) => below <= 0 || below >= rows ? 0
        : (below * Math.Log(below / (rows * place))) + ((rows - below) * Math.Log((rows - below) / (rows * (1 - place))));
}
